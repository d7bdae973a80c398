import { describe, expect, it } from '@jest/globals';
import type { Path } from '../../../lib/comparison.ts';
import { comparePaths, inOrder } from '../../../lib/report/order.ts';

describe('texts', () => {
  it('are in the order of their code units, whatever the language of the machine', () => {
    expect(['b', 'a', 'Z', 'ä', 'a', ''].toSorted(inOrder)).toEqual(['', 'Z', 'a', 'a', 'b', 'ä']);
  });
});

describe('paths', () => {
  it.each<[string, Path, Path]>([
    ['by their first part', ['description'], ['tags', 'A']],
    ['by the next part where the first is the same', ['tags', 'A'], ['tags', 'B']],
    ['by number where the part is an index', ['settings', 2, 'z'], ['settings', 10, 'a']],
    ['a path before one that goes on', ['tags'], ['tags', '']],
    ['part by part, not as one text', ['tags', 'a', 'z'], ['tags', 'a b']],
  ])('are in order %s', (_, first, second) => {
    expect(comparePaths(first, second)).toBeLessThan(0);
    expect(comparePaths(second, first)).toBeGreaterThan(0);
    expect(comparePaths(first, [...first])).toBe(0);
  });
});

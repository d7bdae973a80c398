import { describe, expect, it } from '@jest/globals';
import type { Path } from '../../../lib/model/comparison.ts';
import { by } from '../../../lib/report/order.ts';

describe('texts', () => {
  it('are in the order of their code units, whatever the language of the machine', () => {
    const itself = (text: string) => text;
    expect(['b', 'a', 'Z', 'ä', 'a', ''].toSorted(by(itself))).toEqual(['', 'Z', 'a', 'a', 'b', 'ä']);
  });

  it('are in order of the next key where the first is the same', () => {
    const pairs = ['b1', 'a2', 'a1'].map(([letter = '', digit = '']) => ({ letter, digit }));
    const inOrder = pairs.toSorted(
      by(
        ({ letter }) => letter,
        ({ digit }) => digit,
      ),
    );
    expect(inOrder.map(({ letter, digit }) => letter + digit)).toEqual(['a1', 'a2', 'b1']);
  });
});

describe('paths', () => {
  const comparePaths = by<Path>((path) => path);

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

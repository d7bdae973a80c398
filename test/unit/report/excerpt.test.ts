import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Leaf } from '../../../lib/model/comparison.ts';
import { excerpt } from '../../../lib/report/excerpt.ts';

function excerptOf(expected: Leaf | null, actual: Leaf | null, length = 100): [Leaf | null, Leaf | null] {
  const cut = excerpt({ path: ['description'], differenceType: 'NOT_EQUAL', expected, actual }, length);
  return [cut.expected, cut.actual];
}

describe('an excerpt', () => {
  it('of short values is the values', () => {
    expect(excerptOf('a'.repeat(100), 'b'.repeat(100))).toEqual(['a'.repeat(100), 'b'.repeat(100)]);
  });

  it.each<[Leaf | null]>([[null], [true], [10.5]])('keeps %j, which is no text', (leaf) => {
    expect(excerptOf(leaf, 'b'.repeat(101))).toEqual([leaf, `${'b'.repeat(100)}…`]);
    expect(excerptOf('b'.repeat(101), leaf)).toEqual([`${'b'.repeat(100)}…`, leaf]);
  });

  it('of long values that differ at their start is their start', () => {
    expect(excerptOf(`1${'a'.repeat(300)}`, `2${'a'.repeat(300)}`)).toEqual([
      `1${'a'.repeat(99)}…`,
      `2${'a'.repeat(99)}…`,
    ]);
  });

  it('of long values that differ later begins a little before the first difference', () => {
    expect(excerptOf(`${'a'.repeat(500)}1${'b'.repeat(500)}`, `${'a'.repeat(500)}2${'b'.repeat(500)}`)).toEqual([
      `…${'a'.repeat(40)}1${'b'.repeat(59)}…`,
      `…${'a'.repeat(40)}2${'b'.repeat(59)}…`,
    ]);
  });

  it('of long values that differ at their end is their end', () => {
    expect(excerptOf(`${'a'.repeat(500)}1`, `${'a'.repeat(500)}2`)).toEqual([
      `…${'a'.repeat(99)}1`,
      `…${'a'.repeat(99)}2`,
    ]);
  });

  it('of a long value that continues where the other ends shows how it continues', () => {
    expect(excerptOf('a'.repeat(500), `${'a'.repeat(500)}bc`)).toEqual([`…${'a'.repeat(100)}`, `…${'a'.repeat(98)}bc`]);
  });

  it('leaves a short value whole beside a long one', () => {
    expect(excerptOf('abc', 'a'.repeat(101))).toEqual(['abc', `${'a'.repeat(100)}…`]);
  });

  it('counts characters, not code units, and cuts none in two', () => {
    expect(excerptOf('\u{1f600}'.repeat(100), null)).toEqual(['\u{1f600}'.repeat(100), null]);
    expect(excerptOf('\u{1f600}'.repeat(101), null)).toEqual([`${'\u{1f600}'.repeat(100)}…`, null]);
  });

  it('keeps path and type of the difference', () => {
    const difference = {
      path: ['tags', 'a'],
      differenceType: 'ADD',
      expected: null,
      actual: 'b',
      masked: false,
    } as const;
    expect(excerpt(difference, 100)).toEqual(difference);
  });

  it('of two texts that differ within what is common to them still differs', () => {
    const long = fc.string({ minLength: 150, maxLength: 400 });
    fc.assert(
      fc.property(long, long, (one, other) => {
        fc.pre(one !== other);
        const [expected, actual] = excerptOf(one, other);
        expect(expected).not.toBe(actual);
        expect(Array.from(String(expected)).length).toBeLessThanOrEqual(102);
      }),
    );
  });
});

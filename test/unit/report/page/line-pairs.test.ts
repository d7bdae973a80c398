import { describe, expect, it } from '@jest/globals';
import { pairLines } from '../../../../lib/report/page/line-pairs.ts';

type LinePair = NonNullable<ReturnType<typeof pairLines>>[number]['pairs'][number];

const members = (count: number) =>
  Array.from({ length: count }, (_, index) => [`member${index}`, `$context.m${index}`]);
const format = (entries: readonly (readonly string[])[]) => JSON.stringify(Object.fromEntries(entries));
const shown = (line: LinePair['expected']) =>
  line?.runs.map(({ text, changed }) => (changed ? `[${text}]` : text)).join('') ?? null;
const sides = ({ expected, actual }: LinePair) => [shown(expected), shown(actual)];

describe('two texts that look like JSON', () => {
  it('stand member beside member, with what differs marked in it', () => {
    const before = format([...members(3), ['gone', 'x']]);
    const after = format([
      ...members(3).map(([key = '', value = '']) => [key, key === 'member1' ? 'new' : value]),
      ['added', 'y'],
    ]);
    expect(pairLines(before, after)?.flatMap(({ pairs }) => pairs.map(sides))).toEqual([
      ['{', '{'],
      ['"member0": "$context.m0"', '"member0": "$context.m0"'],
      ['"member1": "[$context.m1]"', '"member1": "[new]"'],
      ['"member2": "$context.m2"', '"member2": "$context.m2"'],
      ['["gone": "x"]', null],
      [null, '["added": "y"]'],
      ['}', '}'],
    ]);
  });

  it('have what is the same folded away, but for two lines beside a change', () => {
    const before = members(20);
    const after = before.map(([key = '', value = '']) => [key, key === 'member8' ? 'new' : value]);
    const stretches = pairLines(format(before), format(after)) ?? [];
    expect(stretches.map(({ folded, pairs }) => `${folded ? 'folded' : 'shown'} ${pairs.length}`)).toEqual([
      'folded 7',
      'shown 5',
      'folded 10',
    ]);
  });

  it('keep a few lines in sight that are not worth folding away', () => {
    const before = members(4);
    const after = before.map(([key = '', value = '']) => [key, key === 'member1' ? 'new' : value]);
    expect(pairLines(format(before), format(after))?.some(({ folded }) => folded)).toBe(false);
  });

  it('are not set out where only blanks between their parts differ, since that would hide the difference', () => {
    const text = format(members(5));
    expect(pairLines(text, text.replaceAll(',', ', '))).toBeNull();
  });

  it('are not set out where one of them is no such text', () => {
    expect(pairLines(format(members(5)), `$context.requestId ${'x'.repeat(80)}`)).toBeNull();
    expect(pairLines(`$context.requestId ${'x'.repeat(80)}`, format(members(5)))).toBeNull();
  });
});

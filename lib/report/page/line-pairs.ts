import { diffArrays } from 'diff';
import { type JsonLine, jsonLines } from './json-lines.ts';
import { markDifferences, toRuns } from './marked-text.ts';

/** Lines that are the same and stay in sight before and after those that differ. */
const context = 2;

/**
 * Sets two texts that look like JSON side by side, member beside member.
 * @returns pairs of lines in stretches, `folded` where they are the same on both sides and far from any that differs; `null`
 * where the texts do not look like JSON, or differ in nothing but blanks between their parts
 */
export function pairLines(expected: string, actual: string) {
  const before = jsonLines(expected);
  const after = jsonLines(actual);
  if (before === null || after === null) return null;
  const pairs = align(before, after);
  const isChanged = pairs.map(({ expected, actual }) => expected?.text !== actual?.text);
  if (!isChanged.includes(true)) return null;
  const stretches: { readonly folded: boolean; readonly pairs: Pair[] }[] = [];
  for (const [index, pair] of pairs.entries()) {
    const folded = !isChanged.slice(Math.max(0, index - context), index + context + 1).includes(true);
    const last = stretches.at(-1);
    if (last?.folded === folded) last.pairs.push(pair);
    else stretches.push({ folded, pairs: [pair] });
  }
  // A few lines are not worth folding away.
  return stretches.map(({ folded, pairs }) => ({ folded: folded && pairs.length > context, pairs }));
}

type Pair = ReturnType<typeof toPair>;

/** @returns the lines of both texts by twos; `null` where that side has none */
function align(before: readonly JsonLine[], after: readonly JsonLine[]): readonly Pair[] {
  const comparator = (a: JsonLine, b: JsonLine) => a.depth === b.depth && keyOf(a) === keyOf(b);
  let left = 0;
  let right = 0;
  return diffArrays([...before], [...after], { comparator }).flatMap(({ count, added, removed }) =>
    Array.from({ length: count }, () => {
      const one = added ? null : (before[left++] ?? null);
      return toPair(one, removed ? null : (after[right++] ?? null));
    }),
  );
}

/** The name of a member; a line that is none stands for itself. */
function keyOf({ text }: JsonLine): string {
  return /^"(?:[^"\\]|\\.)*": /s.exec(text)?.[0] ?? text;
}

/** A line that the other side does not have is marked as a whole. */
function toPair(one: JsonLine | null, other: JsonLine | null) {
  const marked = one && other && markDifferences(one.text, other.text);
  return {
    expected: one && { ...one, runs: marked?.expected ?? toRuns(one.text, true) },
    actual: other && { ...other, runs: marked?.actual ?? toRuns(other.text, true) },
  };
}

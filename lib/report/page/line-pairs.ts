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
  const parts = partsOf(align(before, after));
  return parts.every(({ same }) => same)
    ? null
    : parts.flatMap((part, index) => stretchesOf(part, index, parts.length));
}

/** Lines that stand side by side; `null` where that side has none. */
type Aligned = readonly [JsonLine | null, JsonLine | null];

function align(before: readonly JsonLine[], after: readonly JsonLine[]): Aligned[] {
  const comparator = (a: JsonLine, b: JsonLine) => a.depth === b.depth && keyOf(a) === keyOf(b);
  let left = 0;
  let right = 0;
  return diffArrays([...before], [...after], { comparator }).flatMap(({ count, added, removed }) =>
    Array.from({ length: count }, (): Aligned => {
      const one = added ? null : (before[left++] ?? null);
      return [one, removed ? null : (after[right++] ?? null)];
    }),
  );
}

/** The name of a member; a line that is none stands for itself. */
function keyOf({ text }: JsonLine): string {
  return /^"(?:[^"\\]|\\.)*": /s.exec(text)?.[0] ?? text;
}

/** Pairs in a row that are all the same on both sides, or all not. */
interface Part {
  readonly same: boolean;
  readonly pairs: ReturnType<typeof toPair>[];
}

function partsOf(lines: readonly Aligned[]): Part[] {
  const parts: Part[] = [];
  for (const [one, other] of lines) {
    const same = one?.text === other?.text;
    const last = parts.at(-1);
    if (last?.same === same) last.pairs.push(toPair(one, other));
    else parts.push({ same, pairs: [toPair(one, other)] });
  }
  return parts;
}

/** A line that the other side does not have is marked as a whole. */
function toPair(one: JsonLine | null, other: JsonLine | null) {
  const marked = one && other && markDifferences(one.text, other.text);
  return {
    expected: one && { ...one, runs: marked?.expected ?? toRuns(one.text, true) },
    actual: other && { ...other, runs: marked?.actual ?? toRuns(other.text, true) },
  };
}

/** What is the same is cut into what stays in sight beside a change, and the rest, if that is worth folding away. */
function stretchesOf({ same, pairs }: Part, index: number, count: number) {
  const start = index === 0 ? 0 : context;
  const end = index === count - 1 ? pairs.length : pairs.length - context;
  if (!same || end - start <= context) return [{ folded: false, pairs }];
  return [
    { folded: false, pairs: pairs.slice(0, start) },
    { folded: true, pairs: pairs.slice(start, end) },
    { folded: false, pairs: pairs.slice(end) },
  ].filter((stretch) => stretch.pairs.length > 0);
}

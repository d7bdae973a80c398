import { diffArrays } from 'diff';
import { type JsonLine, jsonLines } from './json-lines.ts';
import { markDifferences, type Run, toRuns } from './marked-text.ts';

/** A line of one side, as it is shown. */
export interface ShownLine {
  readonly depth: number;
  readonly runs: readonly Run[];
  readonly comma: boolean;
}

/** Lines that stand side by side; `null` where that side has none. */
export interface LinePair {
  readonly expected: ShownLine | null;
  readonly actual: ShownLine | null;
}

/** Pairs in a row; `folded` where they are the same on both sides and far from any that differs. */
export interface Stretch {
  readonly folded: boolean;
  readonly pairs: readonly LinePair[];
}

/** Lines that are the same and stay in sight before and after those that differ. */
const context = 2;

/**
 * Sets two texts that look like JSON side by side, member beside member.
 * @returns `null` where they do not look like it, or differ in nothing but blanks between their parts
 */
export function pairLines(expected: string, actual: string): readonly Stretch[] | null {
  const before = jsonLines(expected);
  const after = jsonLines(actual);
  if (before === null || after === null) return null;
  const parts = partsOf(align(before, after));
  return parts.every(({ same }) => same)
    ? null
    : parts.flatMap((part, index) => stretchesOf(part, index, parts.length));
}

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
  readonly pairs: LinePair[];
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

function toPair(one: JsonLine | null, other: JsonLine | null): LinePair {
  if (one === null || other === null) return { expected: missingOnOther(one), actual: missingOnOther(other) };
  const marked = markDifferences(one.text, other.text);
  return { expected: { ...one, runs: marked.expected }, actual: { ...other, runs: marked.actual } };
}

function missingOnOther(line: JsonLine | null): ShownLine | null {
  return line && { ...line, runs: toRuns(line.text, true) };
}

/** What is the same is cut into what stays in sight beside a change, and the rest, if that is worth folding away. */
function stretchesOf({ same, pairs }: Part, index: number, count: number): Stretch[] {
  const start = index === 0 ? 0 : context;
  const end = index === count - 1 ? pairs.length : pairs.length - context;
  if (!same || end - start <= context) return [{ folded: false, pairs }];
  return [
    { folded: false, pairs: pairs.slice(0, start) },
    { folded: true, pairs: pairs.slice(start, end) },
    { folded: false, pairs: pairs.slice(end) },
  ].filter((stretch) => stretch.pairs.length > 0);
}

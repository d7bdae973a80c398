import type { Leaf } from '../../model/comparison.ts';
import { excerpt, lengthOf, longestValue, shownSides } from '../excerpt.ts';
import type { ReportDifference } from '../report.ts';
import { jsonLines } from './json-lines.ts';
import { pairLines } from './line-pairs.ts';
import { markDifferences, type Run, toRuns } from './marked-text.ts';

type ValuesView = ReturnType<typeof valuesView>;

/**
 * @returns both sides of a difference: two values, or two long texts set out line by line with what is the same folded away;
 * `exact` has the texts as they are, blanks included
 */
export function valuesView(difference: ReportDifference) {
  const { expected, actual, masked, differenceType } = difference;
  if (masked) {
    const { was, is } = shownSides(difference);
    return {
      kind: 'SIDES' as const,
      expected: { kind: 'MASKED' as const, text: was },
      actual: { kind: 'MASKED' as const, text: is },
      note: null,
    };
  }
  const cut = excerpt(difference, longestValue);
  const isWhole = cut.expected === expected && cut.actual === actual;
  const areTexts = typeof cut.expected === 'string' && typeof cut.actual === 'string';
  const marked = areTexts ? markDifferences(String(cut.expected), String(cut.actual)) : null;
  const stretches = areTexts && isWhole ? pairLines(String(expected), String(actual)) : null;
  if (marked !== null && stretches !== null) return { kind: 'LINES' as const, stretches, exact: marked };
  // Where the other side has another value, all of a lone one is marked.
  const isChange = differenceType === 'NOT_EQUAL';
  return {
    kind: 'SIDES' as const,
    expected: sideView(cut.expected, expected, marked?.expected ?? null, isChange),
    actual: sideView(cut.actual, actual, marked?.actual ?? null, isChange),
    note: noteOn(expected, actual),
  };
}

/** Characters that stand well in half of a narrow column. */
const shortValue = 100;

export function isLong(values: ValuesView): boolean {
  if (values.kind === 'LINES') return true;
  return [values.expected, values.actual].some(
    (side) =>
      side.kind === 'TEXT_LINES' ||
      (side.kind === 'TEXT' && side.runs.reduce((length, { text }) => length + text.length, 0) > shortValue),
  );
}

/**
 * @param marked a text with what differs from the other side marked, `null` where the other side is no text
 * @returns one value; a number or a flag is PLAIN, which stands without quotes
 */
function sideView(part: Leaf | null, whole: Leaf | null, marked: readonly Run[] | null, isChange: boolean) {
  if (part === null) return { kind: 'NOT_SET' as const };
  if (typeof part !== 'string') return { kind: 'PLAIN' as const, runs: toRuns(String(part), isChange) };
  const lines = marked === null && part === whole ? jsonLines(part) : null;
  if (lines !== null) {
    return { kind: 'TEXT_LINES' as const, lines: lines.map((line) => ({ ...line, runs: toRuns(line.text, false) })) };
  }
  const excerptOf = part === whole ? null : lengthOf(whole);
  return { kind: 'TEXT' as const, runs: marked ?? toRuns(part, isChange), excerptOf };
}

/** @returns what the eye might miss */
function noteOn(expected: Leaf | null, actual: Leaf | null): string | null {
  if (expected === null || actual === null) return null;
  if (typeof expected !== typeof actual) return 'One is a text, the other is not.';
  if (typeof expected !== 'string' || typeof actual !== 'string') return null;
  const withoutBlanks = (text: string) => text.replace(/\s+/gu, '');
  if (withoutBlanks(expected) === withoutBlanks(actual)) return 'Only blanks differ.';
  if (expected.toLowerCase() === actual.toLowerCase()) return 'Only capital and small letters differ.';
  if (expected.normalize() === actual.normalize()) return 'Only the way characters are composed differs.';
  return null;
}

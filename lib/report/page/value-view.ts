import type { Leaf } from '../../comparison.ts';
import { excerpt, longestValue } from '../excerpt.ts';
import type { ReportDifference } from '../report.ts';
import { type JsonLine, jsonLines } from './json-lines.ts';
import { pairLines, type ShownLine, type Stretch } from './line-pairs.ts';
import { type MarkedPair, markDifferences, type Run, toRuns } from './marked-text.ts';

/**
 * Both sides of a difference: two values, or two long texts set out line by line with what is the same folded away;
 * `exact` has the texts as they are, blanks included.
 */
export type ValuesView =
  | { readonly kind: 'SIDES'; readonly expected: SideView; readonly actual: SideView; readonly note: string | null }
  | { readonly kind: 'LINES'; readonly stretches: readonly Stretch[]; readonly exact: MarkedPair };

/** One value. MASKED is the mask in place of one; PLAIN is a number or a flag, which stands without quotes. */
export type SideView =
  | { readonly kind: 'NOT_SET' }
  | { readonly kind: 'MASKED'; readonly text: string }
  | { readonly kind: 'PLAIN'; readonly runs: readonly Run[] }
  | { readonly kind: 'TEXT'; readonly runs: readonly Run[]; readonly excerptOf: number | null }
  | { readonly kind: 'TEXT_LINES'; readonly lines: readonly ShownLine[] };

export function valuesView(difference: ReportDifference): ValuesView {
  const { expected, actual, masked, differenceType } = difference;
  if (masked) {
    const is = differenceType === 'NOT_EQUAL' ? `another value ${actual}` : actual;
    return { kind: 'SIDES', expected: maskedSide(expected), actual: maskedSide(is), note: null };
  }
  if (typeof expected !== 'string' || typeof actual !== 'string') {
    return { kind: 'SIDES', ...loneSides(difference), note: noteOfKinds(expected, actual) };
  }
  const cut = excerpt({ ...difference, expected, actual }, longestValue);
  const isWhole = cut.expected === expected && cut.actual === actual;
  const marked = markDifferences(cut.expected, cut.actual);
  const stretches = isWhole ? pairLines(expected, actual) : null;
  if (stretches !== null) return { kind: 'LINES', stretches, exact: marked };
  return {
    kind: 'SIDES',
    expected: { kind: 'TEXT', runs: marked.expected, excerptOf: cut.expected === expected ? null : lengthOf(expected) },
    actual: { kind: 'TEXT', runs: marked.actual, excerptOf: cut.actual === actual ? null : lengthOf(actual) },
    note: noteOfTexts(expected, actual),
  };
}

/** Characters that stand well in half of a narrow column. */
const shortValue = 100;

/** @returns whether the values need much room */
export function isLong(values: ValuesView): boolean {
  if (values.kind === 'LINES') return true;
  return [values.expected, values.actual].some(
    (side) =>
      side.kind === 'TEXT_LINES' ||
      (side.kind === 'TEXT' && side.runs.reduce((length, { text }) => length + text.length, 0) > shortValue),
  );
}

function maskedSide(mask: Leaf | null): SideView {
  return mask === null ? { kind: 'NOT_SET' } : { kind: 'MASKED', text: String(mask) };
}

function loneSides(difference: ReportDifference): { expected: SideView; actual: SideView } {
  const cut = excerpt(difference, longestValue);
  const isChange = difference.differenceType === 'NOT_EQUAL';
  return {
    expected: loneSide(cut.expected, difference.expected, isChange),
    actual: loneSide(cut.actual, difference.actual, isChange),
  };
}

/** @param changed whether the other side has another value, so that all of this one is marked */
function loneSide(value: Leaf | null, whole: Leaf | null, changed: boolean): SideView {
  if (value === null) return { kind: 'NOT_SET' };
  if (typeof value !== 'string') return { kind: 'PLAIN', runs: toRuns(String(value), changed) };
  const lines = value === whole ? jsonLines(value) : null;
  if (lines !== null) return { kind: 'TEXT_LINES', lines: lines.map(unmarked) };
  return { kind: 'TEXT', runs: toRuns(value, changed), excerptOf: value === whole ? null : lengthOf(String(whole)) };
}

function unmarked(line: JsonLine): ShownLine {
  return { ...line, runs: toRuns(line.text, false) };
}

function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** @returns what the eye might miss */
function noteOfTexts(expected: string, actual: string): string | null {
  const withoutBlanks = (text: string) => text.replace(/\s+/gu, '');
  if (withoutBlanks(expected) === withoutBlanks(actual)) return 'Only blanks differ.';
  if (expected.toLowerCase() === actual.toLowerCase()) return 'Only capital and small letters differ.';
  if (expected.normalize() === actual.normalize()) return 'Only the way characters are composed differs.';
  return null;
}

function noteOfKinds(expected: Leaf | null, actual: Leaf | null): string | null {
  if (expected === null || actual === null || typeof expected === typeof actual) return null;
  return 'One is a text, the other is not.';
}

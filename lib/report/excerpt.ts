import type { Leaf, PropertyDifference } from '../model/comparison.ts';
import { shownValue } from '../model/visible.ts';
import type { ReportDifference } from './report.ts';

/** No value that API Gateway takes is longer; of one that is, texts for people have an excerpt, and the JSON all. */
export const longestValue = 4_000;

/** Characters kept before the first that differs, so that its place is recognised. */
const lead = 40;

/**
 * Cuts long texts of a difference to one and the same stretch, so that what differs stays in sight. An ellipsis stands
 * where something was cut off.
 * @param length characters of a text that stay
 */
export function excerpt<Difference extends PropertyDifference>(difference: Difference, length: number): Difference {
  const expected = charactersOf(difference.expected);
  const actual = charactersOf(difference.actual);
  const differing = expected.findIndex((character, position) => character !== actual[position]);
  const start = Math.max(0, (differing === -1 ? expected.length : differing) - lead);
  return {
    ...difference,
    expected: expected.length > length ? stretch(expected, start, length) : difference.expected,
    actual: actual.length > length ? stretch(actual, start, length) : difference.actual,
  };
}

/** Code points, so that no character is cut in two; none for what is not a text. */
function charactersOf(value: unknown): readonly string[] {
  return typeof value === 'string' ? Array.from(value) : [];
}

function stretch(characters: readonly string[], wished: number, length: number): string {
  const start = Math.min(wished, characters.length - length);
  const end = start + length;
  const kept = characters.slice(start, end).join('');
  return `${start > 0 ? '…' : ''}${kept}${end < characters.length ? '…' : ''}`;
}

/** @returns both sides of a difference as people read them; of a value that no service takes, an excerpt */
export function shownSides(difference: ReportDifference): { readonly was: string; readonly is: string } {
  const { expected, actual, masked, differenceType } = difference;
  if (masked) {
    // The mask is no value, so it does not stand in quotes.
    const [was, is] = [String(expected ?? shownValue(null)), String(actual ?? shownValue(null))];
    return { was, is: differenceType === 'NOT_EQUAL' ? `another value ${is}` : is };
  }
  const part = excerpt(difference, longestValue);
  return { was: shownExcerpt(part.expected, expected), is: shownExcerpt(part.actual, actual) };
}

function shownExcerpt(part: Leaf | null, whole: Leaf | null): string {
  return part === whole ? shownValue(part) : `${shownValue(part)} (an excerpt of ${lengthOf(whole)} characters)`;
}

/** @returns code points of a value as a text */
export function lengthOf(value: Leaf | null): number {
  return Array.from(String(value)).length;
}

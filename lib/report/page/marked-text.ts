import { diffArrays } from 'diff';
import { spelling, unseen } from '../../model/visible.ts';

/** A stretch of a text: `changed` where the other side has something else, `unseen` where it is a character spelt out. */
export interface Run {
  readonly text: string;
  readonly changed: boolean;
  readonly unseen: boolean;
}

/** Words, blanks in a row, and every other character by itself: what people see as one thing. */
const token = /[\p{L}\p{N}\p{M}_]+|\s+|./gsu;

/** Edits after which two texts have so little in common that marks would only confuse; it also bounds the time. */
const maxEdits = 400;

/** @returns both texts with the parts marked that the other does not have */
export function markDifferences(expected: string, actual: string) {
  const changes = diffArrays(tokensOf(expected), tokensOf(actual), { maxEditLength: maxEdits });
  if (changes === undefined) return { expected: toRuns(expected, true), actual: toRuns(actual, true) };
  const side = (without: 'added' | 'removed') =>
    changes.flatMap((change) => (change[without] ? [] : toRuns(change.value.join(''), change.added || change.removed)));
  return { expected: side('added'), actual: side('removed') };
}

const unseenApart = new RegExp(`(${unseen.source})`, unseen.flags);

/** @returns the text as runs, with every character by itself that cannot be seen and so is spelt out */
export function toRuns(text: string, changed: boolean): Run[] {
  // Every other part is a character that cannot be seen.
  const parts = text.split(unseenApart).map((part, index) => ({ part, unseen: index % 2 === 1 }));
  return parts.flatMap(({ part, unseen }) =>
    part === '' ? [] : [{ text: unseen ? spelling(part) : part, changed, unseen }],
  );
}

function tokensOf(text: string): string[] {
  return text.match(token) ?? [];
}

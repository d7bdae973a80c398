import type { Leaf, Path } from './comparison.ts';

/**
 * Characters that are not seen, that look like a plain blank, or that reorder what is seen: controls, format characters
 * (bidi marks, zero width), every other blank, line separators, private use, unassigned, lone surrogates. In a mail or
 * a terminal they would lie to the reader.
 */
export const unseen = /(?! )[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/gu;

const named = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** Data someone else wrote, with everything that cannot be seen spelt out. */
export function visible(text: string): string {
  return text.replace(unseen, spelling);
}

/** How a character is spelt out that cannot be seen. */
export function spelling(character: string): string {
  return named.get(character) ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

/** A value as people read it: a text in quotes, since blanks at its ends count; `not set` for what is not there. */
export function shownValue(value: Leaf | null): string {
  if (value === null) return 'not set';
  if (typeof value !== 'string') return String(value);
  return `"${visible(value.replace(/["\\]/g, '\\$&'))}"`;
}

/** The path of a difference in Terraform's own notation: `variables["LOG_LEVEL"]`, `access_log_settings[0].format`. */
export function shownPath(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (index === 0) return visible(part);
      // A name behind an index is a field of that block; any other name is the key of a map.
      return typeof path[index - 1] === 'number' ? `.${visible(part)}` : `[${shownValue(part)}]`;
    })
    .join('');
}

/** @returns what is there of a list, such as of lines to write one below the other */
export function given<Item>(...items: readonly (Item | null)[]): Item[] {
  return items.filter((item) => item !== null);
}

/** @returns the text, with an ellipsis in place of its end where it has more code points than `limit` */
export function cut(text: string, limit: number): string {
  const characters = Array.from(text);
  return characters.length <= limit ? text : `${characters.slice(0, limit - 1).join('')}…`;
}

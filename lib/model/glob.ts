/** Whether a text matches a pattern. */
export type Matcher = (text: string) => boolean;

/**
 * The dialect of every pattern here: `*` is any text within a segment, `?` is one character of it, and `**` as a whole
 * segment is any number of segments. `\*` and `\?` are the plain characters. Everything else is itself, brackets too,
 * since addresses are full of them.
 * @param pattern for texts that have no segments: addresses, paths of settings, names, URIs
 */
export function glob(pattern: string): Matcher {
  if (!hasWildcard(pattern)) return (text) => text === pattern;
  const parts = (pattern.match(/\\[*?]|./gsu) ?? []).map(partOf);
  return (text) => matchesAll(parts, [...text]);
}

/** @param pattern for keys of S3, whose segments end at each `/` */
export function keyGlob(pattern: string): Matcher {
  const segments = pattern.split('/').map((segment) => (segment === '**' ? anyNumber : glob(segment)));
  return (key) => matchesAll(segments, key.split('/'));
}

/** @returns a matcher of texts that one of the patterns matches; of plain texts there can be thousands */
export function anyGlob(patterns: readonly string[]): Matcher {
  const plain = new Set(patterns.filter((pattern) => !hasWildcard(pattern)));
  const globs = patterns.filter(hasWildcard).map(glob);
  return (text) => plain.has(text) || globs.some((matches) => matches(text));
}

/** @returns the pattern that matches the text and no other */
export function globFor(text: string): string {
  return text.replace(/[*?]/g, '\\$&');
}

export function hasWildcard(pattern: string): boolean {
  return /[*?]/.test(pattern);
}

/** Stands for any number of items, also for none. */
export const anyNumber = Symbol('any number');

/** What a pattern has for one character of a text, or for one segment. */
export type Part = typeof anyNumber | ((item: string) => boolean);

function partOf(token: string): Part {
  if (token === '*') return anyNumber;
  if (token === '?') return () => true;
  const character = token.replace(/^\\([*?])$/, '$1');
  return (item) => item === character;
}

/**
 * Matches parts with items from left to right. Where they part ways, it comes back only to the last `anyNumber`, which
 * then takes one item more: one before it could not do better. So no part meets an item twice, which bounds the steps
 * by the product of both numbers, whatever the pattern.
 */
export function matchesAll(parts: readonly Part[], items: readonly string[]): boolean {
  let next = 0;
  let back: { readonly part: number; readonly item: number } | null = null;
  for (let index = 0; index < items.length; ) {
    const part = parts[next];
    if (part === anyNumber) {
      next += 1;
      back = { part: next, item: index };
    } else if (part?.(items[index] ?? '')) {
      next += 1;
      index += 1;
    } else if (back !== null) {
      back = { part: back.part, item: back.item + 1 };
      next = back.part;
      index = back.item;
    } else {
      return false;
    }
  }
  return parts.slice(next).every((part) => part === anyNumber);
}

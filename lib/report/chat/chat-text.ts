import { cut, visible } from '../../model/visible.ts';

/**
 * What means something in the Markdown of Slack or of Teams: code, emphasis, mentions, channels, links and their
 * escapes. An underscore between letters means nothing, and `s3://` is no link.
 */
const active = /[`<>&*~#@]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|\](?=\()|(?<!\bs3):(?=\/\/)|(?<=\bwww)\./giu;

/** From a character of ASCII to its form of full width, which looks the same and means nothing. */
const fullWidth = 0xfee0;

/**
 * Data somebody else wrote, with every character that could mean something replaced by one that only looks like it. A
 * code span alone would not do: not every place of a chat knows code, and none documents an escape within it.
 */
function inert(text: string): string {
  return visible(text).replace(active, (character) => String.fromCharCode(character.charCodeAt(0) + fullWidth));
}

/** Words and figures alone; with a dot inside, a chat may take a word for the name of a host. */
const words = /^(?:[\p{L}\p{N} ,;:()'"-]|\.(?= |$))+$/u;

/** @param limit characters that are kept */
export function code(text: string, limit: number): string {
  return `\`${cut(text === '' ? '(empty)' : inert(text), limit)}\``;
}

/** A sentence stands as it is while it is nothing but words; what is more is code. */
export function sentence(text: string, limit: number): string {
  return words.test(text) ? cut(text, limit) : code(text, limit);
}

/** @returns data for places that show no Markdown, and are safe all the same should they do so */
export function plain(text: string, limit: number): string {
  return cut(inert(text), limit);
}

/** `*` as a level of a path and `~1` for a slash in one are what the methods of API Gateway are named with. */
const methodPath = /(?<=\/)\*(?=[/'"\s]|$)|~(?=1)/g;

/**
 * A command is there to be copied, so it is shown with its own characters or not at all.
 * @returns `null` where a chat could garble it, or where it is too long
 */
export function command(text: string, limit: number): string | null {
  const plainPart = text.replace(methodPath, '');
  return text.length <= limit && inert(plainPart) === plainPart ? `\`${text}\`` : null;
}

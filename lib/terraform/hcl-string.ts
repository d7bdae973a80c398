/** Texts as Terraform's own language has them. */

const namedEscapes = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['"', '\\"'],
  ['\\', '\\\\'],
]);

/** What Go's `unicode.IsPrint` accepts: letters, marks, numbers, punctuation, symbols and the plain blank. */
const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/**
 * A text as a string of HCL, in its quotes: a `${` or `%{` in it is doubled, since it would open a template.
 * Source: Terraform's formatting of instance keys, and `terraform console` of 1.11.
 */
export function hclString(text: string): string {
  const escaped = Array.from(text, (character) => namedEscapes.get(character) ?? visible(character)).join('');
  return `"${escaped.replace(/[$%](?=\{)/g, '$&$&')}"`;
}

/** A text as a comment of one line: what is not printable, such as an end of line, is shown by its number. */
export function hclComment(text: string): string {
  return `# ${Array.from(text, visible).join('')}`;
}

function visible(character: string): string {
  if (printable.test(character)) return character;
  const codePoint = Number(character.codePointAt(0));
  return codePoint < 0x10000
    ? `\\u${codePoint.toString(16).padStart(4, '0')}`
    : `\\U${codePoint.toString(16).padStart(8, '0')}`;
}

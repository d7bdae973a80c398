/** A line of a text that is set out as JSON. Its comma is apart, since it says nothing of the line itself. */
export interface JsonLine {
  readonly depth: number;
  readonly text: string;
  readonly comma: boolean;
}

/** A string with its quotes, a sign that gives structure, blanks in a row, or anything else up to one of those. */
const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[ \t\r\n]+|[^"{}[\],: \t\r\n]+/gsy;
const blanks = /^[ \t\r\n]/;
const closing = new Map([
  ['{', '}'],
  ['[', ']'],
]);

/** Below this a text is read more easily in one line. */
const shortest = 60;

/**
 * Sets out a text that looks like JSON, one member to a line. Only blanks between its parts are changed: a log format
 * need not be JSON before API Gateway has filled it in, such as `{"status":$context.status}`.
 * @returns `null` for a text that is no such thing, or short
 */
export function jsonLines(text: string): readonly JsonLine[] | null {
  const tokens = text.length < shortest ? null : tokensOf(text);
  if (tokens === null || !closing.has(tokens[0] ?? '')) return null;
  const lines: JsonLine[] = [];
  const open: string[] = [];
  let line = '';
  const endLine = (comma: boolean) => {
    if (line !== '' || comma) lines.push({ depth: open.length, text: line, comma });
    line = '';
  };
  for (const [index, part] of tokens.entries()) {
    if (index > 0 && open.length === 0) return null;
    const end = closing.get(part);
    if (end !== undefined) {
      line += part;
      endLine(false);
      open.push(end);
    } else if (part === '}' || part === ']') {
      endLine(false);
      if (open.pop() !== part) return null;
      line = part;
      if (tokens[index + 1] !== ',') endLine(false);
    } else if (part === ',') endLine(true);
    else if (part === ':') line += ': ';
    else line += line === '' || line.endsWith(' ') ? part : ` ${part}`;
  }
  return open.length === 0 ? lines : null;
}

/** @returns the parts of a text without the blanks between them, `null` where a string has no end */
function tokensOf(text: string): readonly string[] | null {
  const tokens = text.match(token) ?? [];
  if (tokens.join('').length !== text.length) return null;
  return tokens.filter((part) => !blanks.test(part));
}

import { JsonError, parseJson } from './json-error.ts';

/** Takes the objects that are cut out, each after those that were cut out of it. */
export interface CutHandler {
  /**
   * A list begins.
   * @param before text of the object that has the list, up to the list
   */
  listBegins(list: string, before: string): void;
  /** @param value an object at an index of a list. Of each object that was cut out of its own list it has `{}` left */
  cut(list: string, index: number, value: unknown): void;
}

/** Reads JSON of any size piece by piece. */
export interface JsonCutter {
  write(text: string): void;
  /**
   * @returns the value as a whole, with `{}` for each object that was cut out
   * @throws JsonError, the same for the same text however it was divided
   */
  end(): unknown;
  /** Characters written so far. */
  length(): number;
  /** Most characters held at once so far; what holds nothing but them cannot be cut further. */
  held(): number;
}

/** An object that has begun and not ended: its text, less what was cut out of it. */
interface Open {
  readonly start: number;
  text: string;
  depth: number;
  inList: boolean;
  index: number;
  /** Where in the text something was cut out, and how many characters are missing there. */
  readonly gaps: { readonly at: number; readonly missing: number }[];
}

const [quote, comma, backslash] = [0x22, 0x2c, 0x5c];
const [openBracket, closeBracket, openBrace, closeBrace] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Characters before a list in which its name is looked for. A list whose name is further away is not cut, but kept. */
const reach = 64;

/** What is left in place of an object. */
const stub = '{}';

/**
 * Cuts objects out of the lists that are named while the text comes in, so that never more than one of them is held. It
 * looks for brackets and quotation marks only, and leaves all else to the JSON parser: what is cut out and what is left
 * are parsed as they are, and together say what the whole would say.
 * @param lists the name of a list in the outermost object, then that of a list in each of its objects, and so on
 */
export function createJsonCutter(lists: readonly string[], handler: CutHandler): JsonCutter {
  const names = lists.map((list) => new RegExp(`[{,\\s]"${list}"\\s*:\\s*$`));
  const outermost = begin(0);
  const open: Open[] = [outermost];
  let inText = false;
  let escaped = false;
  let length = 0;
  let mostHeld = 0;
  let failure: JsonError | null = null;

  function beginsList(object: Open, level: number, before: string): boolean {
    const [list, name] = [lists[level], names[level]];
    if (list === undefined || name === undefined) return false;
    if (!name.test(object.text.slice(-reach) + before.slice(-reach))) return false;
    handler.listBegins(list, object.text + before);
    return true;
  }

  /** @returns whether what was cut out could be parsed */
  function handOver(object: Open, parent: Open, list: string): boolean {
    const value = parseJson(object.text);
    if (value instanceof JsonError) {
      // What comes before it may be wrong already, and then that is what there is to say.
      failure = errorIn([...open, object]) ?? value;
      return false;
    }
    handler.cut(list, parent.index, value);
    return true;
  }

  function scan(text: string, start: number): void {
    let object = open.at(-1) ?? outermost;
    let from = 0;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (inText) {
        if (escaped) escaped = false;
        else if (code === backslash) escaped = true;
        else if (code === quote) inText = false;
      } else if (code === quote) {
        inText = true;
      } else if (code === openBrace) {
        if (object.inList && object.depth === 2) {
          object.text += text.slice(from, at);
          from = at;
          object = begin(start + at);
          open.push(object);
        }
        object.depth += 1;
      } else if (code === openBracket) {
        if (object.depth === 1 && beginsList(object, open.length - 1, text.slice(from, at))) {
          object.inList = true;
          object.index = 0;
        }
        object.depth += 1;
      } else if (code === comma) {
        if (object.inList && object.depth === 2) object.index += 1;
      } else if (code === closeBrace || code === closeBracket) {
        object.depth -= 1;
        if (object.depth === 1) object.inList = false;
        const parent = open.at(-2);
        if (object.depth === 0 && parent !== undefined) {
          object.text += text.slice(from, at + 1);
          from = at + 1;
          open.pop();
          if (!handOver(object, parent, lists[open.length - 1] ?? '')) return;
          parent.text += stub;
          parent.gaps.push({ at: parent.text.length, missing: start + from - object.start - stub.length });
          object = parent;
        }
      }
    }
    object.text += text.slice(from);
  }

  return {
    write(text) {
      const start = length;
      length += text.length;
      if (failure !== null) return;
      scan(text, start);
      mostHeld = Math.max(
        mostHeld,
        open.reduce((sum, object) => sum + object.text.length, 0),
      );
    },
    end() {
      if (failure === null && open.length === 1) {
        const value = parseJson(outermost.text);
        if (!(value instanceof JsonError)) return value;
      }
      const error = failure ?? errorIn(open) ?? new JsonError(true, length);
      throw error.position === length ? new JsonError(true, length) : error;
    },
    length: () => length,
    held: () => mostHeld,
  };
}

function begin(start: number): Open {
  return { start, text: '', depth: 0, inList: false, index: 0, gaps: [] };
}

/** @returns what the parser says of all that is open, with the position it has in the whole text */
function errorIn(open: readonly Open[]): JsonError | null {
  const value = parseJson(open.map(({ text }) => text).join(''));
  if (!(value instanceof JsonError)) return null;
  if (value.position === null) return value;
  let position = value.position;
  let before = 0;
  for (const { text, gaps } of open) {
    for (const { at, missing } of gaps) if (before + at <= value.position) position += missing;
    before += text.length;
  }
  return new JsonError(value.endsEarly, position);
}

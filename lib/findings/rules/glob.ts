/** A pattern for texts that have no levels: addresses, paths of settings, names, URIs. */
export interface Glob {
  matches(text: string): boolean;
}

/** Any text, and the empty one too. */
const anyText = Symbol('any text');
const anyCharacter = Symbol('any character');

type Token = string | typeof anyText | typeof anyCharacter;

/**
 * The globs of a rules file: `*` is any text, and a star itself is written `\*`. Everything else is itself: brackets,
 * since addresses are full of them, and a backslash before anything but a star.
 */
export function glob(pattern: string): Glob {
  return globOf(pattern.match(/\\\*|./gsu) ?? [], (part) => (part === '\\*' ? '*' : part === '*' ? anyText : part));
}

/** @returns a test for texts that one of the globs matches; of plain texts there can be thousands */
export function anyGlob(patterns: readonly string[]): (text: string) => boolean {
  const isPlain = (pattern: string) => !pattern.includes('*');
  const plain = new Set(patterns.filter(isPlain));
  const globs = patterns.filter((pattern) => !isPlain(pattern)).map(glob);
  return (text) => plain.has(text) || globs.some(({ matches }) => matches(text));
}

/** A text as the glob that matches it and nothing else. */
export function globFor(text: string): string {
  return text.replaceAll('*', '\\*');
}

/** The globs of gitignore over one name: `*` is any text, `?` any character, and a backslash makes what follows plain. */
export function gitignoreGlob(pattern: string): Glob {
  const meanings = new Map<string, Token>([
    ['*', anyText],
    ['?', anyCharacter],
  ]);
  return globOf(
    pattern.match(/\\.|./gsu) ?? [],
    (part) => meanings.get(part) ?? (part.length > 1 && part.startsWith('\\') ? part.slice(1) : part),
  );
}

function globOf(parts: readonly string[], meaningOf: (part: string) => Token): Glob {
  const tokens = parts.map(meaningOf);
  const whole = wholeText(tokens);
  if (whole !== null) {
    return { matches: (text) => text === whole };
  }
  const form = new RegExp(`^${sourceOf(tokens)}$`, 'su');
  return {
    matches: (text) => form.test(text),
  };
}

/** @returns the only text that is matched, `null` where there are several: then most comparisons need no expression */
function wholeText(tokens: readonly Token[]): string | null {
  const texts = tokens.filter((token) => typeof token === 'string');
  return texts.length === tokens.length ? texts.join('') : null;
}

/**
 * What stands between two stars is taken where it comes first, and never looked for again: an expression that went back
 * to every star would take for ever over many of them.
 */
function sourceOf(tokens: readonly Token[]): string {
  const [first = '', ...others] = partsBetweenStars(tokens);
  const last = others.pop();
  if (last === undefined) return first;
  const between = others.filter((part) => part !== '');
  return `${first}${between.map((part, index) => `(?=(?<p${index}>.*?${part}))\\k<p${index}>`).join('')}.*${last}`;
}

/** @returns the expressions of what stands before, between and after the stars */
function partsBetweenStars(tokens: readonly Token[]): readonly string[] {
  const parts = [''];
  for (const token of tokens) {
    if (token === anyText) parts.push('');
    else parts.push(`${parts.pop()}${token === anyCharacter ? '.' : plainSource(String(token))}`);
  }
  return parts;
}

function plainSource(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** @returns what a JSON object holds, by name; nothing for any other value. A name such as `__proto__` is only a name. */
export function membersOf(value: unknown): ReadonlyMap<string, unknown> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return new Map(isObject ? Object.entries(value) : []);
}

/** @returns what lies at the end of a way through JSON objects, undefined where the way ends before */
export function memberAt(value: unknown, ...way: readonly string[]): unknown {
  return way.reduce((inner, name) => membersOf(inner).get(name), value);
}

/** @returns the text at the end of a way through JSON objects, see `textIn` */
export function textAt(value: unknown, ...way: readonly string[]): string | null {
  return textIn(memberAt(value, ...way));
}

/** @returns a text that is not empty, cut to a length; `null` for anything else */
export function textIn(value: unknown, longest = 256): string | null {
  return typeof value === 'string' && value !== '' ? value.slice(0, longest) : null;
}

/** The console and the provider send an empty text for what their caller did not give. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

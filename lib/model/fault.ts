import { types } from 'node:util';

/**
 * What to say where a fault of this program is contained: one thing is left out, and nobody takes it for a mistake of
 * theirs. The error's message is not repeated, as it may quote a value of a state.
 */
export function faultReason(error: unknown): string {
  const what = types.isNativeError(error) ? `${error.name}${placeOf(error)}` : typeof error;
  return `stagedrift itself failed on it (${what}): please report this fault`;
}

/** @returns the function and the line that threw, such as ` at readPath, detect-drift.js:5:1227` */
function placeOf({ name, message, stack = '' }: Error): string {
  const header = message === '' ? name : `${name}: ${message}`;
  if (!stack.startsWith(header)) return '';
  const [, called, line] = /^\s+at (?:(.*) \()?(?:.*[\\/])?([^()\\/\n]+)/.exec(stack.slice(header.length)) ?? [];
  if (line === undefined) return '';
  return called === undefined ? ` at ${line}` : ` at ${called}, ${line}`;
}

import type { JsonError } from './json-error.ts';

/** The text is not a state that can be used; the message says why and never quotes it, as states hold secrets. */
export class UnusableStateError extends Error {
  override readonly name = 'UnusableStateError';
}

/** @param length characters that the state has */
export function unusableJson({ position, endsEarly }: JsonError, length: number): UnusableStateError {
  const place = position === null ? '' : ` (at character ${position} of ${length})`;
  return new UnusableStateError(
    endsEarly ? `its JSON ends too early${place}: the upload may have been cut short` : `it is not JSON${place}`,
  );
}

/** The text is not a state that can be used; the message says why and never quotes it, as states hold secrets. */
export class UnusableStateError extends Error {
  override readonly name = 'UnusableStateError';
}

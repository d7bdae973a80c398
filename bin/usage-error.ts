/** The arguments cannot be used; the message says every problem. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

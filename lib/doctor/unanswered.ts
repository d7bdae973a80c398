/** AWS gave no answer that can be used. The message says why, in a sentence for people. */
export class UnansweredError extends Error {
  override readonly name: string = 'UnansweredError';
  /** What would bring an answer, as an imperative without a full stop; `null` where nothing is known to help. */
  readonly remedy: string | null;

  constructor(message: string, remedy: string | null, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

export const signIn = 'sign in, or set AWS_PROFILE to a profile that is';

/** You have no usable credentials, so that nothing else can be asked either. */
export class NoCredentialsError extends UnansweredError {
  override readonly name = 'NoCredentialsError';

  constructor(message: string, options?: ErrorOptions) {
    super(message, signIn, options);
  }
}

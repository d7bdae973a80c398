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

/** @returns the answer, or why there is none; @throws whatever else is thrown */
export function answerOf<Answer>(asked: Promise<Answer>): Promise<Answer | UnansweredError> {
  return asked.catch((error: unknown) => {
    if (error instanceof UnansweredError) return error;
    throw error;
  });
}

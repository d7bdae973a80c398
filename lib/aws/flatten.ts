import * as v from 'valibot';

/** The service sent something else than what was asked for; the message says what is wrong with it, not what it is. */
export class UnusableAnswerError extends Error {
  override readonly name = 'UnusableAnswerError';
}

/**
 * @param complaint what an answer is not, such as `is not a stage`
 * @returns reads an answer of a service, as the SDK hands it out; a proxy may have sent something else. It throws
 * UnusableAnswerError
 */
export function flattenAs<Schema extends v.GenericSchema>(
  schema: Schema,
  complaint: string,
): (answer: unknown) => v.InferOutput<Schema> {
  return (answer) => {
    const parsed = v.safeParse(schema, answer);
    if (parsed.success) return parsed.output;
    const [issue] = parsed.issues;
    const member = v.getDotPath(issue) ?? 'the whole answer';
    const problem = issue.received === 'undefined' ? 'is missing' : `is not ${issue.message}`;
    throw new UnusableAnswerError(`AWS gave an answer that ${complaint}: ${member} ${problem}`);
  };
}

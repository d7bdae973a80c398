import * as v from 'valibot';

/** The service sent something else than what was asked for; the message says what is wrong with it, not what it is. */
export class UnusableAnswerError extends Error {
  override readonly name = 'UnusableAnswerError';
}

/** Complaint about a value that is no object. */
export const anObject = 'an object';
// Terraform keeps every text in composed form (NFC), so that a decomposed one is the same text to it.
export const aText = v.pipe(v.string('a text'), v.normalize('NFC'));

// Members that the SDK leaves undefined are what they are in the provider's SDK: empty, false or 0.
export const text = v.nullish(aText, '');
export const flag = v.nullish(v.boolean('true or false'), false);
export const number = v.nullish(v.number('a number'), 0);
export const date = v.nullish(v.date('a time'), null);

/** The members of an object by name; a Map keeps names such as `__proto__` plain data. */
export const entries = v.pipe(
  v.nullish(
    v.custom<object>((value) => typeof value === 'object' && value !== null && !Array.isArray(value), anObject),
    {},
  ),
  v.transform((object) => new Map<string, unknown>(Object.entries(object))),
);
export const textMap = v.pipe(entries, v.map(aText, aText));

/**
 * @param answer of a service, as the SDK hands it out; a proxy may have sent something else
 * @param complaint what the answer is not, such as `is not a stage`
 * @throws UnusableAnswerError
 */
export function flatten<Schema extends v.GenericSchema>(
  schema: Schema,
  answer: unknown,
  complaint: string,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, answer);
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const member = v.getDotPath(issue) ?? 'the whole answer';
  const problem = issue.received === 'undefined' ? 'is missing' : `is not ${issue.message}`;
  throw new UnusableAnswerError(`AWS gave an answer that ${complaint}: ${member} ${problem}`);
}

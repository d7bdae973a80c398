import * as v from 'valibot';

/** The event is none this function knows, or malformed; the message lists every problem. Nothing has been read. */
export class InvalidEventError extends Error {
  override readonly name = 'InvalidEventError';

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(`The event cannot be used: ${[...new Set(problems)].join('; ')}.`, options);
  }
}

/**
 * @param problems that are known already
 * @throws InvalidEventError with those and all that the form finds
 */
export function parseForm<Form extends v.GenericSchema>(
  form: Form,
  event: object,
  problems: readonly string[] = [],
): v.InferOutput<Form> {
  const parsed = v.safeParse(form, event, { abortPipeEarly: true });
  if (parsed.success && problems.length === 0) return parsed.output;
  throw new InvalidEventError([...problems, ...(parsed.issues ?? []).map(problemOf)]);
}

/** What is wrong with an entry of a list is a sentence of its own. */
function problemOf({ path, received, message }: v.BaseIssue<unknown>): string {
  const keys = (path ?? []).map(({ key }) => key);
  const name = keys.filter((key) => typeof key === 'string').join('.');
  if (received === 'undefined') return `${name} is missing`;
  return keys.every((key) => typeof key === 'string') ? `${name} ${message}` : `${name}: ${message}`;
}

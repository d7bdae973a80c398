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
export function parseForm<Form extends v.GenericSchema & { readonly entries: v.ObjectEntries }>(
  form: Form,
  event: object,
  problems: readonly string[] = [],
): v.InferOutput<Form> {
  // A key that the event lacks is reported in the words for one that is wrong.
  const missing = Object.fromEntries(Object.keys(form.entries).map((key) => [key, undefined]));
  const parsed = v.safeParse(form, { ...missing, ...event });
  if (parsed.success && problems.length === 0) return parsed.output;
  throw new InvalidEventError([...problems, ...(parsed.issues ?? []).map(({ message }) => message)]);
}

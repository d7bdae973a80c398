import * as v from 'valibot';

const failuresSchema = v.nullish(
  v.looseObject({
    batchItemFailures: v.nullish(v.array(v.looseObject({ itemIdentifier: v.pipe(v.string(), v.nonEmpty()) }))),
  }),
);

/**
 * What Lambda takes of a function's answer to a batch of SQS where ReportBatchItemFailures is set.
 * Source: Lambda's developer guide on partial batch responses.
 * @param answer what the function returned
 * @param sent ids of the messages in the batch
 * @returns ids of the messages that failed: all of them where the answer is none that Lambda knows
 */
export function failedMessages(answer: unknown, sent: readonly string[]): ReadonlySet<string> {
  const parsed = v.safeParse(failuresSchema, answer);
  if (!parsed.success) return new Set(sent);
  const failed = (parsed.output?.batchItemFailures ?? []).map(({ itemIdentifier }) => itemIdentifier);
  return new Set(failed.every((id) => sent.includes(id)) ? failed : sent);
}

import * as v from 'valibot';
import type { StateSource } from '../terraform/state-source.ts';
import { coalesce, type ReceivedCheck } from './coalesce.ts';
import { type EventRead, parseEvent } from './event.ts';
import { InvalidEventError } from './event-form.ts';

export type QueueBatch = ReturnType<typeof parseBatch>;

const form = v.object({
  Records: v.pipe(
    v.array(v.object({ eventSource: v.literal('aws:sqs'), messageId: v.string(), body: v.string() })),
    v.minLength(1),
  ),
});

/** Messages as Lambda takes them from a queue. */
export type QueueRecords = readonly { readonly messageId: string; readonly body: string }[];

/** @returns the messages if the event is a batch from a queue, else `null` */
export function queueRecords(event: unknown): QueueRecords | null {
  const parsed = v.safeParse(form, event);
  return parsed.success ? parsed.output.Records : null;
}

/**
 * @param event that comes by itself: a rule of EventBridge may have the function as its target, and people invoke it
 * @returns the check that it asks for
 * @throws InvalidEventError
 */
export function parseInvocation(event: unknown, sources: readonly StateSource[]): EventRead {
  const read = parseEvent(event, sources);
  if (read.kind === 'NO_CONCERN') return read;
  // Nobody but EventBridge may write to the queue. Of what comes by itself it is not known who wrote it.
  const calls = read.request.calls.map((call) => ({ ...call, caller: { ...call.caller, isVerified: false } }));
  return { kind: 'CHECK', request: { ...read.request, calls } };
}

interface MessageRemark {
  readonly messageId: string;
  readonly reason: string;
}

/** One message that cannot be understood never stops the others. */
export function parseBatch(records: QueueRecords, sources: readonly StateSource[]) {
  const received: ReceivedCheck[] = [];
  const ignored: MessageRemark[] = [];
  const refused: MessageRemark[] = [];
  for (const { messageId, body } of records) {
    try {
      const read = parseEvent(parseJson(body), sources);
      if (read.kind === 'NO_CONCERN') ignored.push({ messageId, reason: read.reason });
      else received.push({ messageIds: [messageId], request: read.request });
    } catch (error) {
      if (!(error instanceof InvalidEventError)) throw error;
      refused.push({ messageId, reason: error.message });
    }
  }
  return {
    checks: coalesce(received),
    ignored,
    /** Messages that cannot be understood. They are retried, and in the end they are dead letters. */
    refused,
  };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    // What the parser says of it would quote the event, and with it a secret perhaps.
    throw new InvalidEventError(['it is not JSON'], { cause: error });
  }
}

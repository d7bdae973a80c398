import * as v from 'valibot';
import type { StateSource } from '../terraform/state-source.ts';
import { coalesce, type ReceivedItem } from './coalesce.ts';
import { InvalidEventError } from './event-form.ts';
import { parseEvent, parseQueueItem, type QueueItem } from './queue-item.ts';

/** Messages as Lambda takes them from a queue. */
export type QueueRecords = readonly { readonly messageId: string; readonly body: string }[];

/** What the messages of a batch ask for. */
export type QueueBatch = ReturnType<typeof parseBatch>;

const form = v.object({
  Records: v.pipe(
    v.array(v.object({ eventSource: v.literal('aws:sqs'), messageId: v.string(), body: v.string() })),
    v.minLength(1),
  ),
});

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
export function parseInvocation(
  event: unknown,
  sources: readonly StateSource[],
): Extract<QueueItem, { kind: 'CHECK' | 'NO_CONCERN' }> {
  const item = parseEvent(event, sources);
  if (item.kind === 'CHECK' || item.kind === 'NO_CONCERN') return item;
  const [check] = coalesce([{ messageId: '', item: item.kind === 'STAGE_CHANGED' ? unverified(item) : item }]);
  if (check === undefined) throw new Error('An event that is of concern asks for no check');
  return { kind: 'CHECK', request: check.request };
}

type StageChanged = Extract<QueueItem, { kind: 'STAGE_CHANGED' }>;

/** Nobody but EventBridge may write to the queue. Of what comes by itself it is not known who wrote it. */
function unverified({ kind, call }: StageChanged): StageChanged {
  return { kind, call: { ...call, caller: { ...call.caller, isVerified: false } } };
}

/** What is to be said of a message. */
interface MessageRemark {
  readonly messageId: string;
  readonly reason: string;
}

/** One message that cannot be understood never stops the others. */
export function parseBatch(records: QueueRecords, sources: readonly StateSource[]) {
  const received: ReceivedItem[] = [];
  const ignored: MessageRemark[] = [];
  const refused: MessageRemark[] = [];
  for (const { messageId, body } of records) {
    try {
      const item = parseQueueItem(body, sources);
      if (item.kind === 'NO_CONCERN') ignored.push({ messageId, reason: item.reason });
      else received.push({ messageId, item });
    } catch (error) {
      if (!(error instanceof InvalidEventError)) throw error;
      refused.push({ messageId, reason: error.message });
    }
  }
  return {
    checks: coalesce(received),
    /** Messages that have nothing to do with stages of the configured states. */
    ignored,
    /** Messages that cannot be understood. They come again, and in the end they are kept as dead letters. */
    refused,
  };
}

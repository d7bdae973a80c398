import { setTimeout as sleep } from 'node:timers/promises';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import { failedMessages } from './batch-response.ts';
import type { Queue } from './queue.ts';

/** What came of an invocation, as far as the mapping looks at it. */
export interface Invocation {
  /** What the function returned, which names the messages that failed. */
  readonly result: unknown;
  /** What it threw; then every message failed. */
  readonly error: { readonly message: string } | undefined;
}

/** An invocation of the function by the mapping. */
export interface Delivered<Invoked extends Invocation> {
  /** How many messages it got. */
  readonly size: number;
  readonly bodies: readonly string[];
  readonly failed: number;
  readonly invocation: Invoked;
}

/** Hands the messages of a queue to the function as Lambda's event source mapping does. */
export interface EventSourceMapping<Invoked extends Invocation> {
  /** Every invocation so far, in the order in which they ended. */
  readonly deliveries: readonly Delivered<Invoked>[];
  /** Delivers until no message is left in the queue: none to be had, in flight, or delayed. */
  drain(): Promise<readonly Delivered<Invoked>[]>;
  /** Delivers whatever comes until it is ended. */
  deliverUntil(end: AbortSignal): Promise<void>;
}

export interface MappingSettings {
  readonly batchSize: number;
  /** How long to gather messages for a batch that is not full, from its first message on. */
  readonly windowMilliseconds: number;
  /** Seconds until a message that failed is to be had again, in place of the queue's visibility timeout. */
  readonly retrySeconds: number;
}

const mostAtOnce = 10;
const pause = 25;

/** Lambda's limit for the payload of an invocation. */
const payloadLimit = 6 * 1024 * 1024;

/** @param invoke invokes the function with an event of SQS */
export function createEventSourceMapping<Invoked extends Invocation>(
  queue: Queue,
  invoke: (event: unknown) => Promise<Invoked>,
  { batchSize, windowMilliseconds, retrySeconds }: MappingSettings,
): EventSourceMapping<Invoked> {
  const { client, url: QueueUrl } = queue;
  const deliveries: Delivered<Invoked>[] = [];

  async function receive(most: number): Promise<readonly Message[]> {
    const { Messages = [] } = await client.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: Math.min(most, mostAtOnce),
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
    );
    return Messages;
  }

  async function gather(): Promise<readonly Message[]> {
    const batch = [...(await receive(batchSize))];
    if (batch.length === 0) return [];
    let size = sizeOf(batch);
    const end = performance.now() + windowMilliseconds;
    while (batch.length < batchSize && size < payloadLimit - mostAtOnce * 256 * 1024) {
      const more = await receive(batchSize - batch.length);
      if (more.length === 0 && performance.now() >= end) break;
      if (more.length === 0) await sleep(pause);
      batch.push(...more);
      size += sizeOf(more);
    }
    return batch;
  }

  async function deliverOnce(): Promise<boolean> {
    const batch = await gather();
    if (batch.length === 0) return false;
    const invocation = await invoke({ Records: batch.map((message) => recordOf(message, queue)) });
    const ids = batch.map(({ MessageId = '' }) => MessageId);
    const failed = invocation.error ? new Set(ids) : failedMessages(invocation.result, ids);
    await remove(batch.filter(({ MessageId = '' }) => !failed.has(MessageId)));
    for (const { MessageId = '', ReceiptHandle } of batch) {
      if (!failed.has(MessageId)) continue;
      await client.send(
        new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: retrySeconds }),
      );
    }
    deliveries.push({
      size: batch.length,
      bodies: batch.map(({ Body = '' }) => Body),
      failed: failed.size,
      invocation,
    });
    return true;
  }

  async function remove(done: readonly Message[]): Promise<void> {
    for (let start = 0; start < done.length; start += mostAtOnce) {
      const Entries = done
        .slice(start, start + mostAtOnce)
        .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
      await client.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    }
  }

  return {
    deliveries,
    async drain() {
      const before = deliveries.length;
      while ((await queue.waiting()) > 0) if (!(await deliverOnce())) await sleep(pause);
      return deliveries.slice(before);
    },
    async deliverUntil(end) {
      while (!end.aborted) if (!(await deliverOnce())) await sleep(pause);
    },
  };
}

function sizeOf(messages: readonly Message[]): number {
  return messages.reduce((sum, { Body = '' }) => sum + Buffer.byteLength(JSON.stringify(Body)), 0);
}

/** A message as Lambda puts it into an event. Source: the type of `aws-lambda`, and Lambda's developer guide on SQS. */
function recordOf(message: Message, { arn, region }: Queue) {
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body,
    attributes: message.Attributes,
    messageAttributes: message.MessageAttributes ?? {},
    md5OfBody: message.MD5OfBody,
    eventSource: 'aws:sqs',
    eventSourceARN: arn,
    awsRegion: region,
  };
}

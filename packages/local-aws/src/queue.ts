import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  PurgeQueueCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { defaultRegion } from './credential-scope.ts';
import type { LocalSqs } from './sqs.ts';

/** A queue with a dead-letter queue. */
export interface Queue {
  readonly client: SQSClient;
  readonly url: string;
  readonly arn: string;
  readonly region: string;
  /** Sends a message as the target of a rule does: with the queue's own delay. @returns its id */
  send(body: string): Promise<string>;
  /** Messages that are to be had now, are in flight, or are delayed. */
  waiting(): Promise<number>;
  /** Forgets every message that waits. */
  purge(): Promise<void>;
  /** Messages in the dead-letter queue. */
  dead(): Promise<number>;
}

export interface QueueSettings {
  readonly name: string;
  readonly delaySeconds: number;
  readonly visibilitySeconds: number;
  readonly maxReceiveCount: number;
}

const counts = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
] as const;

/** Makes a queue, and its dead-letter queue as `NAME-dead`. */
export async function createQueue(
  sqs: LocalSqs,
  { name, delaySeconds, visibilitySeconds, maxReceiveCount }: QueueSettings,
): Promise<Queue> {
  const client = new SQSClient({
    region: defaultRegion,
    endpoint: sqs.url,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const deadName = `${name}-dead`;
  const url = sqs.queueUrl(name);
  const deadUrl = sqs.queueUrl(deadName);

  async function attributesOf(QueueUrl: string): Promise<Partial<Record<string, string>>> {
    const { Attributes = {} } = await client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    return Attributes;
  }

  async function count(QueueUrl: string): Promise<number> {
    const attributes = await attributesOf(QueueUrl);
    return counts.reduce((sum, name) => sum + Number(attributes[name] ?? 0), 0);
  }

  await client.send(new CreateQueueCommand({ QueueName: deadName }));
  const { QueueArn: deadLetterTargetArn } = await attributesOf(deadUrl);
  await client.send(
    new CreateQueueCommand({
      QueueName: name,
      Attributes: {
        DelaySeconds: String(delaySeconds),
        VisibilityTimeout: String(visibilitySeconds),
        RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount }),
      },
    }),
  );
  const { QueueArn: arn = '' } = await attributesOf(url);
  return {
    client,
    url,
    arn,
    region: defaultRegion,
    async send(MessageBody) {
      const { MessageId = '' } = await client.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
      return MessageId;
    },
    waiting: () => count(url),
    async purge() {
      await client.send(new PurgeQueueCommand({ QueueUrl: url }));
    },
    dead: () => count(deadUrl),
  };
}

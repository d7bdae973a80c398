import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import * as v from 'valibot';

/** A message as a queue subscribed to the report topic receives it. */
export interface Delivery {
  readonly subject: string;
  /** The report, as JSON parses it. */
  readonly report: unknown;
  readonly attributes: Readonly<Record<string, string>>;
}

/** A topic with a queue behind it. */
export interface Subscriber {
  readonly topicArn: string;
  /** Everything delivered since the last call. */
  receive(): Promise<Delivery[]>;
}

const envelope = v.object({
  Subject: v.string(),
  Message: v.string(),
  MessageAttributes: v.record(v.string(), v.object({ Value: v.string() })),
});

/** @param client settings that point both clients to the AWS of the test */
export async function subscribe(client: {
  region: string;
  endpoints: { sns: string; sqs: string };
}): Promise<Subscriber> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const sns = new SNSClient({ region: client.region, endpoint: client.endpoints.sns, credentials });
  const sqs = new SQSClient({ region: client.region, endpoint: client.endpoints.sqs, credentials });
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'stagedrift' }));
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'reports' }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: Attributes?.QueueArn }));
  return {
    topicArn: TopicArn,
    async receive() {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      await Promise.all(
        Messages.map(({ ReceiptHandle }) => sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))),
      );
      return Messages.map(({ Body = '' }) => {
        const { Subject, Message, MessageAttributes } = v.parse(envelope, JSON.parse(Body));
        const attributes = Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value] as const);
        return { subject: Subject, report: JSON.parse(Message), attributes: Object.fromEntries(attributes) };
      });
    },
  };
}

import {
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { Verdict } from './gate.ts';
import type { RoleWorld } from './role-world.ts';
import type { Roles } from './roles.ts';

/**
 * Takes events from the queue as Lambda does, with the permissions of the function.
 * Source: Lambda's developer guide on the permissions that a queue as an event source takes.
 */
export async function pollQueue(
  { queuePath, gate }: Pick<RoleWorld, 'queuePath' | 'gate'>,
  roles: Roles,
): Promise<readonly Verdict[]> {
  const iam = await gate(roles);
  const QueueUrl = `${iam.url}${queuePath}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const sqs = new SQSClient({ region: 'eu-west-1', endpoint: iam.url, credentials });
  try {
    await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    if (Entries.length > 0) await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
    return iam.verdicts;
  } finally {
    sqs.destroy();
    await iam.stop();
  }
}

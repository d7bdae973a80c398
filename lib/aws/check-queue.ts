import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { QueueError } from '../trigger/re-check.ts';
import { awsFailure, describeFailure } from './error-reason.ts';

/**
 * Sends a check to the function's own queue.
 * @param delaySeconds until it is handed out, `null` for the queue's own delay
 * @throws QueueError if the queue does not take it
 */
export async function sendCheck(queueUrl: string, body: string, delaySeconds: number | null): Promise<void> {
  const client = new SQSClient({});
  try {
    const delay = delaySeconds === null ? {} : { DelaySeconds: delaySeconds };
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, ...delay }));
  } catch (error) {
    const reason = describeFailure('SQS', awsFailure(error));
    throw new QueueError(`${queueUrl} does not take a check that is to be made again: ${reason}`, { cause: error });
  } finally {
    client.destroy();
  }
}

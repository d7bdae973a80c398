import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { pauseSeconds, QueueError, type ReCheck, reCheckMessage } from '../../trigger/re-check.ts';
import { awsFailure, describeFailure } from '../aws-failure.ts';

/**
 * Sends a check to the queue that feeds the function, to be made once more a little later.
 * @param waitedMs milliseconds for which it has been waited for already
 * @throws QueueError if the queue does not take it
 */
export async function sendCheck(queueUrl: string, check: ReCheck, waitedMs: number, now: Date): Promise<void> {
  const message = {
    QueueUrl: queueUrl,
    MessageBody: reCheckMessage(check, now),
    DelaySeconds: pauseSeconds(waitedMs) ?? undefined,
  };
  const client = new SQSClient({});
  try {
    await client.send(new SendMessageCommand(message));
  } catch (error) {
    const reason = describeFailure('SQS', awsFailure(error));
    throw new QueueError(`${queueUrl} does not accept a re-check: ${reason}`, { cause: error });
  } finally {
    client.destroy();
  }
}

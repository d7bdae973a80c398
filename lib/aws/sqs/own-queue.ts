import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { QueueError } from '../../run-check.ts';
import type { CheckRequest } from '../../trigger/check-request.ts';
import { pauseBefore, postponedCheck } from '../../trigger/postponed-check.ts';
import { awsFailure, describeFailure } from '../aws-failure.ts';

/**
 * Sends a check to the queue that feeds the function, to be made again a little later.
 * @param states URIs of the states whose drift waits
 * @throws QueueError if the queue does not take it
 */
export async function postpone(
  queueUrl: string,
  request: CheckRequest,
  states: readonly string[],
  now: Date,
): Promise<void> {
  const message = {
    QueueUrl: queueUrl,
    MessageBody: postponedCheck(request, states, now),
    DelaySeconds: pauseBefore(request, now) ?? undefined,
  };
  const client = new SQSClient({});
  try {
    await client.send(new SendMessageCommand(message));
  } catch (error) {
    const reason = describeFailure('SQS', awsFailure(error));
    throw new QueueError(`${queueUrl} does not take a check that is to be made again: ${reason}`, { cause: error });
  } finally {
    client.destroy();
  }
}

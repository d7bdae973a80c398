import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import type { DeadLetters } from '../../doctor/probes.ts';
import { briefClient } from '../clients.ts';
import { find } from '../probe.ts';

const absent = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

const redriveForm = v.pipe(v.string(), v.parseJson(), v.object({ deadLetterTargetArn: v.string() }));

/**
 * Counts what lies in the dead-letter queue of a queue.
 * @throws UnansweredError
 */
export async function probeDeadLetters(queueUrl: string, region: string): Promise<DeadLetters> {
  const client = new SQSClient(briefClient(region));
  const attributesOf = (url: string) =>
    find('SQS', `sqs:GetQueueAttributes on ${url}`, absent, () =>
      client.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] })),
    );
  const queue = await attributesOf(queueUrl);
  if (queue === null) return { kind: 'NO_QUEUE', url: queueUrl };
  const redrive = v.safeParse(redriveForm, queue.Attributes?.RedrivePolicy);
  if (!redrive.success) return { kind: 'NONE_KEPT' };
  const arn = redrive.output.deadLetterTargetArn;
  // A dead-letter queue is in the account and region of its queue, so that its URL differs in the name alone.
  const url = queueUrl.replace(/[^/]*$/, arn.split(':').at(-1) ?? '');
  const deadLetters = await attributesOf(url);
  if (deadLetters === null) return { kind: 'NO_QUEUE', url };
  const { ApproximateNumberOfMessages = 0, ApproximateNumberOfMessagesNotVisible = 0 } = deadLetters.Attributes ?? {};
  const messages = Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
  return { kind: 'KEPT', arn, messages };
}

import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import { type Fact, known } from '../doctor/fact.ts';
import type { DeadLetters } from '../doctor/probes.ts';
import { andThen, ask, probeClient } from './probe.ts';

const absent = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

const redriveForm = v.pipe(v.string(), v.parseJson(), v.object({ deadLetterTargetArn: v.string() }));

/** Counts the dead letters of a queue. */
export async function probeDeadLetters(queueUrl: string, region: string): Promise<Fact<DeadLetters>> {
  const client = new SQSClient(probeClient(region));
  const queue = await attributesOf(client, queueUrl);
  return andThen<Attributes | null, DeadLetters>(queue, async (attributes) => {
    if (attributes === null) return known({ kind: 'NO_QUEUE', url: queueUrl });
    const redrive = v.safeParse(redriveForm, attributes.RedrivePolicy);
    if (!redrive.success) return known({ kind: 'NONE_KEPT' });
    const arn = redrive.output.deadLetterTargetArn;
    // A dead-letter queue is in the account and region of its queue, so that its URL differs in the name alone.
    const url = queueUrl.replace(/[^/]*$/, arn.split(':').at(-1) ?? '');
    return andThen<Attributes | null, DeadLetters>(await attributesOf(client, url), (deadLetters) =>
      known(
        deadLetters === null ? { kind: 'NO_QUEUE', url } : { kind: 'KEPT', arn, messages: messagesIn(deadLetters) },
      ),
    );
  });
}

type Attributes = Readonly<Record<string, string>>;

function attributesOf(client: SQSClient, url: string): Promise<Fact<Attributes | null>> {
  const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] });
  const call = async () => (await client.send(command)).Attributes ?? {};
  return ask('SQS', `sqs:GetQueueAttributes on ${url}`, call, absent);
}

function messagesIn({ ApproximateNumberOfMessages = '0', ApproximateNumberOfMessagesNotVisible = '0' }: Attributes) {
  return Number(ApproximateNumberOfMessages) + Number(ApproximateNumberOfMessagesNotVisible);
}

import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as v from 'valibot';
import { type Fact, known } from '../doctor/fact.ts';
import type { Queue } from '../doctor/probes.ts';
import { andThen, ask, probeClient } from './probe.ts';

const absent = ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'];

/** A queue's settings, `null` where there is none. */
export async function probeQueue(url: string, region: string): Promise<Fact<Queue | null>> {
  const answer = await attributesOf(url, region);
  return andThen(answer, (attributes) => known(attributes === null ? null : queueOf(url, attributes)));
}

/** How many messages wait in a queue, `null` where there is none. */
export async function probeWaiting(url: string, region: string): Promise<Fact<number | null>> {
  const answer = await attributesOf(url, region);
  return andThen(answer, (attributes) => known(attributes === null ? null : waitingIn(attributes)));
}

type Attributes = Readonly<Record<string, string>>;

function attributesOf(url: string, region: string): Promise<Fact<Attributes | null>> {
  const client = new SQSClient(probeClient(regionOf(url) ?? region));
  return ask(
    'SQS',
    `sqs:GetQueueAttributes on ${url}`,
    async () => {
      const { Attributes = {} } = await client.send(
        new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
      );
      return Attributes;
    },
    absent,
  );
}

/** A queue need not be in our own region. */
function regionOf(url: string): string | null {
  return /^https:\/\/sqs\.([a-z0-9-]+)\.amazonaws\.com/.exec(url)?.[1] ?? null;
}

function queueOf(url: string, attributes: Attributes): Queue {
  const number = (name: string) => Number(attributes[name] ?? 0);
  return {
    arn: attributes.QueueArn ?? '',
    url,
    delay: number('DelaySeconds'),
    visibility: number('VisibilityTimeout'),
    waiting: waitingIn(attributes),
    deadLetters: deadLettersOf(attributes.RedrivePolicy),
    takesEvents: letsEventsIn(attributes.Policy),
  };
}

function waitingIn(attributes: Attributes): number {
  const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = attributes;
  return Number(ApproximateNumberOfMessages ?? 0) + Number(ApproximateNumberOfMessagesNotVisible ?? 0);
}

const redriveForm = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ deadLetterTargetArn: v.string(), maxReceiveCount: v.pipe(v.unknown(), v.transform(Number)) }),
);

function deadLettersOf(policy: string | undefined): Queue['deadLetters'] {
  const parsed = v.safeParse(redriveForm, policy);
  if (!parsed.success) return null;
  return { arn: parsed.output.deadLetterTargetArn, maxReceives: parsed.output.maxReceiveCount };
}

/** Of a policy, IAM takes one of anything as a list of one. */
const oneOrMore = v.pipe(
  v.union([
    v.pipe(
      v.string(),
      v.transform((one) => [one]),
    ),
    v.array(v.string()),
  ]),
);

const policyForm = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    Statement: v.pipe(
      v.union([
        v.array(v.unknown()),
        v.pipe(
          v.unknown(),
          v.transform((one) => [one]),
        ),
      ]),
      v.transform((statements) =>
        statements.flatMap((statement) => {
          const parsed = v.safeParse(statementForm, statement);
          return parsed.success ? [parsed.output] : [];
        }),
      ),
    ),
  }),
);

const statementForm = v.object({
  Effect: v.literal('Allow'),
  Principal: v.union([v.string(), v.looseObject({ Service: v.optional(oneOrMore), AWS: v.optional(oneOrMore) })]),
  Action: oneOrMore,
});

/** Whether EventBridge may send to the queue at all; which of its rules may, the conditions say. */
function letsEventsIn(policy: string | undefined): boolean {
  const parsed = v.safeParse(policyForm, policy);
  if (!parsed.success) return false;
  return parsed.output.Statement.some(({ Principal, Action }) => {
    const services =
      typeof Principal === 'string' ? [Principal] : [...(Principal.Service ?? []), ...(Principal.AWS ?? [])];
    const isEventBridge = services.some((service) => service === 'events.amazonaws.com' || service === '*');
    return isEventBridge && Action.some((action) => /^sqs:(SendMessage|\*)$/i.test(action) || action === '*');
  });
}

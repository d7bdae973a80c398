import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { probeQueue, probeWaiting } from '../../../lib/aws/queue-probe.ts';
import { known } from '../../../lib/doctor/fact.ts';
import { body, denied, refused, type ScriptedAws } from '../../scripted-aws.ts';
import { startProbed } from './probed.ts';

const account = '123456789012';
let aws: ScriptedAws;

beforeAll(async () => {
  aws = await startProbed();
});
afterAll(() => aws.stop());
beforeEach(() => aws.forget());

const asked = () => aws.calls.map(({ operation, region }) => `${operation} ${region}`);

describe('a probe of a queue', () => {
  const attributes = {
    QueueArn: 'arn:aws:sqs:us-east-1:123456789012:checks',
    DelaySeconds: '60',
    VisibilityTimeout: '1800',
    ApproximateNumberOfMessages: '2',
    ApproximateNumberOfMessagesNotVisible: '1',
  };
  const answer = (more: Record<string, string>) =>
    aws.answer('GetQueueAttributes', body({ Attributes: { ...attributes, ...more } }));
  const policy = (statement: unknown) => ({ Policy: JSON.stringify({ Statement: statement }) });
  const send = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sqs:SendMessage' };

  it('has its settings', async () => {
    answer({ RedrivePolicy: '{"deadLetterTargetArn":"arn:dead","maxReceiveCount":"3"}', ...policy([send]) });

    expect(await probeQueue(`${aws.url}/${account}/checks`, 'us-east-1')).toEqual(
      known({
        arn: attributes.QueueArn,
        url: `${aws.url}/${account}/checks`,
        delay: 60,
        visibility: 1800,
        waiting: 3,
        deadLetters: { arn: 'arn:dead', maxReceives: 3 },
        takesEvents: true,
      }),
    );
    expect(asked()).toEqual(['GetQueueAttributes us-east-1']);
  });

  it.each([
    [send, true],
    [
      [{ ...send, Principal: { Service: ['sns.amazonaws.com', 'events.amazonaws.com'] }, Action: ['SQS:SendMessage'] }],
      true,
    ],
    [[{ ...send, Principal: '*', Action: '*' }], true],
    [[{ ...send, Principal: { AWS: '*' }, Action: 'sqs:*' }], true],
    [[{ ...send, Effect: 'Deny' }], false],
    [[{ ...send, Principal: { Service: 'sns.amazonaws.com' } }], false],
    [[{ ...send, Action: 'sqs:ReceiveMessage' }], false],
    [[null, 7, 'x'], false],
  ])('tells whether its policy lets EventBridge send: %j', async (statement, takesEvents) => {
    answer(policy(statement));

    expect(await probeWaiting(`${aws.url}/${account}/checks`, 'eu-west-1')).toEqual(known(3));
    expect(await probeQueue(`${aws.url}/${account}/checks`, 'eu-west-1')).toMatchObject({
      known: { takesEvents, deadLetters: null },
    });
  });

  it.each(['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'])(
    'knows by %s that there is none',
    async (code) => {
      aws.answer('GetQueueAttributes', refused(code));

      expect(await probeQueue(`${aws.url}/${account}/checks`, 'eu-west-1')).toEqual(known(null));
      expect(await probeWaiting(`${aws.url}/${account}/checks`, 'eu-west-1')).toEqual(known(null));
    },
  );

  it('names the right that is missing', async () => {
    aws.answer('GetQueueAttributes', denied('sqs:getqueueattributes'));
    const url = `${aws.url}/${account}/checks`;

    expect(await probeQueue(url, 'eu-west-1')).toMatchObject({
      why: { kind: 'DENIED', action: `sqs:GetQueueAttributes on ${url}` },
    });
  });
});

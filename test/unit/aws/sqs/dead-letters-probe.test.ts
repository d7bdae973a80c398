import { describe, expect, it } from '@jest/globals';
import { probeDeadLetters } from '../../../../lib/aws/sqs/dead-letters-probe.ts';
import { body, denied, refused, type ScriptedAnswer } from '../../../scripted-aws.ts';
import { useScriptedAws } from '../use-aws.ts';

const account = '123456789012';
const aws = useScriptedAws();

describe('a probe of dead letters', () => {
  const RedrivePolicy =
    '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:dead-letters","maxReceiveCount":"3"}';
  const url = () => `${aws().url}/${account}/checks`;

  /** @param deadLetters what is answered of the dead-letter queue, beside the queue itself */
  function answer(deadLetters: ScriptedAnswer): void {
    aws().answer('GetQueueAttributes', ({ input }) =>
      input.QueueUrl === url() ? body({ Attributes: { RedrivePolicy } }) : deadLetters,
    );
  }

  it('counts those that wait and those in work, in the queue beside the one that is asked about', async () => {
    answer(body({ Attributes: { ApproximateNumberOfMessages: '2', ApproximateNumberOfMessagesNotVisible: '1' } }));

    expect(await probeDeadLetters(url(), 'us-east-1')).toEqual({
      kind: 'KEPT',
      arn: 'arn:aws:sqs:us-east-1:123456789012:dead-letters',
      messages: 3,
    });
    expect(aws().calls).toMatchObject([
      { operation: 'GetQueueAttributes', region: 'us-east-1', input: { QueueUrl: url() } },
      {
        operation: 'GetQueueAttributes',
        region: 'us-east-1',
        input: { QueueUrl: `${aws().url}/${account}/dead-letters` },
      },
    ]);
  });

  it.each(['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'])(
    'knows by %s that a queue is not there',
    async (code) => {
      answer(refused(code));
      expect(await probeDeadLetters(url(), 'eu-west-1')).toEqual({
        kind: 'NO_QUEUE',
        url: `${aws().url}/${account}/dead-letters`,
      });

      aws().answer('GetQueueAttributes', refused(code));
      expect(await probeDeadLetters(url(), 'eu-west-1')).toEqual({ kind: 'NO_QUEUE', url: url() });
    },
  );

  it('knows a queue that keeps none', async () => {
    aws().answer('GetQueueAttributes', body({ Attributes: {} }));

    expect(await probeDeadLetters(url(), 'eu-west-1')).toEqual({ kind: 'NONE_KEPT' });
  });

  it('names the right that is missing', async () => {
    aws().answer('GetQueueAttributes', denied('sqs:getqueueattributes'));

    await expect(probeDeadLetters(url(), 'eu-west-1')).rejects.toMatchObject({
      remedy: `have sqs:GetQueueAttributes on ${url()} granted to the identity that runs this`,
    });
  });
});

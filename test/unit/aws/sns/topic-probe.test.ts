import { describe, expect, it } from '@jest/globals';
import { probeSubscriptions } from '../../../../lib/aws/sns/topic-probe.ts';
import { body, denied, refused } from '../../../scripted-aws.ts';
import { useScriptedAws } from '../use-aws.ts';

const topicArn = 'arn:aws:sns:us-west-2:123456789012:reports';
const aws = useScriptedAws();

const asked = () => aws().calls.map(({ operation, region }) => `${operation} ${region}`);

describe('a probe of a topic', () => {
  const page = (members: string, next = '') =>
    body(
      `<ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions>${members}</Subscriptions>${next}</ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`,
    );
  const member = (arn: string, endpoint: string) =>
    `<member><SubscriptionArn>${arn}</SubscriptionArn><Protocol>email</Protocol><Endpoint>${endpoint}</Endpoint></member>`;

  it('reads all pages, in the region of the topic, and knows who has confirmed', async () => {
    aws().answer('ListSubscriptionsByTopic', ({ input }) =>
      input.NextToken === 'more'
        ? page(member('PendingConfirmation', 'b@acme.example') + member('Deleted', 'c@acme.example'))
        : page(member('arn:aws:sns:us-west-2:123456789012:reports:1', 'a@acme.example'), '<NextToken>more</NextToken>'),
    );

    expect(await probeSubscriptions(topicArn)).toEqual([
      { protocol: 'email', endpoint: 'a@acme.example', confirmed: true },
      { protocol: 'email', endpoint: 'b@acme.example', confirmed: false },
    ]);
    expect(asked()).toEqual(['ListSubscriptionsByTopic us-west-2', 'ListSubscriptionsByTopic us-west-2']);
  });

  it('knows that there is none', async () => {
    aws().answer('ListSubscriptionsByTopic', refused('NotFound', 404));

    expect(await probeSubscriptions(topicArn)).toBeNull();
  });

  it('names the right that is missing', async () => {
    aws().answer('ListSubscriptionsByTopic', denied('SNS:ListSubscriptionsByTopic'));

    await expect(probeSubscriptions(topicArn)).rejects.toMatchObject({
      remedy: `have sns:ListSubscriptionsByTopic on ${topicArn} granted to the identity that runs this`,
    });
  });
});

import { paginateListSubscriptionsByTopic, SNSClient, type Subscription as SnsSubscription } from '@aws-sdk/client-sns';
import { parse } from '@aws-sdk/util-arn-parser';
import type { Subscription } from '../../doctor/probes.ts';
import { briefClient } from '../clients.ts';
import { find } from '../probe.ts';

/**
 * @returns who is subscribed to a topic, `null` where there is no such topic
 * @throws UnansweredError
 */
export async function probeSubscriptions(topicArn: string): Promise<readonly Subscription[] | null> {
  const client = new SNSClient(briefClient(parse(topicArn).region));
  const pages = paginateListSubscriptionsByTopic({ client }, { TopicArn: topicArn });
  const found = await find(
    'SNS',
    `sns:ListSubscriptionsByTopic on ${topicArn}`,
    ['NotFound', 'NotFoundException'],
    async () => {
      const all: SnsSubscription[] = [];
      for await (const { Subscriptions = [] } of pages) all.push(...Subscriptions);
      return all;
    },
  );
  if (found === null) return null;
  // What was unsubscribed stays in the list for some days.
  return found
    .filter(({ SubscriptionArn }) => SubscriptionArn !== 'Deleted')
    .map(({ Protocol: protocol = '', Endpoint: endpoint = '', SubscriptionArn = '' }) => ({
      protocol,
      endpoint,
      confirmed: SubscriptionArn.startsWith('arn:'),
    }));
}

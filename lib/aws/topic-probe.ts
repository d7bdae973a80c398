import { paginateListSubscriptionsByTopic } from '@aws-sdk/client-sns';
import { parse } from '@aws-sdk/util-arn-parser';
import type { Fact } from '../doctor/fact.ts';
import type { Subscription } from '../doctor/probes.ts';
import { ask } from './probe.ts';
import { createSnsClient } from './publisher.ts';

/** Who is subscribed to a topic, `null` where there is no such topic. */
export function probeSubscriptions(topicArn: string): Promise<Fact<readonly Subscription[] | null>> {
  const client = createSnsClient(parse(topicArn).region);
  return ask(
    'SNS',
    `sns:ListSubscriptionsByTopic on ${topicArn}`,
    async () => {
      const found: Subscription[] = [];
      for await (const { Subscriptions = [] } of paginateListSubscriptionsByTopic({ client }, { TopicArn: topicArn })) {
        for (const { Protocol = '', Endpoint = '', SubscriptionArn = '' } of Subscriptions) {
          // What was unsubscribed stays in the list for some days.
          if (SubscriptionArn === 'Deleted') continue;
          found.push({ protocol: Protocol, endpoint: Endpoint, confirmed: SubscriptionArn.startsWith('arn:') });
        }
      }
      return found;
    },
    ['NotFound', 'NotFoundException'],
  );
}

import { type Check, check } from '../check.ts';
import type { Subscription } from '../probes.ts';
import { notUsed, ok, problem } from '../verdict.ts';

export const reportTopic = ofTopic(
  'report topic',
  'reportTopicArn',
  'REPORT_TOPIC_ARN is not set',
  'aws sns subscribe --protocol email --notification-endpoint you@example.com --topic-arn',
);

export const chatTopic = ofTopic(
  'chat topic',
  'chatTopicArn',
  'CHAT_TOPIC_ARN is not set',
  'let Amazon Q Developer in chat applications read the topic (docs/chat.md):',
);

/** A subscription by mail counts only once its reader has confirmed it. */
function ofTopic(name: string, setting: 'reportTopicArn' | 'chatTopicArn', unset: string, subscribe: string): Check {
  return check({
    name,
    needs: ['sns:ListSubscriptionsByTopic'],
    subjects({ settings }) {
      const arn = settings[setting];
      return arn === null ? notUsed(unset) : [arn];
    },
    about: (arn) => arn,
    async judge(arn, probes) {
      const subscriptions = await probes.subscriptions(arn);
      if (subscriptions === null) return problem('there is no such topic', 'deploy it, or fix the ARN');
      const confirmed = subscriptions.filter((subscription) => subscription.confirmed).map(named);
      const pending = subscriptions.filter((subscription) => !subscription.confirmed).map(named);
      const unconfirmed = pending.length === 0 ? '' : `; not confirmed: ${pending.join(', ')}`;
      if (confirmed.length > 0) return ok(`confirmed subscriptions: ${confirmed.length}${unconfirmed}`, confirmed);
      return pending.length > 0
        ? problem(`nobody gets what is published${unconfirmed}`, 'follow the link in the mail of SNS to confirm')
        : problem('nobody is subscribed', `${subscribe} ${arn}`);
    },
  });
}

/** The path of a web hook may be all that protects it. */
function named({ protocol, endpoint }: Subscription): string {
  const isWeb = /^https?$/.test(protocol) && URL.canParse(endpoint);
  return `${protocol} ${isWeb ? new URL(endpoint).origin : endpoint}`;
}

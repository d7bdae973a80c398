import { check, given, type Row } from '../check.ts';
import type { Subscription } from '../probes.ts';
import type { Scene } from '../scene.ts';
import { notUsed, ok, problem, type Verdict } from '../verdict.ts';

export const reportTopic = ofTopic(
  'report topic',
  ({ settings }) => settings.reportTopicArn,
  'REPORT_TOPIC_ARN is not set',
  'aws sns subscribe --protocol email --notification-endpoint you@example.com --topic-arn',
);

export const chatTopic = ofTopic(
  'chat topic',
  ({ settings }) => settings.chatTopicArn,
  'CHAT_TOPIC_ARN is not set',
  'let Amazon Q Developer in chat applications read the topic (docs/chat.md):',
);

function ofTopic(name: string, arnIn: (scene: Scene) => string | null, unset: string, subscribe: string): Row {
  return check({
    name,
    needs: ['sns:ListSubscriptionsByTopic'],
    instead: (scene) => (arnIn(scene) === null ? notUsed(unset) : null),
    subjects: (scene) => given(arnIn(scene)),
    about: (arn) => arn,
    probe: (arn, probes) => probes.subscriptions(arn),
    verdict: (subscriptions, arn) =>
      subscriptions === null
        ? problem('there is no such topic', 'deploy it, or mend the ARN')
        : verdictOf(subscriptions, `${subscribe} ${arn}`),
  });
}

/** A subscription by mail counts only once its reader has confirmed it. */
function verdictOf(subscriptions: readonly Subscription[], subscribe: string): Verdict {
  const confirmed = subscriptions.filter((subscription) => subscription.confirmed);
  const pending = subscriptions.filter((subscription) => !subscription.confirmed).map(named);
  const waiting = pending.length === 0 ? '' : `; not confirmed: ${pending.join(', ')}`;
  if (confirmed.length > 0) return ok(`confirmed subscriptions: ${confirmed.length}${waiting}`, confirmed.map(named));
  return pending.length > 0
    ? problem(`nobody gets what is published${waiting}`, 'follow the link in the mail of SNS to confirm')
    : problem('nobody is subscribed', subscribe);
}

/** The path of a web hook may be all that protects it. */
function named({ protocol, endpoint }: Subscription): string {
  const isWeb = /^https?$/.test(protocol) && URL.canParse(endpoint);
  return `${protocol} ${isWeb ? new URL(endpoint).origin : endpoint}`;
}

import { type Check, check } from './check.ts';
import { cannotTell, notUsed, ok, problem, withoutQueue } from './check-result.ts';
import { stagesIn } from './deployment.ts';
import type { Subscription } from './probes.ts';

/** Whether people hear of what is found, and the function of what changes. */
export const notificationChecks: readonly Check[] = [
  ofTopic(
    'report topic',
    'reportTopicArn',
    'REPORT_TOPIC_ARN is not set',
    'aws sns subscribe --protocol email --notification-endpoint you@example.com --topic-arn',
  ),
  ofTopic(
    'chat topic',
    'chatTopicArn',
    'CHAT_TOPIC_ARN is not set',
    'let Amazon Q Developer in chat applications read the topic (docs/chat.md):',
  ),
  check({
    name: 'dead letters',
    needs: ['sqs:GetQueueAttributes'],
    subjects: ({ settings: { checkQueueUrl } }) => (checkQueueUrl === null ? withoutQueue : [checkQueueUrl]),
    async judge(queueUrl, probes) {
      const found = await probes.deadLetters(queueUrl);
      if (found.kind === 'NO_QUEUE')
        return problem(`there is no queue ${found.url}`, 'deploy it, or fix CHECK_QUEUE_URL');
      if (found.kind === 'NONE_KEPT') return notUsed('the queue of CHECK_QUEUE_URL has no dead-letter queue');
      if (found.messages === 0) return ok('none');
      return problem(
        `${found.messages} in ${found.arn}: events that led to no check`,
        'read them (docs/runbook.md#dead-letters), and then purge or redrive them',
      );
    },
  }),
  // S3 sends EventBridge nothing unless the bucket says so, and the bucket is not part of the deployment.
  check({
    name: 'bucket events',
    needs: ['s3:GetBucketNotification'],
    subjects({ settings: { checkQueueUrl, stateSources } }) {
      if (checkQueueUrl === null) return withoutQueue;
      const buckets = (stateSources ?? []).map((source) => source.bucket);
      return buckets.length === 0 ? notUsed('no source of states can be used') : [...new Set(buckets)];
    },
    about: (bucket) => bucket,
    async judge(bucket, probes) {
      const sends = await probes.bucketEvents(bucket);
      if (sends === null) return problem(`there is no bucket ${bucket}`, 'fix STATE_SOURCES');
      if (sends) return ok('the bucket sends its events to EventBridge');
      return problem(
        'the bucket sends no events to EventBridge, so a state that is written leads to no check',
        'turn on "Send notifications to Amazon EventBridge" in the properties of the bucket, or add eventbridge = true to its aws_s3_bucket_notification',
      );
    },
  }),
  // EventBridge has calls to AWS from CloudTrail, and only where a trail logs them.
  check({
    name: 'CloudTrail',
    needs: ['cloudtrail:DescribeTrails', 'cloudtrail:GetTrailStatus', 'cloudtrail:GetEventSelectors'],
    subjects(deployment) {
      if (deployment.settings.checkQueueUrl === null) return withoutQueue;
      const own = stagesIn(deployment).filter(({ accountId }) => accountId === deployment.accountId);
      return [...new Set([deployment.region, ...own.map(({ region }) => region)])];
    },
    about: (region) => region,
    async judge(region, probes, { region: home }) {
      const logging = (await probes.trails(region)).filter(({ isLogging }) => isLogging);
      const complete = logging.find(({ hasManagementWrites }) => hasManagementWrites === true);
      if (complete !== undefined) {
        return ok(
          `${complete.name} logs the calls that change something`,
          region === home
            ? []
            : ['its events reach the function only with infra/watched-region.yml deployed there, which is not checked'],
        );
      }
      const doubtful = logging.find(({ hasManagementWrites }) => hasManagementWrites === null);
      if (doubtful !== undefined) {
        return cannotTell(
          `${doubtful.name} logs, but whether it has the calls that change something is not known`,
          'have cloudtrail:GetEventSelectors granted in the account of the trail',
        );
      }
      return problem(
        `no trail logs the calls that change something in ${region}, so no change of a stage becomes an event`,
        'make a trail with management events (write), and start its logging',
      );
    },
  }),
];

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

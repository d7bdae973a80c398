import { json, type Likeness, policy, same } from './likeness.ts';
import { at, list, texts } from './look.ts';

const alarms = [
  ['ErrorsAlarm', 'errors'],
  ['EventErrorsAlarm', 'event-errors'],
  ['FailedChecksAlarm', 'failed-checks'],
  ['ThrottlesAlarm', 'throttles'],
  ['EventThrottlesAlarm', 'event-throttles'],
  ['DeadLettersAlarm', 'dead-letters'],
  ['OldEventsAlarm', 'old-events'],
  ['HeartbeatAlarm', 'heartbeat'],
] as const;

/** The topics, the ledger, the alarms and the dashboard. */
export const notificationLikenesses: readonly Likeness[] = [
  same('the topic of the reports', 'ReportTopic', 'aws_sns_topic.reports', [
    ['DisplayName', 'display_name'],
    ['KmsMasterKeyId', 'kms_master_key_id'],
  ]),
  same('the topic of the alarms', 'AlarmTopic', 'aws_sns_topic.alarms', [
    ['DisplayName', 'display_name'],
    ['KmsMasterKeyId', 'kms_master_key_id'],
  ]),
  policy('who may publish reports', 'ReportTopicPolicy', 'PolicyDocument', 'aws_sns_topic_policy.reports'),
  policy('who may publish alarms', 'AlarmTopicPolicy', 'PolicyDocument', 'aws_sns_topic_policy.alarms'),
  ...(['reports', 'alarms'] as const).map((topic): Likeness => {
    const resource = topic === 'reports' ? 'ReportSubscription' : 'AlarmSubscription';
    return {
      title: `who is notified ${topic}`,
      template: (stack) =>
        stack.names.includes(resource) ? [texts(stack.properties(resource), ['TopicArn', 'Protocol', 'Endpoint'])] : [],
      module: (state) =>
        list(state, `aws_sns_topic_subscription.${topic}`).map((one) =>
          texts(one, ['topic_arn', 'protocol', 'endpoint']),
        ),
    };
  }),
  ...alarms.flatMap(([resource, key]): readonly Likeness[] => [
    same(`the alarm ${key}`, resource, `aws_cloudwatch_metric_alarm.alarms["${key}"]`, [
      ['AlarmName', 'alarm_name'],
      ['AlarmDescription', 'alarm_description'],
      ['Namespace', 'namespace'],
      ['MetricName', 'metric_name'],
      ['Statistic', 'statistic'],
      ['Period', 'period'],
      ['EvaluationPeriods', 'evaluation_periods'],
      ['ComparisonOperator', 'comparison_operator'],
      ['Threshold', 'threshold'],
      ['TreatMissingData', 'treat_missing_data'],
      ['AlarmActions.0', 'alarm_actions.0'],
      ['OKActions.0', 'ok_actions.0'],
    ]),
    {
      title: `what the alarm ${key} is about`,
      template: (stack) => texts(stack.properties(resource), ['Dimensions.0.Name', 'Dimensions.0.Value']),
      module: (state) =>
        Object.entries(at(state.get(`aws_cloudwatch_metric_alarm.alarms["${key}"]`), 'dimensions') ?? {}).flat(),
    },
  ]),
  {
    title: 'the dashboard',
    template: (stack) => json(at(stack.properties('Dashboard'), 'DashboardBody')),
    module: (state) => json(at(state.get('aws_cloudwatch_dashboard.this'), 'dashboard_body')),
  },
  same('the encryption of the ledger', 'LedgerBucket', 'aws_s3_bucket_server_side_encryption_configuration.ledger', [
    [
      'BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault.SSEAlgorithm',
      'rule.0.apply_server_side_encryption_by_default.0.sse_algorithm',
    ],
  ]),
  same('who sees the ledger', 'LedgerBucket', 'aws_s3_bucket_public_access_block.ledger', [
    ['PublicAccessBlockConfiguration.BlockPublicAcls', 'block_public_acls'],
    ['PublicAccessBlockConfiguration.BlockPublicPolicy', 'block_public_policy'],
    ['PublicAccessBlockConfiguration.IgnorePublicAcls', 'ignore_public_acls'],
    ['PublicAccessBlockConfiguration.RestrictPublicBuckets', 'restrict_public_buckets'],
  ]),
  same('the versions of the ledger', 'LedgerBucket', 'aws_s3_bucket_versioning.ledger', [
    ['VersioningConfiguration.Status', 'versioning_configuration.0.status'],
  ]),
  same('how long reports are kept', 'LedgerBucket', 'aws_s3_bucket_lifecycle_configuration.ledger', [
    ['LifecycleConfiguration.Rules.0.Prefix', 'rule.0.filter.0.prefix'],
    ['LifecycleConfiguration.Rules.0.ExpirationInDays', 'rule.0.expiration.0.days'],
    ['LifecycleConfiguration.Rules.0.Status', 'rule.0.status'],
  ]),
  same('how long old versions are kept', 'LedgerBucket', 'aws_s3_bucket_lifecycle_configuration.ledger', [
    [
      'LifecycleConfiguration.Rules.1.NoncurrentVersionExpiration.NoncurrentDays',
      'rule.1.noncurrent_version_expiration.0.noncurrent_days',
    ],
    ['LifecycleConfiguration.Rules.1.ExpiredObjectDeleteMarker', 'rule.1.expiration.0.expired_object_delete_marker'],
    [
      'LifecycleConfiguration.Rules.1.AbortIncompleteMultipartUpload.DaysAfterInitiation',
      'rule.1.abort_incomplete_multipart_upload.0.days_after_initiation',
    ],
    ['LifecycleConfiguration.Rules.1.Status', 'rule.1.status'],
  ]),
  policy('who may use the ledger', 'LedgerBucketPolicy', 'PolicyDocument', 'aws_s3_bucket_policy.ledger'),
];

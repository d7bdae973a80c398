import { json, type Likeness, same, statements } from './likeness.ts';
import { at, list } from './look.ts';

/** Rules, by their names in the template and in the module. */
export const rules = [
  ['StageChanges', 'stage-changes'],
  ['WebAclChanges', 'web-acl-changes'],
  ['StatesWritten', 'states-written'],
] as const;

/** The queues, the rules in front of them, and the function behind. */
export const eventLikenesses: readonly Likeness[] = [
  same(
    'how events are handed over',
    'DetectDriftOfEventsEventSourceMappingSQSCheckQueue',
    'aws_lambda_event_source_mapping.checks',
    [
      ['BatchSize', 'batch_size'],
      ['MaximumBatchingWindowInSeconds', 'maximum_batching_window_in_seconds'],
      ['FunctionResponseTypes.0', 'function_response_types.0'],
      ['ScalingConfig.MaximumConcurrency', 'scaling_config.0.maximum_concurrency'],
      ['EventSourceArn', 'event_source_arn'],
      ['FunctionName', 'function_name'],
    ],
  ),
  same('the queue', 'CheckQueue', 'aws_sqs_queue.checks', [
    ['SqsManagedSseEnabled', 'sqs_managed_sse_enabled'],
    ['DelaySeconds', 'delay_seconds'],
    ['VisibilityTimeout', 'visibility_timeout_seconds'],
    ['MessageRetentionPeriod', 'message_retention_seconds'],
  ]),
  {
    title: 'when an event is a dead letter',
    template: (stack) => at(stack.properties('CheckQueue'), 'RedrivePolicy'),
    module: (state) => json(at(state.get('aws_sqs_queue.checks'), 'redrive_policy')),
  },
  same('the dead letters', 'CheckDeadLetters', 'aws_sqs_queue.dead_letters', [
    ['SqsManagedSseEnabled', 'sqs_managed_sse_enabled'],
    ['MessageRetentionPeriod', 'message_retention_seconds'],
  ]),
  ...(['checks', 'dead_letters'] as const).map(
    (queue, index): Likeness => ({
      title: `who may send to ${queue}`,
      // One policy for both queues there, one for each here.
      template: (stack) =>
        statements(at(stack.properties('CheckQueuePolicy'), 'PolicyDocument')).map((statement) => ({
          ...statement,
          Resource: statement.Resource.slice(index, index + 1),
        })),
      module: (state) => statements(json(at(state.get(`aws_sqs_queue_policy.${queue}`), 'policy'))),
    }),
  ),
  ...rules.flatMap(([resource, key]): readonly Likeness[] => [
    {
      title: `which events ${key} lets through`,
      template: (stack) => at(stack.properties(resource), 'EventPattern'),
      module: (state) => json(at(state.get(`aws_cloudwatch_event_rule.events["${key}"]`), 'event_pattern')),
    },
    same(`${key}, on or off`, resource, `aws_cloudwatch_event_rule.events["${key}"]`, [
      ['State', 'state'],
      ['Description', 'description'],
    ]),
    same(`where ${key} sends`, resource, `aws_cloudwatch_event_target.events["${key}"]`, [
      ['Targets.0.Arn', 'arn'],
      ['Targets.0.RetryPolicy.MaximumRetryAttempts', 'retry_policy.0.maximum_retry_attempts'],
      ['Targets.0.RetryPolicy.MaximumEventAgeInSeconds', 'retry_policy.0.maximum_event_age_in_seconds'],
      ['Targets.0.DeadLetterConfig.Arn', 'dead_letter_config.0.arn'],
    ]),
  ]),
  {
    title: 'which organization may forward events',
    template: (stack) =>
      stack.names.includes('OrganizationBusPolicy')
        ? [
            at(stack.properties('OrganizationBusPolicy'), 'Statement.Principal'),
            at(stack.properties('OrganizationBusPolicy'), 'Statement.Condition'),
          ]
        : [],
    module: (state) =>
      list(state, 'aws_cloudwatch_event_permission.organization').flatMap((one) => [
        at(one, 'principal'),
        {
          [String(at(one, 'condition.0.type'))]: {
            [String(at(one, 'condition.0.key'))]: at(one, 'condition.0.value'),
          },
        },
      ]),
  },
  {
    title: 'which accounts may forward events',
    template: (stack) =>
      stack.names.includes('EventBusPolicy') ? at(stack.properties('EventBusPolicy'), 'Statement.Principal.AWS') : [],
    module: (state) => list(state, 'aws_cloudwatch_event_permission.member').map((one) => at(one, 'principal')),
  },
];

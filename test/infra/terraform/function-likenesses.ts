import { type Likeness, policy, same } from './likeness.ts';
import { at } from './look.ts';

/** The functions, by their names in the template and in the module. */
const functions = [
  ['DetectDrift', 'schedule'],
  ['DetectDriftOfEvents', 'events'],
] as const;

/** The functions, their role, their logs and their schedule. */
export const functionLikenesses: readonly Likeness[] = [
  policy(
    'what the functions may do',
    'DetectDriftRole',
    'Policies.0.PolicyDocument',
    'aws_iam_role_policy.detect_drift',
  ),
  policy(
    'who may be the functions',
    'DetectDriftRole',
    'AssumeRolePolicyDocument',
    'aws_iam_role.detect_drift',
    'assume_role_policy',
  ),
  ...functions.flatMap(([resource, key]): readonly Likeness[] => [
    same(`the function for ${key}`, `${resource}LambdaFunction`, `aws_lambda_function.detect_drift["${key}"]`, [
      ['FunctionName', 'function_name'],
      ['Description', 'description'],
      ['Handler', 'handler'],
      ['Architectures.0', 'architectures.0'],
      ['MemorySize', 'memory_size'],
      ['Timeout', 'timeout'],
      ['TracingConfig.Mode', 'tracing_config.0.mode'],
      ['Role', 'role'],
    ]),
    {
      title: `the environment of the function for ${key}`,
      template: (stack) => at(stack.properties(`${resource}LambdaFunction`), 'Environment.Variables'),
      module: (state) => at(state.get(`aws_lambda_function.detect_drift["${key}"]`), 'environment.0.variables'),
    },
    same(
      `the log of the function for ${key}`,
      `${resource}LogGroup`,
      `aws_cloudwatch_log_group.detect_drift["${key}"]`,
      [
        ['LogGroupName', 'name'],
        ['RetentionInDays', 'retention_in_days'],
      ],
    ),
  ]),
  same(
    'how often an invocation is repeated',
    'DetectDriftLambdaEvConf',
    'aws_lambda_function_event_invoke_config.detect_drift',
    [
      ['MaximumRetryAttempts', 'maximum_retry_attempts'],
      ['MaximumEventAgeInSeconds', 'maximum_event_age_in_seconds'],
    ],
  ),
  same('the schedule', 'DetectDriftEventsRuleSchedule1', 'aws_cloudwatch_event_rule.schedule', [
    ['ScheduleExpression', 'schedule_expression'],
    ['State', 'state'],
    ['Description', 'description'],
  ]),
  same(
    'who may invoke the function',
    'DetectDriftLambdaPermissionEventsRuleSchedule1',
    'aws_lambda_permission.schedule',
    [
      ['Action', 'action'],
      ['Principal', 'principal'],
      ['SourceArn', 'source_arn'],
    ],
  ),
];

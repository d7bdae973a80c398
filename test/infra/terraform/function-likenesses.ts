import { type Likeness, policy, same } from './likeness.ts';
import { at } from './look.ts';

/** The function, its role, its log and its schedule. */
export const functionLikenesses: readonly Likeness[] = [
  policy(
    'what the function may do',
    'DetectDriftRole',
    'Policies.0.PolicyDocument',
    'aws_iam_role_policy.detect_drift',
  ),
  policy(
    'who may be the function',
    'DetectDriftRole',
    'AssumeRolePolicyDocument',
    'aws_iam_role.detect_drift',
    'assume_role_policy',
  ),
  same('the function', 'DetectDriftLambdaFunction', 'aws_lambda_function.detect_drift', [
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
    title: 'the environment of the function',
    template: (stack) => at(stack.properties('DetectDriftLambdaFunction'), 'Environment.Variables'),
    module: (state) => at(state.get('aws_lambda_function.detect_drift'), 'environment.0.variables'),
  },
  same(
    'how often an invocation is repeated',
    'DetectDriftLambdaEvConf',
    'aws_lambda_function_event_invoke_config.detect_drift',
    [
      ['MaximumRetryAttempts', 'maximum_retry_attempts'],
      ['MaximumEventAgeInSeconds', 'maximum_event_age_in_seconds'],
    ],
  ),
  same('the log of the function', 'DetectDriftLogGroup', 'aws_cloudwatch_log_group.detect_drift', [
    ['LogGroupName', 'name'],
    ['RetentionInDays', 'retention_in_days'],
  ]),
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

import { rules } from './event-likenesses.ts';
import { json, type Likeness, same, statements } from './likeness.ts';
import { at } from './look.ts';

/** What forwards the events of one more region. */
export const watchedLikenesses: readonly Likeness[] = [
  {
    title: 'who may take the role that forwards',
    template: (stack) => statements(at(stack.properties('ForwardingRole'), 'AssumeRolePolicyDocument')),
    module: (state) => statements(json(at(state.get('aws_iam_role.forwarding'), 'assume_role_policy'))),
  },
  {
    title: 'what that role may do',
    template: (stack) => statements(at(stack.properties('ForwardingRole'), 'Policies.0.PolicyDocument')),
    module: (state) => statements(json(at(state.get('aws_iam_role_policy.forwarding'), 'policy'))),
  },
  ...rules.flatMap(([resource, key]): readonly Likeness[] => [
    {
      title: `which events ${key} forwards`,
      template: (stack) => at(stack.properties(resource), 'EventPattern'),
      module: (state) => json(at(state.get(`aws_cloudwatch_event_rule.forwarded["${key}"]`), 'event_pattern')),
    },
    same(`${key}, on or off`, resource, `aws_cloudwatch_event_rule.forwarded["${key}"]`, [
      ['State', 'state'],
      ['Description', 'description'],
    ]),
    same(`where ${key} forwards to`, resource, `aws_cloudwatch_event_target.home["${key}"]`, [
      ['Targets.0.Arn', 'arn'],
      ['Targets.0.RoleArn', 'role_arn'],
      ['Targets.0.RetryPolicy.MaximumRetryAttempts', 'retry_policy.0.maximum_retry_attempts'],
      ['Targets.0.RetryPolicy.MaximumEventAgeInSeconds', 'retry_policy.0.maximum_event_age_in_seconds'],
    ]),
  ]),
];

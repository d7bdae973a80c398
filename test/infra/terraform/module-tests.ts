import { packagings } from '../packagings.ts';
import { type RefusedParameters, refusedParameters } from '../refused-parameters.ts';
import { moduleVariables, variableName } from './module-variables.ts';

/** The secret that is made for masked values. */
export const madeHashKeyArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:stagedrift-prod-hash-key-a1b2c3';

/** What AWS gives to resources, by their address in the module. */
export const given: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'aws_iam_role.detect_drift': { arn: 'arn:aws:iam::123456789012:role/stagedrift-prod', id: 'stagedrift-prod' },
  'aws_iam_role.forwarding': { arn: 'arn:aws:iam::123456789012:role/forwarding', id: 'forwarding' },
  'aws_lambda_function.detect_drift["schedule"]': {
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:stagedrift-prod-detect-drift',
  },
  'aws_lambda_function.detect_drift["events"]': {
    arn: 'arn:aws:lambda:eu-west-1:123456789012:function:stagedrift-prod-detect-drift-events',
  },
  'aws_s3_bucket.ledger': { arn: 'arn:aws:s3:::ledger', bucket: 'ledger', id: 'ledger' },
  'aws_sns_topic.reports': { arn: 'arn:aws:sns:eu-west-1:123456789012:reports' },
  'aws_sns_topic.alarms': { arn: 'arn:aws:sns:eu-west-1:123456789012:alarms' },
  'aws_sqs_queue.checks': { arn: 'arn:aws:sqs:eu-west-1:123456789012:checks', url: 'https://sqs.example/checks' },
  'aws_sqs_queue.dead_letters': { arn: 'arn:aws:sqs:eu-west-1:123456789012:dead', url: 'https://sqs.example/dead' },
  'aws_cloudwatch_event_rule.schedule': { arn: 'arn:aws:events:eu-west-1:123456789012:rule/schedule' },
  ...Object.fromEntries(
    ['stage-changes', 'web-acl-changes', 'states-written'].map((rule) => [
      `aws_cloudwatch_event_rule.events["${rule}"]`,
      { arn: `arn:aws:events:eu-west-1:123456789012:rule/${rule}` },
    ]),
  ),
};

/** What the module of a member account is given. */
export const memberVariables = {
  stagedrift_role_arn: 'arn:aws:iam::123456789012:role/stagedrift-prod',
  external_id: 'acme-stagedrift',
  role_name: 'stagedrift-member',
} as const;

/** What the module of a watched region is given. */
export const watchedVariables = {
  home_event_bus_arn: 'arn:aws:events:eu-west-1:123456789012:event-bus/default',
  state_bucket_name: 'acme-other-states',
} as const;

const data = {
  aws_partition: { partition: 'aws' },
  aws_caller_identity: { account_id: '123456789012' },
  aws_region: { name: 'eu-west-1' },
};

/** The module of the key, without the resource that is ephemeral: Terraform has no mock for such a one. */
export const hashKeyModule = JSON.stringify({
  variable: { name: {}, tags: {} },
  output: { arn: { value: madeHashKeyArn } },
});

/** @returns a file of tests for `terraform test`, in JSON: a run for each packaging, and runs that are refused */
export function moduleTests(): string {
  const deployments = Object.entries(packagings).map(([name, parameters]) => ({
    [name]: { variables: moduleVariables(parameters) },
  }));
  const refused = refusals().map((group, index) => ({
    [`refused_${index}`]: {
      command: 'plan',
      variables: moduleVariables(Object.assign({}, packagings.plain, ...group.map(({ parameters }) => parameters))),
      expect_failures: group.map(failureOf),
    },
  }));
  return JSON.stringify({
    mock_provider: {
      aws: {
        mock_data: Object.fromEntries(Object.entries(data).map(([type, defaults]) => [type, { defaults }])),
        override_resource: Object.entries(given).map(([target, values]) => ({ target, values })),
      },
    },
    // Version 5 of the provider does not know nodejs24.x, and a package can be any file.
    variables: { package: 'versions.tf', runtime: 'nodejs22.x' },
    run: [
      ...deployments,
      { member: { module: { source: './member' }, variables: memberVariables } },
      { watched: { module: { source: './watched-region' }, variables: watchedVariables } },
      ...refused,
    ],
  });
}

/** As many in one run as do not get in each other's way, since each run takes its time. */
function refusals(): readonly (readonly RefusedParameters[])[] {
  const groups: RefusedParameters[][] = [];
  for (const one of refusedParameters.filter(({ parameters }) => !isByType(parameters))) {
    const free = groups.find((group) => group.every((other) => isApart(one, other)));
    if (free === undefined) groups.push([one]);
    else free.push(one);
  }
  return groups;
}

/** A flag that is neither true nor false never becomes a variable. */
function isByType(parameters: RefusedParameters['parameters']): boolean {
  return 'companions' in parameters || 'cloudTrailLookup' in parameters;
}

function isApart(one: RefusedParameters, other: RefusedParameters): boolean {
  if ([one, other].some(isFoundLast)) return false;
  const subjects = ({ parameters }: RefusedParameters) =>
    Object.keys(parameters).map((name) =>
      name
        .replace(/^(memberAccounts|organizationId|crossAccount.*)$/, 'accounts')
        .replace('checkIntervalMinutes', 'schedule'),
    );
  return !subjects(one).some((subject) => subjects(other).includes(subject));
}

/** Resources are not looked at before all variables are right. */
function isFoundLast({ sentence }: RefusedParameters): boolean {
  return sentence.includes('watched by an alarm');
}

/** @returns what Terraform says to be wrong */
function failureOf(refused: RefusedParameters): string {
  const { parameters, sentence } = refused;
  if (isFoundLast(refused)) return 'aws_cloudwatch_metric_alarm.alarms';
  if (/^(memberAccounts|organizationId) needs/.test(sentence)) return 'var.cross_account_role_name';
  if (sentence.startsWith('for more')) return 'var.member_accounts';
  const names = Object.keys(parameters);
  return `var.${variableName(names.find((name) => sentence.includes(name)) ?? names[0] ?? '')}`;
}

import type { Parameters } from '../../infra/parameters.ts';

/** Parameters that make no deployment, and the sentence that says so. */
export interface RefusedParameters {
  readonly title: string;
  readonly parameters: Partial<Parameters>;
  readonly sentence: string;
}

/** What the deployment refuses before anything is made, whichever tool makes it. */
export const refusedParameters: readonly RefusedParameters[] = [
  { title: 'no state', parameters: { stateSources: '' }, sentence: 'stateSources is missing' },
  {
    title: 'a state that is not in S3',
    parameters: { stateSources: 'states/terraform.tfstate' },
    sentence: 'stateSources: entry 1: "states/terraform.tfstate" does not start with s3://',
  },
  {
    title: 'a bucket without a state',
    parameters: { stateSources: 's3://acme-terraform-states' },
    sentence: "s3://acme-terraform-states names a bucket but no key: add the state's key or a glob",
  },
  {
    title: 'a variable in the name of a state',
    parameters: { stateSources: `s3://acme/\${aws:username}/terraform.tfstate` },
    sentence: 'is not free of a dollar sign with a brace',
  },
  {
    title: 'a mail to nobody',
    parameters: { email: 'platform' },
    sentence: 'email: "platform" is not an email address',
  },
  {
    title: 'an alarm to two',
    parameters: { alarmEmail: 'a@x.io,b@x.io' },
    sentence: 'alarmEmail: "a@x.io,b@x.io" is not',
  },
  {
    title: 'a schedule in words',
    parameters: { schedule: 'hourly' },
    sentence: 'schedule: "hourly" is neither like rate(15 minutes) or rate(1 hour) nor a cron expression',
  },
  { title: 'one of many', parameters: { schedule: 'rate(1 hours)' }, sentence: 'schedule: "rate(1 hours)" is neither' },
  {
    title: 'a cron expression without its interval',
    parameters: { schedule: 'cron(0 6 * * ? *)' },
    sentence: 'a cron expression does not say how far apart checks are: say it in checkIntervalMinutes',
  },
  {
    title: 'checks that no alarm can miss',
    parameters: { schedule: 'rate(4 days)' },
    sentence: 'schedule: checks would be 5760 minutes apart, and at most 5040 can be watched by an alarm',
  },
  {
    title: 'an interval of no length',
    parameters: { schedule: 'cron(0 6 * * ? *)', checkIntervalMinutes: '0' },
    sentence: 'checkIntervalMinutes: "0" is not a number of minutes from 1 to 5040',
  },
  {
    title: 'a delay that SQS does not have',
    parameters: { changeDelaySeconds: '901' },
    sentence: 'changeDelaySeconds: "901" is not a number of seconds from 30 to 900',
  },
  {
    title: 'a delay that has the function wake itself too often while an apply goes on',
    parameters: { changeDelaySeconds: '29' },
    sentence: 'changeDelaySeconds: "29" is not a number of seconds from 30 to 900',
  },
  {
    title: 'a table of locks that can be none',
    parameters: { lockTable: 's3://acme-terraform-states' },
    sentence: 'lockTable: "s3://acme-terraform-states" is neither the name nor the ARN of a DynamoDB table',
  },
  {
    title: 'rules that are no object',
    parameters: { rulesUri: 's3://acme-rules/' },
    sentence: 'rulesUri: "s3://acme-rules/" is not of the form s3://bucket/key',
  },
  { title: 'a reminder in no time', parameters: { remindAfterDays: '0' }, sentence: 'remindAfterDays: "0" is not' },
  {
    title: 'a hash key in the parameter itself',
    parameters: { hashKeyArn: 'correct horse battery staple' },
    sentence:
      'hashKeyArn: "correct horse battery staple" is not the ARN of an SSM parameter or of a Secrets Manager secret',
  },
  { title: 'a chat by name', parameters: { chatTopicArn: 'chat' }, sentence: 'chatTopicArn: "chat" is not the ARN' },
  {
    title: 'an account by name',
    parameters: { memberAccounts: 'prod', crossAccountRoleName: 'stagedrift' },
    sentence: 'memberAccounts: "prod" is not a list of 40 account ids at most, of 12 digits each',
  },
  {
    title: 'more accounts than a policy has room for',
    parameters: {
      memberAccounts: Array.from({ length: 41 }, (_, index) => String(111_122_223_333 + index)).join(','),
      crossAccountRoleName: 'stagedrift',
    },
    sentence: 'for more, give organizationId',
  },
  {
    title: 'an organization by name',
    parameters: { organizationId: 'acme', crossAccountRoleName: 'stagedrift' },
    sentence: 'organizationId: "acme" is not the id of an organization, such as o-a1b2c3d4e5',
  },
  {
    title: 'an organization without a role',
    parameters: { organizationId: 'o-a1b2c3d4e5' },
    sentence: 'organizationId needs crossAccountRoleName',
  },
  {
    title: 'an organization, and some of its accounts',
    parameters: {
      organizationId: 'o-a1b2c3d4e5',
      memberAccounts: '111122223333',
      crossAccountRoleName: 'stagedrift',
    },
    sentence: 'organizationId already means all accounts of memberAccounts',
  },
  {
    title: 'a role by ARN',
    parameters: { memberAccounts: '111122223333', crossAccountRoleName: 'arn:aws:iam::111122223333:role/a' },
    sentence: 'crossAccountRoleName: "arn:aws:iam::111122223333:role/a" is not the name of an IAM role',
  },
  {
    title: 'a role in no account',
    parameters: { crossAccountRoleName: 'stagedrift' },
    sentence: 'crossAccountRoleName needs memberAccounts or organizationId',
  },
  {
    title: 'accounts without a role',
    parameters: { memberAccounts: '111122223333' },
    sentence: 'memberAccounts needs crossAccountRoleName',
  },
  {
    title: 'an external id that nobody asks for',
    parameters: { crossAccountExternalId: 'acme' },
    sentence: 'crossAccountExternalId needs crossAccountRoleName',
  },
  { title: 'a key by alias', parameters: { topicKeyArn: 'alias/acme' }, sentence: 'topicKeyArn: "alias/acme" is not' },
  { title: 'keys by alias', parameters: { readKeyArns: 'alias/acme' }, sentence: 'readKeyArns: "alias/acme" is not' },
  {
    title: 'no requests at all',
    parameters: { apiRequestsPerSecond: '0' },
    sentence: 'apiRequestsPerSecond: "0" is not a whole number from 1 to 10, which the schedule and events can share',
  },
  {
    title: 'more requests than an account has',
    parameters: { apiRequestsPerSecond: '11' },
    sentence: 'apiRequestsPerSecond: "11" is not a whole number from 1 to 10',
  },
  {
    title: 'a part of a request',
    parameters: { apiRequestsPerSecond: '2.5' },
    sentence: 'apiRequestsPerSecond: "2.5" is not a whole number from 1 to 10',
  },
  {
    title: 'more memory than Lambda has',
    parameters: { memorySize: '10241' },
    sentence: 'memorySize: "10241" is not a number of megabytes from 256 to 10240',
  },
  {
    title: 'a log that CloudWatch does not keep for so long',
    parameters: { logRetentionInDays: '31' },
    sentence: 'logRetentionInDays: "31" is not one of 1, 3, 5, 7, 14, 30',
  },
  {
    title: 'a flag in other words',
    parameters: { companions: 'yes', cloudTrailLookup: 'no' },
    sentence: 'cloudTrailLookup: "no" is neither true nor false; companions: "yes" is neither true nor false',
  },
];

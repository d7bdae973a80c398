const key = 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const stateSources = 's3://acme-terraform-states/env:/*/**/terraform.tfstate';

/** Parameters that the deployment is packaged with, to be tested as it then is. */
export const packagings = {
  /** None but the one that is required. */
  plain: { stateSources },
  /** Every one there is, but for the organization, which stands for the accounts. */
  full: {
    stateSources: `${stateSources},s3://acme-other-states/network/terraform.tfstate`,
    email: 'platform@example.com',
    alarmEmail: 'on-call@example.com',
    schedule: 'rate(15 minutes)',
    changeDelaySeconds: '120',
    lockTable: 'acme-terraform-locks',
    rulesUri: 's3://acme-rules/stagedrift/rules.yaml',
    remindAfterDays: '7',
    companions: 'true',
    cloudTrailLookup: 'true',
    hashKeyArn: 'arn:aws:ssm:eu-west-1:123456789012:parameter/stagedrift/hash-key',
    chatTopicArn: 'arn:aws:sns:eu-west-1:123456789012:stagedrift-chat',
    memberAccounts: '111122223333,444455556666',
    crossAccountRoleName: 'stagedrift-member',
    crossAccountExternalId: 'acme-stagedrift',
    topicKeyArn: key,
    readKeyArns: key,
    apiRequestsPerSecond: '4',
    memorySize: '1536',
    logRetentionInDays: '90',
  },
  /** With the stages of a whole organization. */
  organization: {
    stateSources,
    hashKeyArn: 'none',
    organizationId: 'o-a1b2c3d4e5',
    crossAccountRoleName: 'stagedrift-member',
    crossAccountExternalId: 'acme-stagedrift',
  },
} as const;

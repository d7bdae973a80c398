import type { RunKind } from './role-world.ts';

/** What a permission is for: a run that says something else without it. */
export interface Need {
  /** Statement of infra/detect-drift-role.yml or infra/member-role.yml. */
  readonly sid: string;
  readonly role: 'FUNCTION' | 'MEMBER';
  readonly run: RunKind;
  /** What is then said: in the answer, in the log or in the report. */
  readonly tells: string;
}

export const needs: readonly Need[] = [
  of(
    'ReadStates',
    'ANSWERED',
    'access denied: s3:GetObject on acme-terraform-states/env:/prod/orders/terraform.tfstate',
  ),
  of('ListStates', 'ANSWERED', 's3:ListBucket on acme-terraform-states for the prefix'),
  of('ReadLocks', 'ANSWERED', 'dynamodb:GetItem on the table acme-terraform-locks is needed'),
  of('ReadRules', 'PUBLISHED', 's3:GetObject on acme-rules/stagedrift/rules.yaml is needed'),
  of('ReadHashKey', 'ANSWERED', 'ssm:GetParameter is needed'),
  of('ReadStages', 'ANSWERED', 'perform: apigateway:GET on resource: arn:aws:apigateway:eu-west-1::/restapis/'),
  of(
    'ReadCompanions',
    'ANSWERED',
    'perform: apigateway:GET on resource: arn:aws:apigateway:eu-west-1::/clientcertificates/',
  ),
  of('ReadLogGroups', 'ANSWERED', 'perform: logs:DescribeLogGroups on resource: arn:aws:logs:eu-west-1:123456789012:'),
  of('ReadMemberAccounts', 'ANSWERED', 'STS for the role arn:aws:iam::444455556666:role/stagedrift-member'),
  of('LookUpWhoIsBehindChanges', 'PUBLISHED', 'perform: cloudtrail:LookupEvents on resource: *'),
  of('PublishReports', 'PUBLISHED', 'AuthorizationError'),
  of('KeepLedger', 'PUBLISHED', 's3:GetObject on stagedrift-ledger/stagedrift/ledger.json is needed'),
  of('KnowWhetherThereIsALedger', 'PUBLISHED', 'without s3:ListBucket on stagedrift-ledger an object that is missing'),
  of('TakeAndPostponeEvents', 'DURING_APPLY', 'perform: sqs:SendMessage on resource:'),
  of(
    'ReadStages',
    'ANSWERED',
    'perform: apigateway:GET on resource: arn:aws:apigateway:us-east-1::/restapis/',
    'MEMBER',
  ),
  of(
    'ReadCompanions',
    'ANSWERED',
    'perform: apigateway:GET on resource: arn:aws:apigateway:us-east-1::/clientcert',
    'MEMBER',
  ),
  of('ReadLogGroups', 'ANSWERED', 'perform: logs:DescribeLogGroups on resource: arn:aws:logs:us-east-1:', 'MEMBER'),
  of('LookUpWhoIsBehindChanges', 'PUBLISHED', 'perform: cloudtrail:LookupEvents on resource: *', 'MEMBER'),
];

/** Statements for what services do on the function's behalf: no emulator asks IAM for it. */
export const unseen: readonly string[] = ['DecryptWhatIsRead', 'EncryptReports', 'WriteLogs', 'WriteTraces'];

function of(sid: string, run: Need['run'], tells: string, role: Need['role'] = 'FUNCTION'): Need {
  return { sid, role, run, tells };
}

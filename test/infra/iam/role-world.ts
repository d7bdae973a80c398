import { readFileSync } from 'node:fs';
import { startLocalAws } from '@stagedrift/local-aws';
import * as v from 'valibot';
import type { Invocation } from '../../function-instance.ts';
import { invokeFunction } from '../../invoke-function.ts';
import { packagings } from '../packagings.ts';
import { Stack } from '../resolve-template.ts';
import { packagedTemplate } from '../template.ts';
import { type Gate, startGate, type Verdict } from './gate.ts';
import { endpointOf } from './local-clients.ts';
import { type ChangedStage, home, makeRoleAccounts, members } from './role-accounts.ts';
import { functionRole, memberRole, type Roles, withStatementOf } from './roles.ts';

/**
 * A check of everything, with the report as its answer or published; of a change while an apply runs; of a change in a
 * member account.
 */
export type RunKind = 'ANSWERED' | 'PUBLISHED' | 'DURING_APPLY' | 'IN_MEMBER';

/** What came of an invocation. */
export interface Run {
  readonly error: Invocation['error'];
  /** All that it says: its answer, or why there is none, its log, and its report to the topic. */
  readonly said: string;
  /** What it asked IAM for, and what IAM said. */
  readonly verdicts: readonly Verdict[];
}

/** An AWS that the function runs in, under the role of the packaged template and nothing else. */
export interface RoleWorld {
  /** That of the function, and those of the member accounts. */
  readonly roles: Roles;
  /** The same where the accounts are those of an organization. */
  readonly ofOrganization: Roles;
  /** Path of the queue's URL. */
  readonly queuePath: string;
  /** IAM in front of this AWS, which decides by these roles. */
  gate(roles: Roles): Promise<Gate>;
  /** Invokes the function for it in its own environment and under these roles; it remembers nothing of an earlier run. */
  run(kind: RunKind, roles: Roles): Promise<Run>;
  stop(): Promise<void>;
}

const environmentForm = v.object({ Environment: v.object({ Variables: v.record(v.string(), v.string()) }) });

export async function startRoleWorld(): Promise<RoleWorld> {
  const aws = await startLocalAws();
  const { own, ofMember, putBeside } = await makeRoleAccounts(aws);
  const { topicArn: ReportTopic } = aws.fauxqs.createTopic('reports');
  const { topicArn: ChatTopicArn } = aws.fauxqs.createTopic('chat');
  aws.fauxqs.createQueue('readers');
  aws.fauxqs.subscribe({ topic: 'reports', queue: 'readers' });
  const received = () => (aws.fauxqs.inspectQueue('readers')?.messages.ready ?? []).map(({ body }) => body);
  const queue = aws.fauxqs.createQueue('checks');
  const queuePath = new URL(queue.queueUrl).pathname;
  const values = {
    'AWS::Partition': 'aws',
    'AWS::Region': home.region,
    'AWS::AccountId': home.account,
    ReportTopic,
    LedgerBucket: home.ledger,
    'LedgerBucket.Arn': `arn:aws:s3:::${home.ledger}`,
    CheckQueue: queue.queueUrl,
    'CheckQueue.Arn': queue.queueArn,
    'DetectDriftRole.Arn': `arn:aws:iam::${home.account}:role/stagedrift`,
    ServerlessDeploymentBucket: 'stagedrift-packages',
  };
  const given = { ChatTopicArn };
  const stack = new Stack(packagedTemplate('full'), values, given);
  const variablesOf = (name: string) => v.parse(environmentForm, stack.properties(name)).Environment.Variables;
  const role = functionRole(values, given);
  const { crossAccountRoleName, crossAccountExternalId: externalId } = packagings.full;
  const memberRoles = members.map((account) => memberRole(account, crossAccountRoleName, role, externalId));
  for (const { arn } of memberRoles) aws.apiGateway.allowRole({ roleArn: arn, externalId });
  const gate = (roles: Roles) => startGate({ roles, upstream: (service) => endpointOf(aws, service) });

  return {
    roles: [role, ...memberRoles],
    ofOrganization: [
      withStatementOf(role, 'ReadMemberAccounts', functionRole(values, given, 'organization'), 'ReadOrganization'),
      ...memberRoles,
    ],
    queuePath,
    gate,
    async run(kind, roles) {
      aws.fauxqs.emptyBucket(home.ledger);
      const holdsLock = kind === 'DURING_APPLY' ? 'OperationTypeApply' : 'OperationTypePlan';
      await putBeside('.tflock', JSON.stringify({ Operation: holdsLock, Created: new Date() }));
      const iam = await gate(roles);
      const environment = {
        ...variablesOf(isOfEvents(kind) ? 'DetectDriftOfEventsLambdaFunction' : 'DetectDriftLambdaFunction'),
        CHAT_TOPIC_ARN: ChatTopicArn,
        // SQS is called where the URL of the queue says.
        CHECK_QUEUE_URL: `${iam.url}${queuePath}`,
        API_REQUESTS_PER_SECOND: '100',
        AWS_ENDPOINT_URL: iam.url,
        AWS_REGION: home.region,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
      };
      const event = eventOf(kind, kind === 'IN_MEMBER' ? ofMember : own);
      const before = received().length;
      const { result, error, output } = await invokeFunction(event, environment).finally(() => iam.stop());
      const said = [JSON.stringify(result ?? error), output, ...received().slice(before)].join('\n');
      return { error, said, verdicts: iam.verdicts };
    },
    stop: () => aws.stop(),
  };
}

function isOfEvents(kind: RunKind): boolean {
  return kind === 'DURING_APPLY' || kind === 'IN_MEMBER';
}

function eventOf(kind: RunKind, { account, region, restApiId }: ChangedStage): unknown {
  if (kind === 'ANSWERED') return { dryRun: true };
  if (kind === 'PUBLISHED') return JSON.parse(readFileSync('events/schedule.json', 'utf8'));
  const body = readFileSync('events/change-update-stage.json', 'utf8')
    .replaceAll('nz6fqhy5dm', restApiId)
    .replaceAll('"basic"', '"prod"')
    .replaceAll(home.account, account)
    .replaceAll(home.region, region);
  return { Records: [{ eventSource: 'aws:sqs', messageId: '1', body }] };
}

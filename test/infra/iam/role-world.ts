import { readFileSync } from 'node:fs';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import * as v from 'valibot';
import type { Invocation } from '../../function-instance.ts';
import { invokeFunction } from '../../invoke-function.ts';
import { type LocalAws, startLocalAws } from '../../local-aws/local-aws.ts';
import { packagings } from '../packagings.ts';
import { Stack } from '../resolve-template.ts';
import { packagedTemplate } from '../template.ts';
import { type Gate, startGate, type Verdict } from './gate.ts';
import { makeStages } from './make-stages.ts';
import { functionRole, memberRole, type Roles } from './roles.ts';

const account = '123456789012';
const members = packagings.full.memberAccounts.split(',');
const region = 'eu-west-1';
const states = 'acme-terraform-states';
const ledger = 'stagedrift-ledger';

/**
 * A check of everything, with the report as its answer or published; of a change while an apply runs; of a change in a
 * member account.
 */
export type RunKind = 'ANSWERED' | 'PUBLISHED' | 'DURING_APPLY' | 'IN_MEMBER';

/** An invocation, with what it asked IAM for and what IAM said. */
export interface Run extends Invocation {
  readonly verdicts: readonly Verdict[];
}

/** An AWS that the function runs in, under the role of the packaged template and nothing else. */
export interface RoleWorld {
  /** That of the function, and those of the member accounts. */
  readonly roles: Roles;
  /** Path of the queue's URL. */
  readonly queuePath: string;
  /** IAM in front of this AWS, which decides by these roles. */
  gate(roles: Roles): Promise<Gate>;
  /** Invokes the function in its own environment and under these roles; it remembers nothing of an earlier run. */
  run(kind: RunKind, roles: Roles): Promise<Run>;
  stop(): Promise<void>;
}

const environmentForm = v.object({ Environment: v.object({ Variables: v.record(v.string(), v.string()) }) });

/** Starts it, with a stage that has drifted in either account, all that it uses, rules, a hash key, and a chat. */
export async function startRoleWorld(): Promise<RoleWorld> {
  const aws = await startLocalAws();
  const s3 = new S3Client({ ...clientOf(aws, 's3'), forcePathStyle: true });
  const { topicArn: ReportTopic } = aws.fauxqs.createTopic('reports');
  const { topicArn: ChatTopicArn } = aws.fauxqs.createTopic('chat');
  const queue = aws.fauxqs.createQueue('checks');
  for (const bucket of [states, 'acme-other-states', 'acme-rules', ledger]) {
    await s3.send(
      new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }),
    );
  }
  const values = {
    'AWS::Partition': 'aws',
    'AWS::Region': region,
    'AWS::AccountId': account,
    ReportTopic,
    LedgerBucket: ledger,
    'LedgerBucket.Arn': `arn:aws:s3:::${ledger}`,
    CheckQueue: queue.queueUrl,
    'CheckQueue.Arn': queue.queueArn,
    'DetectDriftRole.Arn': `arn:aws:iam::${account}:role/stagedrift`,
    ServerlessDeploymentBucket: 'stagedrift-packages',
  };
  const given = { ChatTopicArn };
  const own = functionRole(values, given);
  const { crossAccountRoleName, crossAccountExternalId, hashKeyArn } = packagings.full;
  const member = (id: string) => memberRole(id, crossAccountRoleName, own, crossAccountExternalId);
  const roles: Roles = [own, ...members.map(member)];
  const put = async (bucket: string, key: string, body: string) => {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }));
  };
  const here = await makeStages({ account, region, ...clientsOf(aws, 'local', region) }, 2);
  const changed: ChangedStage[] = [{ account, region, restApiId: here.restApiId }];
  await put(states, 'env:/prod/orders/terraform.tfstate', here.state);
  const network = await makeStages({ account, region, ...clientsOf(aws, 'local', region) }, 1);
  await put('acme-other-states', 'network/terraform.tfstate', network.state);
  for (const id of members) {
    const place = { account: id, region: 'us-east-1', ...clientsOf(aws, `ASIA${id}0000`, 'us-east-1') };
    const { state, restApiId } = await makeStages(place, 1);
    await put(states, `env:/prod/${id}/terraform.tfstate`, state);
    changed.push({ account: id, region: place.region, restApiId });
    aws.apiGateway.allowRole({ roleArn: member(id).arn, externalId: crossAccountExternalId });
  }
  await put('acme-rules', 'stagedrift/rules.yaml', 'show: [LOG_LEVEL]\n');
  aws.keyStores.put(hashKeyArn, 'a key of more than sixteen characters');
  const { Environment } = v.parse(
    environmentForm,
    new Stack(packagedTemplate('full'), values, given).properties('DetectDriftLambdaFunction'),
  );
  const [inOwn, inMember] = changed;
  const eventOf = (kind: RunKind) => {
    const stage = kind === 'IN_MEMBER' ? inMember : inOwn;
    return kind === 'ANSWERED' || kind === 'PUBLISHED' || stage === undefined
      ? { dryRun: kind === 'ANSWERED' }
      : changeOf(stage);
  };
  const gate = (chosen: Roles) => startGate({ roles: chosen, upstream: (service) => endpointOf(aws, service) });
  return {
    roles,
    queuePath: new URL(queue.queueUrl).pathname,
    gate,
    async run(kind, chosen) {
      aws.fauxqs.emptyBucket(ledger);
      const lock = 'env:/prod/orders/terraform.tfstate.tflock';
      if (kind === 'DURING_APPLY')
        await put(states, lock, JSON.stringify({ Operation: 'OperationTypeApply', Created: new Date() }));
      else await s3.send(new DeleteObjectCommand({ Bucket: states, Key: lock }));
      const iam = await gate(chosen);
      const environment = {
        ...Environment.Variables,
        CHAT_TOPIC_ARN: ChatTopicArn,
        // SQS is called where the URL of the queue says.
        CHECK_QUEUE_URL: `${iam.url}${new URL(queue.queueUrl).pathname}`,
        API_REQUESTS_PER_SECOND: '100',
        AWS_ENDPOINT_URL: iam.url,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: 'local',
        AWS_SECRET_ACCESS_KEY: 'local',
      };
      const invocation = await invokeFunction(eventOf(kind), environment).finally(() => iam.stop());
      return { ...invocation, verdicts: iam.verdicts };
    },
    async stop() {
      s3.destroy();
      await aws.stop();
    },
  };
}

/** A stage that somebody changes. */
interface ChangedStage {
  readonly account: string;
  readonly region: string;
  readonly restApiId: string;
}

function changeOf(changed: ChangedStage): unknown {
  const body = readFileSync('events/change-update-stage.json', 'utf8')
    .replaceAll('nz6fqhy5dm', changed.restApiId)
    .replaceAll('"basic"', '"prod"')
    .replaceAll(account, changed.account)
    .replaceAll(region, changed.region);
  return { Records: [{ eventSource: 'aws:sqs', messageId: '1', body }] };
}

/** Names of services in signatures, with the variable that says where each is. */
const endpoints = new Map([
  ['s3', 'AWS_ENDPOINT_URL_S3'],
  ['apigateway', 'AWS_ENDPOINT_URL_API_GATEWAY'],
  ['logs', 'AWS_ENDPOINT_URL_CLOUDWATCH_LOGS'],
  ['ssm', 'AWS_ENDPOINT_URL_SSM'],
  ['sns', 'AWS_ENDPOINT_URL_SNS'],
  ['sqs', 'AWS_ENDPOINT_URL_SQS'],
  ['sts', 'AWS_ENDPOINT_URL_STS'],
  ['cloudtrail', 'AWS_ENDPOINT_URL_CLOUDTRAIL'],
]);

function endpointOf({ environment }: LocalAws, service: string): string {
  const url = environment[endpoints.get(service) ?? ''] ?? environment.AWS_ENDPOINT_URL;
  if (url === undefined) throw new Error(`The local AWS has no ${service}`);
  return url;
}

function clientOf(aws: LocalAws, service: string, accessKeyId = 'local', ofRegion = region) {
  return {
    region: ofRegion,
    endpoint: endpointOf(aws, service),
    credentials: { accessKeyId, secretAccessKey: 'local' },
  };
}

function clientsOf(aws: LocalAws, accessKeyId: string, ofRegion: string) {
  return {
    apiGateway: new APIGatewayClient(clientOf(aws, 'apigateway', accessKeyId, ofRegion)),
    logs: new CloudWatchLogsClient(clientOf(aws, 'logs', accessKeyId, ofRegion)),
  };
}

import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateEventSourceMappingCommand, CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deployedRules } from '../integration/deployed-rules.ts';
import { corpusState, createWorld, type World } from '../integration/world.ts';
import { startMotoServer } from '../moto-server.ts';
import { runCommand } from '../run-command.ts';

const region = 'eu-west-1';
const bucket = 'acme-terraform-states';
const ledgerBucket = 'acme-drift';
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const LocationConstraint = region;

/** Makes in moto what a deployment has, as far as the doctor looks at it. @returns the world, and the function's name */
async function deploy(): Promise<{ world: World; stop: () => Promise<void> }> {
  const { url, stop } = await startMotoServer();
  const environment = {
    AWS_ENDPOINT_URL: url,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
  const options = { region, endpoint: url, credentials };
  const world = await createWorld({ name: 'moto', environment, stop });
  await world.deploy('env:/prod/orders/terraform.tfstate', corpusState('mod-several'));
  await prepareBuckets(new S3Client({ ...options, forcePathStyle: true }));
  const { url: CHECK_QUEUE_URL, arn: queueArn } = await prepareQueues(new SQSClient(options));
  const functionArn = await prepareFunction(options, queueArn, {
    STATE_SOURCES: world.environment.STATE_SOURCES ?? '',
    REPORT_TOPIC_ARN: world.subscriber.topicArn,
    LEDGER_URI: `s3://${ledgerBucket}/stagedrift`,
    CHECK_QUEUE_URL,
  });
  for (const place of [region, 'us-east-1']) {
    const events = new EventBridgeClient({ ...options, region: place });
    const target = place === region ? queueArn : `arn:aws:events:${region}:123456789012:event-bus/default`;
    for (const { name, pattern } of deployedRules(bucket)) {
      await events.send(new PutRuleCommand({ Name: name, EventPattern: JSON.stringify(pattern) }));
      await events.send(new PutTargetsCommand({ Rule: name, Targets: [{ Id: 't', Arn: target }] }));
    }
    if (place !== region) continue;
    await events.send(new PutRuleCommand({ Name: 'hourly', ScheduleExpression: 'rate(1 hour)' }));
    await events.send(new PutTargetsCommand({ Rule: 'hourly', Targets: [{ Id: 't', Arn: functionArn }] }));
  }
  await prepareTrail(new CloudTrailClient(options));
  return { world, stop };
}

async function prepareBuckets(s3: S3Client): Promise<void> {
  const blocks = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  await s3.send(new CreateBucketCommand({ Bucket: ledgerBucket, CreateBucketConfiguration: { LocationConstraint } }));
  await s3.send(new PutPublicAccessBlockCommand({ Bucket: ledgerBucket, PublicAccessBlockConfiguration: blocks }));
  await s3.send(
    new PutBucketVersioningCommand({ Bucket: ledgerBucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucket,
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    }),
  );
}

async function prepareQueues(sqs: SQSClient): Promise<{ url: string; arn: string }> {
  const create = async (QueueName: string, Attributes: Record<string, string>) => {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    const answer = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
    return { url: QueueUrl, arn: answer.Attributes?.QueueArn ?? '' };
  };
  const { arn: deadLetterTargetArn } = await create('dead-letters', {});
  const send = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: '*',
  };
  return create('checks', {
    DelaySeconds: '60',
    VisibilityTimeout: '5400',
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 3 }),
    Policy: JSON.stringify({ Version: '2012-10-17', Statement: [send] }),
  });
}

async function prepareFunction(
  options: { region: string; endpoint: string; credentials: typeof credentials },
  EventSourceArn: string,
  Variables: Record<string, string>,
): Promise<string> {
  const lambda = new LambdaClient(options);
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const { Role } = await new IAMClient(options).send(
    new CreateRoleCommand({
      RoleName: 'detect-drift',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  const { FunctionArn = '' } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'detect-drift',
      Role: Role?.Arn ?? '',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Timeout: 900,
      Code: { ZipFile: Buffer.from(`PK\u0005\u0006${'\0'.repeat(18)}`, 'latin1') },
      Environment: { Variables },
    }),
  );
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'detect-drift',
      EventSourceArn,
      BatchSize: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    }),
  );
  return FunctionArn;
}

async function prepareTrail(cloudTrail: CloudTrailClient): Promise<void> {
  await cloudTrail.send(new CreateTrailCommand({ Name: 'all', S3BucketName: ledgerBucket, IsMultiRegionTrail: true }));
  await cloudTrail.send(new StartLoggingCommand({ Name: 'all' }));
  await cloudTrail.send(
    new PutEventSelectorsCommand({
      TrailName: 'all',
      EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }],
    }),
  );
}

describe('stagedrift doctor, in moto', () => {
  let world: World;
  let stop: () => Promise<void>;

  beforeAll(async () => {
    ({ world, stop } = await deploy());
  });
  afterAll(() => stop());

  it('finds a deployment well that is made there by the calls of AWS itself', async () => {
    const args = ['doctor', '--function', 'detect-drift', '--format', 'json'];
    const { stdout, stderr } = await runCommand(args, world.backend.environment);
    const { checks }: { checks: readonly { check: string; status: string }[] } = JSON.parse(stdout);
    const others = checks.filter(({ status }) => status !== 'OK' && status !== 'NOT_USED').map(({ check }) => check);

    expect(stderr).toBe('');
    // moto has no simulation of policies and no look-up of calls, and forgets that a bucket tells EventBridge.
    expect(others).toEqual(['role of the function', 'states tell of writes', 'call lookup', 'call lookup']);
    expect(checks.filter(({ status }) => status === 'OK')).toHaveLength(20);
  });
});

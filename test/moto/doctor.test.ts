import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutBucketNotificationConfigurationCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
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
  const CHECK_QUEUE_URL = await prepareQueues(new SQSClient(options));
  await prepareFunction(options, {
    STATE_SOURCES: world.environment.STATE_SOURCES ?? '',
    REPORT_TOPIC_ARN: world.subscriber.topicArn,
    LEDGER_URI: `s3://${ledgerBucket}/stagedrift`,
    CHECK_QUEUE_URL,
  });
  await prepareTrail(new CloudTrailClient(options));
  return { world, stop };
}

async function prepareBuckets(s3: S3Client): Promise<void> {
  await s3.send(new CreateBucketCommand({ Bucket: ledgerBucket, CreateBucketConfiguration: { LocationConstraint } }));
  await s3.send(
    new PutBucketNotificationConfigurationCommand({
      Bucket: bucket,
      NotificationConfiguration: { EventBridgeConfiguration: {} },
    }),
  );
}

async function prepareQueues(sqs: SQSClient): Promise<string> {
  const create = async (QueueName: string, Attributes: Record<string, string>) => {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName, Attributes }));
    return QueueUrl;
  };
  const QueueUrl = await create('dead-letters', {});
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }));
  const redrive = { deadLetterTargetArn: Attributes?.QueueArn, maxReceiveCount: 3 };
  return create('checks', { RedrivePolicy: JSON.stringify(redrive) });
}

async function prepareFunction(
  options: { region: string; endpoint: string; credentials: typeof credentials },
  Variables: Record<string, string>,
): Promise<void> {
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const { Role } = await new IAMClient(options).send(
    new CreateRoleCommand({
      RoleName: 'detect-drift',
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
    }),
  );
  await new LambdaClient(options).send(
    new CreateFunctionCommand({
      FunctionName: 'detect-drift',
      Role: Role?.Arn ?? '',
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Code: { ZipFile: Buffer.from(`PK\u0005\u0006${'\0'.repeat(18)}`, 'latin1') },
      Environment: { Variables },
    }),
  );
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
    // moto forgets that a bucket sends its events to EventBridge.
    expect(others).toEqual(['bucket events']);
    expect(checks.filter(({ status }) => status === 'OK')).toHaveLength(11);
  });
});

import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  EventBridgeClient,
  ListTargetsByRuleCommand,
  PutEventsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { GetRolePolicyCommand, IAMClient } from '@aws-sdk/client-iam';
import { GetEventSourceMappingCommand, GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetBucketEncryptionCommand, GetObjectCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { GetTopicAttributesCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startFunction } from '../../function-instance.ts';
import { corpusState, createWorld, type World } from '../../integration/world.ts';
import { statementsOf } from '../iam/policy.ts';
import { packagedTemplate } from '../template.ts';
import { deployIntoMoto, type MotoDeployment } from './deployment.ts';
import { unzip } from './unzip.ts';

/** What moto leaves out of a stack without a word; test/infra/template*.test.ts look at it in the template. */
const leftOut = [
  'AWS::CloudWatch::Alarm',
  'AWS::Events::EventBusPolicy',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::SecretsManager::Secret',
];

describe('the packaged deployment, made by the deploy tool in an AWS that is not ours', () => {
  let deployment: MotoDeployment;
  let world: World;
  let aws: { readonly region: string; readonly endpoint: string; readonly credentials: typeof credentials };
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

  beforeAll(async () => {
    deployment = await deployIntoMoto();
    const { url, environment, stop } = deployment;
    aws = { region: 'eu-west-1', endpoint: url, credentials };
    world = await createWorld({ name: 'moto', environment, stop });
  }, 240_000);

  afterAll(() => deployment.stop());

  const idOf = (name: string) => {
    const id = deployment.resources.get(name);
    if (id === undefined) throw new Error(`The stack has no ${name}`);
    return id;
  };

  it('has all that the emulator makes', () => {
    const types = Object.entries(packagedTemplate('plain').Resources)
      .filter(([name]) => !deployment.resources.has(name))
      .map(([, { Type }]) => Type);

    expect([...new Set(types)].toSorted()).toEqual(leftOut);
  });

  it.each(['StageChanges', 'WebAclChanges', 'StatesWritten'])('sends events of %s to its queue', async (rule) => {
    const { Targets } = await new EventBridgeClient(aws).send(new ListTargetsByRuleCommand({ Rule: idOf(rule) }));

    expect(Targets).toEqual([
      expect.objectContaining({
        Arn: expect.stringContaining(':stagedrift-prod-CheckQueue-'),
        DeadLetterConfig: expect.anything(),
      }),
    ]);
  });

  it('is checked by the schedule', async () => {
    const events = new EventBridgeClient(aws);
    const Rule = idOf('DetectDriftEventsRuleSchedule1');
    const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule }));

    expect(Targets).toEqual([
      expect.objectContaining({ Arn: expect.stringMatching(/:stagedrift-prod-detect-drift$/) }),
    ]);
    // moto takes a schedule for a rule that lets every event through, and cannot invoke a function.
    await events.send(new RemoveTargetsCommand({ Rule, Ids: Targets.map(({ Id }) => Id ?? '') }));
  });

  it('has a queue that hands events out after a minute, and five times', async () => {
    const { Attributes } = await new SQSClient(aws).send(
      new GetQueueAttributesCommand({ QueueUrl: idOf('CheckQueue'), AttributeNames: ['All'] }),
    );

    expect(Attributes).toMatchObject({
      DelaySeconds: '60',
      VisibilityTimeout: '720',
      MessageRetentionPeriod: '345600',
    });
    expect(JSON.parse(Attributes?.RedrivePolicy ?? '')).toMatchObject({
      deadLetterTargetArn: expect.stringContaining('CheckDeadLetters'),
      maxReceiveCount: 5,
    });
  });

  it('has a function for events, which takes them from that queue', async () => {
    const mapping = await new LambdaClient(aws).send(
      new GetEventSourceMappingCommand({ UUID: idOf('DetectDriftOfEventsEventSourceMappingSQSCheckQueue') }),
    );

    expect(mapping).toMatchObject({
      BatchSize: 1000,
      EventSourceArn: expect.stringContaining('CheckQueue'),
      FunctionArn: expect.stringMatching(/:function:stagedrift-prod-detect-drift-events$/),
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('has a role that names what the stack has', async () => {
    const { PolicyDocument = '' } = await new IAMClient(aws).send(
      new GetRolePolicyCommand({ RoleName: idOf('DetectDriftRole'), PolicyName: 'detect-drift' }),
    );
    // moto hands a policy of a stack out as Python writes it, with None for what CloudFormation leaves out.
    const text = decodeURIComponent(PolicyDocument).replaceAll(', None', '').replaceAll("'", '"');
    const statements = statementsOf(JSON.parse(text));
    const resourcesOf = (sid: string) => statements.find(({ Sid }) => Sid === sid)?.Resource;

    expect(resourcesOf('PublishReports')).toEqual([idOf('ReportTopic')]);
    expect(resourcesOf('KeepLedger')).toEqual([`arn:aws:s3:::${idOf('LedgerBucket')}/stagedrift/*`]);
    expect(resourcesOf('TakeAndPostponeEvents')).toEqual([expect.stringContaining(':stagedrift-prod-CheckQueue-')]);
    // Nothing is granted for parameters that were not given.
    expect(statements.map(({ Sid }) => Sid)).not.toContain('ReadMemberAccounts');
  });

  it('has an encrypted ledger, and topics of which the one for reports is encrypted', async () => {
    const { ServerSideEncryptionConfiguration } = await new S3Client({ ...aws, forcePathStyle: true }).send(
      new GetBucketEncryptionCommand({ Bucket: idOf('LedgerBucket') }),
    );
    const sns = new SNSClient(aws);
    const keyOf = async (topic: string) =>
      (await sns.send(new GetTopicAttributesCommand({ TopicArn: idOf(topic) }))).Attributes?.KmsMasterKeyId;

    expect(JSON.stringify(ServerSideEncryptionConfiguration)).toContain('AES256');
    expect([await keyOf('ReportTopic'), await keyOf('AlarmTopic')]).toEqual(['alias/aws/sns', undefined]);
  });

  it('finds drift by an event: from the bus to the mail, by the packaged function', async () => {
    const ids = await world.deploy('env:/prod/shipping/terraform.tfstate', corpusState('mod-several'));
    const [restApiId = ''] = ids.values();
    await world.change(restApiId, 'dev', '/description', 'changed by hand');
    const sqs = new SQSClient(aws);
    const QueueUrl = idOf('CheckQueue');
    // The test does not wait for a minute.
    await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { DelaySeconds: '0' } }));
    await new EventBridgeClient(aws).send(new PutEventsCommand({ Entries: [changeOf(restApiId)] }));
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }));
    const Records = Messages.map(({ MessageId, Body }) => ({
      eventSource: 'aws:sqs',
      messageId: MessageId,
      body: Body,
    }));

    const { result, error } = await invokePackaged({ Records });

    expect({ result, error }).toEqual({ result: { batchItemFailures: [] }, error: undefined });
    const [delivery] = await world.subscriber.receive();
    expect(delivery?.report).toMatchObject({ status: 'DRIFTED', trigger: { kind: 'stage-changed' } });
  });

  it('goes without a trace but the ledger', async () => {
    await deployment.remove();
    const s3 = new S3Client({ ...aws, forcePathStyle: true });

    await expect(s3.send(new ListObjectsV2Command({ Bucket: idOf('LedgerBucket') }))).resolves.toBeDefined();
    await expect(s3.send(new ListObjectsV2Command({ Bucket: idOf('ServerlessDeploymentBucket') }))).rejects.toThrow();
    await expect(
      new SQSClient(aws).send(new GetQueueAttributesCommand({ QueueUrl: idOf('CheckQueue') })),
    ).rejects.toThrow();
  }, 120_000);

  /** Runs what Lambda would run of events: the uploaded zip, unpacked, in the environment that the function has. */
  async function invokePackaged(event: unknown) {
    const s3 = new S3Client({ ...aws, forcePathStyle: true });
    const Bucket = idOf('ServerlessDeploymentBucket');
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
    const zip = Contents.find(({ Key = '' }) => Key.endsWith('/stagedrift.zip'));
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: zip?.Key }));
    const folder = mkdtempSync(join(tmpdir(), 'stagedrift-packaged-'));
    unzip(Buffer.from((await Body?.transformToByteArray()) ?? []), folder);
    const { Environment } = await new LambdaClient(aws).send(
      new GetFunctionConfigurationCommand({ FunctionName: 'stagedrift-prod-detect-drift-events' }),
    );
    const packaged = startFunction(
      {
        ...Environment?.Variables,
        ...deployment.environment,
        REPORT_TOPIC_ARN: world.environment.REPORT_TOPIC_ARN ?? '',
        // moto has no search in CloudTrail, and answers it so that it is tried again and again.
        CLOUDTRAIL_LOOKUP: 'false',
      },
      pathToFileURL(`${folder}/`),
    );
    const { result, error } = await packaged.invoke(event);
    await packaged.end();
    return { result, error };
  }
});

/** @returns the sample of a change in the console, about a stage that there is */
function changeOf(restApiId: string) {
  const text = readFileSync('events/change-update-stage.json', 'utf8')
    .replaceAll('nz6fqhy5dm', restApiId)
    .replaceAll('"basic"', '"dev"');
  const { source, 'detail-type': DetailType, detail } = JSON.parse(text);
  return { Source: source, DetailType, Detail: JSON.stringify(detail) };
}

import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateStageCommand,
  DeleteRestApiCommand,
  DeleteStageCommand,
  GetStageCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type LocalAws, startLocalAws } from '../src/local-aws.ts';
import { startTrail, type Trail } from '../src/trail.ts';
import { consoleUser } from '../src/trail-caller.ts';
import type { BusEvent } from '../src/trail-events.ts';

const region = 'eu-west-1';
const account = '123456789012';
const restApiId = 'abcdef74gh';
const resourceArn = `arn:aws:apigateway:${region}::/restapis/${restApiId}/stages/prod`;
const times = { time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/), id: expect.any(String) };

let aws: LocalAws;
let trail: Trail;
let notified: BusEvent[] = [];

const clientOf = (accessKeyId: string) =>
  new APIGatewayClient({ region, endpoint: trail.url, credentials: { accessKeyId, secretAccessKey: 'local' } });
const details = () => notified.splice(0).map(({ detail }) => detail);

beforeAll(async () => {
  aws = await startLocalAws();
  trail = await startTrail({ apiGateway: aws.apiGateway.url, s3: aws.s3.url }, async (event) => notified.push(event));
});

beforeEach(() => {
  aws.apiGateway.reset();
  aws.apiGateway.seedRestApi({ account, region, restApiId, deploymentIds: ['dep0a1'], stages: [] });
  notified = [];
});

afterAll(async () => {
  await trail.stop();
  await aws.stop();
});

describe('a call of API Gateway becomes an event as CloudTrail has it', () => {
  it('with the whole envelope, its caller, its tool and what it asked for', async () => {
    trail.identify('alice', consoleUser(account, 'Admin', 'alice@acme.example'));
    const client = clientOf('alice');
    await client.send(new CreateStageCommand({ restApiId, stageName: 'prod', deploymentId: 'dep0a1' }));
    expect(notified).toEqual([
      {
        version: '0',
        ...times,
        'detail-type': 'AWS API Call via CloudTrail',
        source: 'aws.apigateway',
        account,
        region,
        resources: [],
        detail: {
          eventVersion: '1.09',
          userIdentity: expect.objectContaining({
            type: 'AssumedRole',
            arn: `arn:aws:sts::${account}:assumed-role/AWSReservedSSO_Admin_3a1b2c3d4e5f6071/alice@acme.example`,
          }),
          eventTime: times.time,
          eventSource: 'apigateway.amazonaws.com',
          eventName: 'CreateStage',
          awsRegion: region,
          sourceIPAddress: 'AWS Internal',
          userAgent: 'AWS Internal',
          requestParameters: {
            restApiId,
            createStageInput: { stageName: 'prod', deploymentId: 'dep0a1' },
            template: false,
          },
          responseElements: expect.objectContaining({
            stageName: 'prod',
            createdDate: expect.stringMatching(/^[A-Z][a-z]{2} \d+, \d{4} \d+:\d\d:\d\d [AP]M$/),
          }),
          requestID: expect.any(String),
          eventID: expect.any(String),
          readOnly: false,
          eventType: 'AwsApiCall',
          managementEvent: true,
          recipientAccountId: account,
          eventCategory: 'Management',
          sessionCredentialFromConsole: 'true',
        },
      },
    ]);
  });

  it('each with the stage where CloudTrail has it', async () => {
    const client = clientOf('local');
    await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
    const patchOperations = [{ op: 'replace' as const, path: '/tracingEnabled', value: 'true' }];
    await client.send(new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations }));
    await client.send(new TagResourceCommand({ resourceArn, tags: { team: 'orders' } }));
    await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['team', 'x'] }));
    await client.send(new DeleteStageCommand({ restApiId, stageName: 'prod' }));
    await client.send(new DeleteRestApiCommand({ restApiId }));
    expect(details().map(({ eventName, requestParameters }) => [eventName, requestParameters])).toEqual([
      ['CreateDeployment', { restApiId, createDeploymentInput: { stageName: 'prod' }, template: false }],
      ['UpdateStage', { restApiId, stageName: 'prod', updateStageInput: { patchOperations }, template: false }],
      ['TagResource', { resourceArn, tagResourceInput: { tags: { team: 'orders' } }, template: false }],
      ['UntagResource', { resourceArn, tagKeys: ['team', 'x'], template: false }],
      ['DeleteStage', { restApiId, stageName: 'prod', template: false }],
      ['DeleteRestApi', { restApiId, template: false }],
    ]);
  });

  it('a read as read only, and a failed call with its error', async () => {
    await expect(clientOf('local').send(new GetStageCommand({ restApiId, stageName: 'no' }))).rejects.toThrow();
    expect(details()).toEqual([
      expect.objectContaining({
        eventName: 'GetStage',
        readOnly: true,
        userAgent: expect.stringContaining('aws-sdk-js/3'),
        errorCode: 'NotFoundException',
        errorMessage: 'Invalid stage identifier specified',
        responseElements: null,
      }),
    ]);
  });

  it('and somebody else may act while it is held back', async () => {
    const client = clientOf('local');
    trail.duringCall('UpdateStage', 2, () =>
      client.send(new TagResourceCommand({ resourceArn, tags: { while: 'held' } })),
    );
    await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'prod' }));
    const update = () => client.send(new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations: [] }));
    await update();
    await update();
    await update();
    expect(details().map(({ eventName }) => eventName)).toEqual([
      'CreateDeployment',
      'UpdateStage',
      'TagResource',
      'UpdateStage',
      'UpdateStage',
    ]);
  });
});

describe('an object in S3', () => {
  const bucketOf = (Bucket: string) => {
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const s3 = new S3Client({ region, endpoint: trail.url, credentials, forcePathStyle: true });
    return s3.send(new CreateBucketCommand({ Bucket })).then(() => s3);
  };

  it('becomes an event when it is written, with its key as it is', async () => {
    const s3 = await bucketOf('states');
    const Key = 'env:/prod/the orders/terraform.tfstate';
    await s3.send(new PutObjectCommand({ Bucket: 'states', Key, Body: 'hello' }));
    await s3.send(new GetObjectCommand({ Bucket: 'states', Key }));
    expect(notified).toEqual([
      {
        version: '0',
        ...times,
        'detail-type': 'Object Created',
        source: 'aws.s3',
        account,
        region,
        resources: ['arn:aws:s3:::states'],
        detail: {
          version: '0',
          bucket: { name: 'states' },
          object: {
            key: Key,
            size: 5,
            etag: '5d41402abc4b2a76b9719d911017c592',
            sequencer: expect.stringMatching(/^[\dA-F]{18}$/),
          },
          'request-id': expect.any(String),
          requester: account,
          'source-ip-address': '203.0.113.7',
          reason: 'PutObject',
        },
      },
    ]);
  });

  it('becomes an event when it is deleted, and not when its write failed', async () => {
    const s3 = await bucketOf('locks');
    const lock = { Bucket: 'locks', Key: 'terraform.tfstate.tflock' };
    await s3.send(new PutObjectCommand({ ...lock, Body: '{}', IfNoneMatch: '*' }));
    await expect(s3.send(new PutObjectCommand({ ...lock, Body: '{}', IfNoneMatch: '*' }))).rejects.toThrow();
    await s3.send(new DeleteObjectCommand(lock));
    expect(notified.map((event) => event['detail-type'])).toEqual(['Object Created', 'Object Deleted']);
  });
});

import {
  type APIGatewayClient,
  BadRequestException,
  ConflictException,
  CreateStageCommand,
  DeleteStageCommand,
  GetStageCommand,
  GetStagesCommand,
  NotFoundException,
  Stage$,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { LocalApiGateway } from '../../local-aws/api-gateway.ts';
import { clientOf, here, restApiId, seeded, startSeeded } from './seeded-api-gateway.ts';

let apiGateway: LocalApiGateway;
let client: APIGatewayClient;

beforeAll(async () => {
  apiGateway = await startSeeded();
  client = clientOf(apiGateway.url);
});
afterAll(() => apiGateway.stop());
beforeEach(() => {
  apiGateway.reset();
  apiGateway.seedRestApi(seeded);
});

const plain = { restApiId, stageName: 'plain', deploymentId: 'first1' };

describe('CreateStage', () => {
  it('creates a stage with the defaults of API Gateway', async () => {
    const stage = await client.send(new CreateStageCommand(plain));

    expect(stage).toMatchObject({
      stageName: 'plain',
      deploymentId: 'first1',
      cacheClusterEnabled: false,
      cacheClusterStatus: 'NOT_AVAILABLE',
      methodSettings: {},
      tracingEnabled: false,
      createdDate: expect.any(Date),
      lastUpdatedDate: expect.any(Date),
    });
    expect(stage.cacheClusterSize).toBeUndefined();
    expect(stage.canarySettings).toBeUndefined();
  });

  it('keeps every setting that it is given', async () => {
    const settings = {
      description: 'all of them',
      cacheClusterEnabled: true,
      cacheClusterSize: '1.6' as const,
      variables: { a: '1', url: 'https://example.org/?a=1&b=2' },
      documentationVersion: '1.0',
      canarySettings: {
        percentTraffic: 10.5,
        deploymentId: 'second',
        stageVariableOverrides: { a: '2' },
        useStageCache: true,
      },
      tracingEnabled: true,
      tags: { Team: 'a' },
    };
    await client.send(new CreateStageCommand({ ...plain, ...settings }));

    expect(await client.send(new GetStageCommand(plain))).toMatchObject({ ...settings, cacheClusterStatus: 'AVAILABLE' });
  });

  it('gives an enabled cache cluster the smallest size', async () => {
    expect(await client.send(new CreateStageCommand({ ...plain, cacheClusterEnabled: true }))).toMatchObject({
      cacheClusterSize: '0.5',
      cacheClusterStatus: 'AVAILABLE',
    });
  });

  it('gives a canary no traffic and the deployment of the stage', async () => {
    const { canarySettings } = await client.send(new CreateStageCommand({ ...plain, canarySettings: {} }));

    expect(canarySettings).toEqual({ percentTraffic: 0, deploymentId: 'first1', useStageCache: false });
  });

  it('refuses a name that is taken', async () => {
    const creation = client.send(new CreateStageCommand({ ...plain, stageName: 'dev' }));

    await expect(creation).rejects.toThrow(ConflictException);
    await expect(creation).rejects.toMatchObject({ message: 'Stage already exists' });
  });

  it.each(['a.b', 'a b', 'ä'])('refuses the name %s', async (stageName) => {
    await expect(client.send(new CreateStageCommand({ ...plain, stageName }))).rejects.toThrow(BadRequestException);
  });

  it('refuses a deployment that the REST API does not have', async () => {
    const creation = client.send(new CreateStageCommand({ ...plain, deploymentId: 'nowhere' }));

    await expect(creation).rejects.toThrow('Invalid Deployment identifier specified');
  });

  it('refuses a REST API that is not there', async () => {
    const creation = client.send(new CreateStageCommand({ ...plain, restApiId: 'nowhere' }));

    await expect(creation).rejects.toThrow('Invalid Rest API Id specified');
  });
});

describe('GetStage', () => {
  it('answers every member of a stage and nothing else', async () => {
    const stage = {
      stageName: 'full',
      deploymentId: 'first1',
      clientCertificateId: 'abc123',
      description: 'full',
      cacheClusterEnabled: true,
      cacheClusterSize: '6.1',
      cacheClusterStatus: 'AVAILABLE',
      methodSettings: { '*/*': { metricsEnabled: true } },
      variables: { a: '1' },
      documentationVersion: '1.0',
      accessLogSettings: { format: '$context.requestId', destinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:x' },
      canarySettings: { percentTraffic: 1, deploymentId: 'second', useStageCache: false },
      tracingEnabled: true,
      webAclArn: 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/x/1',
      tags: { Team: 'a' },
      createdDate: 1700000000,
      lastUpdatedDate: 1700000001,
    };
    apiGateway.seedRestApi({ ...seeded, stages: [stage] });
    const { $metadata, ...answered } = await client.send(new GetStageCommand({ restApiId, stageName: 'full' }));

    expect($metadata.httpStatusCode).toBe(200);
    expect(Object.keys(answered).sort()).toEqual([...Stage$[4]].sort());
    expect(answered).toEqual({
      ...stage,
      createdDate: new Date(1700000000_000),
      lastUpdatedDate: new Date(1700000001_000),
    });
    const wire = apiGateway.peekStage({ ...here, restApiId, stageName: 'full' });
    expect(Object.keys(wire ?? {}).sort()).toEqual([...Stage$[4]].sort());
  });

  it('tells a missing stage from a missing REST API', async () => {
    const missingStage = client.send(new GetStageCommand({ restApiId, stageName: 'nowhere' }));
    const missingApi = client.send(new GetStageCommand({ restApiId: 'nowhere', stageName: 'dev' }));

    await expect(missingStage).rejects.toThrow(NotFoundException);
    await expect(missingStage).rejects.toThrow('Invalid stage identifier specified');
    await expect(missingApi).rejects.toThrow(NotFoundException);
    await expect(missingApi).rejects.toThrow('Invalid Rest API Id specified');
  });
});

describe('GetStages', () => {
  it('answers all stages of a REST API', async () => {
    await client.send(new CreateStageCommand(plain));
    const { item } = await client.send(new GetStagesCommand({ restApiId }));

    expect(item?.map(({ stageName }) => stageName)).toEqual(['dev', 'plain']);
  });

  it('knows a missing REST API', async () => {
    await expect(client.send(new GetStagesCommand({ restApiId: 'nowhere' }))).rejects.toThrow(NotFoundException);
  });
});

describe('DeleteStage', () => {
  it('takes the stage away', async () => {
    await client.send(new DeleteStageCommand({ restApiId, stageName: 'dev' }));

    expect(apiGateway.peekStage({ ...here, restApiId, stageName: 'dev' })).toBeUndefined();
    await expect(client.send(new DeleteStageCommand({ restApiId, stageName: 'dev' }))).rejects.toThrow(NotFoundException);
  });
});

describe('UpdateStage', () => {
  it('knows a missing stage', async () => {
    const update = client.send(new UpdateStageCommand({ restApiId, stageName: 'nowhere', patchOperations: [] }));

    await expect(update).rejects.toThrow(NotFoundException);
  });
});

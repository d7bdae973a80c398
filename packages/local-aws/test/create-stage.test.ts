import {
  BadRequestException,
  ConflictException,
  CreateStageCommand,
  GetStageCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from '@jest/globals';
import { restApiId, useSeeded } from './seeded-api-gateway.ts';

const server = useSeeded();

const plain = { restApiId, stageName: 'plain', deploymentId: 'first1' };

describe('CreateStage', () => {
  it('creates a stage with the defaults of API Gateway', async () => {
    const stage = await server().client.send(new CreateStageCommand(plain));

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
    await server().client.send(new CreateStageCommand({ ...plain, ...settings }));

    expect(await server().client.send(new GetStageCommand(plain))).toMatchObject({
      ...settings,
      cacheClusterStatus: 'AVAILABLE',
    });
  });

  it('gives an enabled cache cluster the smallest size', async () => {
    expect(await server().client.send(new CreateStageCommand({ ...plain, cacheClusterEnabled: true }))).toMatchObject({
      cacheClusterSize: '0.5',
      cacheClusterStatus: 'AVAILABLE',
    });
  });

  it('gives a canary no traffic and the deployment of the stage', async () => {
    const { canarySettings } = await server().client.send(new CreateStageCommand({ ...plain, canarySettings: {} }));

    expect(canarySettings).toEqual({ percentTraffic: 0, deploymentId: 'first1', useStageCache: false });
  });

  it('refuses a name that is taken', async () => {
    const creation = server().client.send(new CreateStageCommand({ ...plain, stageName: 'dev' }));

    await expect(creation).rejects.toThrow(ConflictException);
    await expect(creation).rejects.toMatchObject({ message: 'Stage already exists' });
  });

  it.each(['a.b', 'a b', 'ä'])('refuses the name %s', async (stageName) => {
    await expect(server().client.send(new CreateStageCommand({ ...plain, stageName }))).rejects.toThrow(
      BadRequestException,
    );
  });

  it('refuses a deployment that the REST API does not have', async () => {
    const creation = server().client.send(new CreateStageCommand({ ...plain, deploymentId: 'nowhere' }));

    await expect(creation).rejects.toThrow('Invalid Deployment identifier specified');
  });

  it('refuses a REST API that is not there', async () => {
    const creation = server().client.send(new CreateStageCommand({ ...plain, restApiId: 'nowhere' }));

    await expect(creation).rejects.toThrow('Invalid Rest API Id specified');
  });
});

import {
  CreateStageCommand,
  DeleteStageCommand,
  GetStageCommand,
  GetStagesCommand,
  NotFoundException,
  Stage$,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from '@jest/globals';
import { here, restApiId, seeded, useSeeded } from './seeded-api-gateway.ts';

const server = useSeeded();

const plain = { restApiId, stageName: 'plain', deploymentId: 'first1' };

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
      accessLogSettings: {
        format: '$context.requestId',
        destinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:x',
      },
      canarySettings: { percentTraffic: 1, deploymentId: 'second', useStageCache: false },
      tracingEnabled: true,
      webAclArn: 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/x/1',
      tags: { Team: 'a' },
      createdDate: 1700000000,
      lastUpdatedDate: 1700000001,
    };
    server().apiGateway.seedRestApi({ ...seeded, stages: [stage] });
    const { $metadata, ...answered } = await server().client.send(
      new GetStageCommand({ restApiId, stageName: 'full' }),
    );

    expect($metadata.httpStatusCode).toBe(200);
    expect(Object.keys(answered).sort()).toEqual([...Stage$[4]].sort());
    expect(answered).toEqual({
      ...stage,
      createdDate: new Date(1700000000_000),
      lastUpdatedDate: new Date(1700000001_000),
    });
    const wire = server().apiGateway.peekStage({ ...here, restApiId, stageName: 'full' });
    expect(Object.keys(wire ?? {}).sort()).toEqual([...Stage$[4]].sort());
  });

  it('tells a missing stage from a missing REST API', async () => {
    const missingStage = server().client.send(new GetStageCommand({ restApiId, stageName: 'nowhere' }));
    const missingApi = server().client.send(new GetStageCommand({ restApiId: 'nowhere', stageName: 'dev' }));

    await expect(missingStage).rejects.toThrow(NotFoundException);
    await expect(missingStage).rejects.toThrow('Invalid stage identifier specified');
    await expect(missingApi).rejects.toThrow(NotFoundException);
    await expect(missingApi).rejects.toThrow('Invalid Rest API Id specified');
  });
});

describe('GetStages', () => {
  it('answers all stages of a REST API', async () => {
    await server().client.send(new CreateStageCommand(plain));
    const { item } = await server().client.send(new GetStagesCommand({ restApiId }));

    expect(item?.map(({ stageName }) => stageName)).toEqual(['dev', 'plain']);
  });

  it('knows a missing REST API', async () => {
    await expect(server().client.send(new GetStagesCommand({ restApiId: 'nowhere' }))).rejects.toThrow(
      NotFoundException,
    );
  });
});

describe('DeleteStage', () => {
  it('takes the stage away', async () => {
    await server().client.send(new DeleteStageCommand({ restApiId, stageName: 'dev' }));

    expect(server().apiGateway.peekStage({ ...here, restApiId, stageName: 'dev' })).toBeUndefined();
    await expect(server().client.send(new DeleteStageCommand({ restApiId, stageName: 'dev' }))).rejects.toThrow(
      NotFoundException,
    );
  });
});

describe('UpdateStage', () => {
  it('knows a missing stage', async () => {
    const update = server().client.send(
      new UpdateStageCommand({ restApiId, stageName: 'nowhere', patchOperations: [] }),
    );

    await expect(update).rejects.toThrow(NotFoundException);
  });
});

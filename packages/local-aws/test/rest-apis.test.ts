import {
  type APIGatewayClient,
  BadRequestException,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  DeleteDeploymentCommand,
  DeleteRestApiCommand,
  DeleteStageCommand,
  GetDeploymentCommand,
  GetDeploymentsCommand,
  GetRestApiCommand,
  GetRestApisCommand,
  NotFoundException,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { LocalApiGateway } from '../src/api-gateway.ts';
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

describe('REST APIs', () => {
  it('are created, read, listed and deleted', async () => {
    const { id } = await client.send(new CreateRestApiCommand({ name: 'orders', tags: { Team: 'a' } }));
    const { items } = await client.send(new GetRestApisCommand({}));
    const read = await client.send(new GetRestApiCommand({ restApiId: id }));
    await client.send(new DeleteRestApiCommand({ restApiId: id }));

    expect(read).toMatchObject({ id, name: 'orders', tags: { Team: 'a' }, createdDate: expect.any(Date) });
    expect(items?.map((item) => item.id)).toEqual([restApiId, id]);
    await expect(client.send(new GetRestApiCommand({ restApiId: id }))).rejects.toThrow(NotFoundException);
  });

  it('take the id that the tag _custom_id_ wishes', async () => {
    const created = await client.send(new CreateRestApiCommand({ name: 'x', tags: { _custom_id_: 'wished0001' } }));

    expect(created.id).toBe('wished0001');
  });
});

describe('deployments', () => {
  it('are created, read and listed', async () => {
    const { id } = await client.send(new CreateDeploymentCommand({ restApiId, description: 'third' }));
    const read = await client.send(new GetDeploymentCommand({ restApiId, deploymentId: id }));
    const { items } = await client.send(new GetDeploymentsCommand({ restApiId }));

    expect(read).toMatchObject({ id, description: 'third', createdDate: expect.any(Date) });
    expect(items?.map((item) => item.id)).toEqual(['first1', 'second', id]);
  });

  it('create the stage that they name', async () => {
    const stage = {
      stageName: 'new',
      stageDescription: 'by deployment',
      variables: { a: '1' },
      cacheClusterEnabled: true,
    };
    const { id } = await client.send(new CreateDeploymentCommand({ restApiId, ...stage }));

    expect(apiGateway.peekStage({ ...here, restApiId, stageName: 'new' })).toMatchObject({
      deploymentId: id,
      description: 'by deployment',
      variables: { a: '1' },
      cacheClusterStatus: 'AVAILABLE',
    });
  });

  it('point an existing stage to themselves', async () => {
    const { id } = await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'dev' }));

    expect(apiGateway.peekStage({ ...here, restApiId, stageName: 'dev' })).toMatchObject({ deploymentId: id });
  });

  it('with canary settings go to the canary alone', async () => {
    const canarySettings = { percentTraffic: 20 };
    const { id } = await client.send(new CreateDeploymentCommand({ restApiId, stageName: 'dev', canarySettings }));

    expect(apiGateway.peekStage({ ...here, restApiId, stageName: 'dev' })).toMatchObject({
      deploymentId: 'first1',
      canarySettings: { percentTraffic: 20, deploymentId: id },
    });
  });

  it('are not deleted while a stage points to them', async () => {
    const deletion = new DeleteDeploymentCommand({ restApiId, deploymentId: 'first1' });

    const refused = client.send(deletion);
    await expect(refused).rejects.toThrow(BadRequestException);
    await expect(refused).rejects.toThrow('Active stages pointing to this deployment must be moved or deleted');
    await client.send(new DeleteStageCommand({ restApiId, stageName: 'dev' }));
    await client.send(deletion);
    await expect(client.send(deletion)).rejects.toThrow(NotFoundException);
  });
});

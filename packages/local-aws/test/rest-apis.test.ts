import {
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
import { describe, expect, it } from '@jest/globals';
import { here, restApiId, useSeeded } from './seeded-api-gateway.ts';

const server = useSeeded();

describe('REST APIs', () => {
  it('are created, read, listed and deleted', async () => {
    const { id } = await server().client.send(new CreateRestApiCommand({ name: 'orders', tags: { Team: 'a' } }));
    const { items } = await server().client.send(new GetRestApisCommand({}));
    const read = await server().client.send(new GetRestApiCommand({ restApiId: id }));
    await server().client.send(new DeleteRestApiCommand({ restApiId: id }));

    expect(read).toMatchObject({ id, name: 'orders', tags: { Team: 'a' }, createdDate: expect.any(Date) });
    expect(items?.map((item) => item.id)).toEqual([restApiId, id]);
    await expect(server().client.send(new GetRestApiCommand({ restApiId: id }))).rejects.toThrow(NotFoundException);
  });

  it('take the id that the tag _custom_id_ wishes', async () => {
    const created = await server().client.send(
      new CreateRestApiCommand({ name: 'x', tags: { _custom_id_: 'wished0001' } }),
    );

    expect(created.id).toBe('wished0001');
  });
});

describe('deployments', () => {
  it('are created, read and listed', async () => {
    const { id } = await server().client.send(new CreateDeploymentCommand({ restApiId, description: 'third' }));
    const read = await server().client.send(new GetDeploymentCommand({ restApiId, deploymentId: id }));
    const { items } = await server().client.send(new GetDeploymentsCommand({ restApiId }));

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
    const { id } = await server().client.send(new CreateDeploymentCommand({ restApiId, ...stage }));

    expect(server().apiGateway.peekStage({ ...here, restApiId, stageName: 'new' })).toMatchObject({
      deploymentId: id,
      description: 'by deployment',
      variables: { a: '1' },
      cacheClusterStatus: 'AVAILABLE',
    });
  });

  it('point an existing stage to themselves', async () => {
    const { id } = await server().client.send(new CreateDeploymentCommand({ restApiId, stageName: 'dev' }));

    expect(server().apiGateway.peekStage({ ...here, restApiId, stageName: 'dev' })).toMatchObject({ deploymentId: id });
  });

  it('with canary settings go to the canary alone', async () => {
    const canarySettings = { percentTraffic: 20 };
    const { id } = await server().client.send(
      new CreateDeploymentCommand({ restApiId, stageName: 'dev', canarySettings }),
    );

    expect(server().apiGateway.peekStage({ ...here, restApiId, stageName: 'dev' })).toMatchObject({
      deploymentId: 'first1',
      canarySettings: { percentTraffic: 20, deploymentId: id },
    });
  });

  it('are not deleted while a stage points to them', async () => {
    const deletion = new DeleteDeploymentCommand({ restApiId, deploymentId: 'first1' });

    const refused = server().client.send(deletion);
    await expect(refused).rejects.toThrow(BadRequestException);
    await expect(refused).rejects.toThrow('Active stages pointing to this deployment must be moved or deleted');
    await server().client.send(new DeleteStageCommand({ restApiId, stageName: 'dev' }));
    await server().client.send(deletion);
    await expect(server().client.send(deletion)).rejects.toThrow(NotFoundException);
  });
});

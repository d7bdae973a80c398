import {
  APIGatewayClient,
  CreateDeploymentCommand,
  DeleteDeploymentCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type CompanionWorld,
  denied,
  differencesOf,
  here,
  ofType,
  resourceOf,
  restApiId,
  type StateResource,
  stageOf,
  startWorld,
  statuses,
} from './companion-world.ts';

const type = 'aws_api_gateway_deployment';
const address = `${type}.this`;

let world: CompanionWorld;
let apiGateway: APIGatewayClient;

beforeAll(async () => {
  world = await startWorld();
  apiGateway = new APIGatewayClient();
});
afterAll(async () => {
  apiGateway.destroy();
  await world.stop();
});
beforeEach(() => world.reset());

function deploymentOf(id: string, attributes: object = {}, name?: string): StateResource {
  return resourceOf(type, { id, rest_api_id: restApiId, ...attributes }, name);
}

const prod = stageOf('prod', { deployment_id: 'first1' });

describe('a deployment that a stage has', () => {
  it('is reported with the stage', async () => {
    const report = await world.check([prod, deploymentOf('first1', { description: '' })]);

    expect(ofType(report, type)).toMatchObject([
      {
        address,
        status: 'IN_SYNC',
        id: { accountId: here.account, region: here.region, restApiId, stageName: 'prod' },
      },
    ]);
  });

  it('for its canary only is reported with the stage', async () => {
    const canary = stageOf('prod', { canary_settings: [{ deployment_id: 'second' }] });
    const report = await world.check([canary, deploymentOf('second')]);

    expect(ofType(report, type)).toMatchObject([{ status: 'IN_SYNC', id: { stageName: 'prod' } }]);
  });

  it('and another has too is reported with the first in order of address, and asked for once', async () => {
    const report = await world.check([prod, stageOf('dev', { deployment_id: 'first1' }), deploymentOf('first1')]);

    expect(ofType(report, type).map(({ id }) => id.stageName)).toEqual(['dev']);
    expect(world.apiGatewayCalls().toSorted()).toEqual(['GetDeployment', 'GetStages']);
  });

  it('in another state is asked for once where two states have it', async () => {
    const report = await world.check(
      new Map([
        ['s3://acme-tf/1.tfstate', [prod, deploymentOf('first1')]],
        ['s3://acme-tf/2.tfstate', [deploymentOf('first1', {}, 'copy')]],
      ]),
    );

    expect(statuses(report)).toMatchObject({ [address]: 'IN_SYNC', [`${type}.copy`]: 'IN_SYNC' });
    expect(world.apiGatewayCalls().toSorted()).toEqual(['GetDeployment', 'GetStages']);
  });
});

describe('a deployment that no stage of the states has is not reported:', () => {
  it.each([
    ['an old one', 'first0', {}],
    ['one of another REST API', 'first1', { rest_api_id: 'zzzzzzzzzz' }],
    [
      'one in another account',
      'first1',
      { execution_arn: `arn:aws:execute-api:eu-west-1:999999999999:${restApiId}/prod` },
    ],
    ['one without an id', '', {}],
    ['one without a REST API', 'first1', { rest_api_id: null }],
  ])('%s', async (_, id, attributes) => {
    const report = await world.check([prod, deploymentOf(id, attributes)]);

    expect(ofType(report, type)).toEqual([]);
    expect(world.apiGatewayCalls()).toEqual(['GetStages']);
  });
});

describe('description', () => {
  it.each([
    ['', undefined, []],
    [null, undefined, []],
    ['v1', 'v1', []],
    ['v1', 'v2', [['description', 'v1', 'v2']]],
    ['v1', undefined, [['description', 'v1', null]]],
    ['', 'v2', [['description', null, 'v2']]],
    [undefined, 'v2', []],
  ])('that the state has as %j and the deployment as %j', async (expected, description, differences) => {
    const { id = '' } = await apiGateway.send(new CreateDeploymentCommand({ restApiId, description }));
    const report = await world.check([
      stageOf('prod', { deployment_id: id }),
      deploymentOf(id, expected === undefined ? {} : { description: expected }),
    ]);

    expect(differencesOf(report, type)).toEqual(differences);
  });
});

describe('a deployment that is gone', () => {
  it('is deleted, while the stage has moved on to another', async () => {
    for (const stageName of ['prod', 'dev']) {
      const patchOperations = [{ op: 'replace' as const, path: '/deploymentId', value: 'second' }];
      await apiGateway.send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
    }
    await apiGateway.send(new DeleteDeploymentCommand({ restApiId, deploymentId: 'first1' }));
    const report = await world.check([prod, deploymentOf('first1')]);

    expect(statuses(report)).toMatchObject({ 'aws_api_gateway_stage.prod': 'MODIFIED', [address]: 'DELETED' });
    expect(ofType(report, type)[0]?.reason).toContain('Invalid Deployment identifier specified');
  });

  it('with its REST API is deleted like the stage', async () => {
    world.aws.apiGateway.reset();
    const report = await world.check([prod, deploymentOf('first1')]);

    expect(statuses(report)).toEqual({ 'aws_api_gateway_stage.prod': 'DELETED', [address]: 'DELETED' });
  });
});

describe('a deployment that cannot be read', () => {
  it('is not checked, while the stage is', async () => {
    world.aws.apiGateway.setFault({ operation: 'GetDeployment' }, denied);
    const report = await world.check([prod, deploymentOf('first1')]);

    expect(statuses(report)).toMatchObject({ 'aws_api_gateway_stage.prod': 'IN_SYNC', [address]: 'NOT_CHECKED' });
    expect(ofType(report, type)[0]?.reason).toBe('access denied by API Gateway: AccessDeniedException: not authorized');
    expect(report.status).toBe('INCOMPLETE');
  });
});

describe('a deployment that a verdict about its stage is explained with', () => {
  it('is not asked for again', async () => {
    const patchOperations = [{ op: 'replace' as const, path: '/deploymentId', value: 'second' }];
    await apiGateway.send(new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations }));
    const before = world.apiGatewayCalls().length;
    const report = await world.check([prod, deploymentOf('first1')]);

    expect(report.resources.find((checked) => checked.address === 'aws_api_gateway_stage.prod')?.notes).toHaveLength(2);
    expect(world.apiGatewayCalls().slice(before).toSorted()).toEqual(['GetDeployment', 'GetDeployment', 'GetStages']);
  });
});

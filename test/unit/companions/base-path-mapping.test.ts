import {
  APIGatewayClient,
  CreateBasePathMappingCommand,
  CreateDomainNameCommand,
  DeleteBasePathMappingCommand,
  DeleteDomainNameCommand,
  UpdateBasePathMappingCommand,
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

const type = 'aws_api_gateway_base_path_mapping';
const address = `${type}.this`;
const domainName = 'api.acme.example';
const otherApi = 'bbbbbbbbbb';

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
beforeEach(async () => {
  world.reset();
  const stages = [{ stageName: 'prod', deploymentId: 'first1' }];
  world.aws.apiGateway.seedRestApi({ ...here, restApiId: otherApi, deploymentIds: ['first1'], stages });
  await apiGateway.send(new CreateDomainNameCommand({ domainName }));
});

function map(basePath: string, stage: string, more: { domainNameId?: string } = {}) {
  return apiGateway.send(new CreateBasePathMappingCommand({ domainName, basePath, restApiId, stage, ...more }));
}

function change(basePath: string, path: string, value: string) {
  const patchOperations = [{ op: 'replace' as const, path, value }];
  return apiGateway.send(new UpdateBasePathMappingCommand({ domainName, basePath, patchOperations }));
}

function mappingOf(base_path: string | null, attributes: object = {}): StateResource {
  return resourceOf(type, { domain_name: domainName, base_path, api_id: restApiId, stage_name: 'prod', ...attributes });
}

const stages = [stageOf('prod'), stageOf('dev')];

describe('a base path mapping to a REST API of the states', () => {
  it.each([
    ['orders', 'orders'],
    ['', ''],
    ['', null],
    ['a b/%', 'a b/%'],
  ])('is reported with the stage it names, and asked for once: %j as %j', async (basePath, base_path) => {
    await map(basePath, 'prod');
    const before = world.apiGatewayCalls().length;
    const report = await world.check([...stages, mappingOf(base_path)]);

    expect(ofType(report, type)).toMatchObject([
      {
        address,
        status: 'IN_SYNC',
        id: { accountId: here.account, region: here.region, restApiId, stageName: 'prod' },
      },
    ]);
    expect(world.apiGatewayCalls().slice(before).toSorted()).toEqual(['GetBasePathMapping', 'GetStages']);
  });

  it('and no stage is reported with the first in order of address', async () => {
    await map('orders', '');
    const report = await world.check([...stages, mappingOf('orders', { stage_name: '' })]);

    expect(ofType(report, type)).toMatchObject([{ status: 'IN_SYNC', id: { stageName: 'dev' } }]);
  });

  it('and a stage that no state has is reported with the first in order of address', async () => {
    await map('orders', 'prod');
    const report = await world.check([stageOf('dev'), mappingOf('orders')]);

    expect(ofType(report, type)).toMatchObject([{ status: 'IN_SYNC', id: { stageName: 'dev' } }]);
  });

  it('of a private domain name is asked for with its id', async () => {
    const endpointConfiguration = { types: ['PRIVATE' as const] };
    const { domainNameId = '' } = await apiGateway.send(
      new CreateDomainNameCommand({ domainName, endpointConfiguration }),
    );
    await map('orders', 'dev');
    await map('orders', 'prod', { domainNameId });
    const report = await world.check([...stages, mappingOf('orders', { domain_name_id: domainNameId })]);

    expect(statuses(report)[address]).toBe('IN_SYNC');
  });
});

describe('a base path mapping to no REST API of the states is not reported:', () => {
  it.each([
    ['to another REST API', { api_id: otherApi }],
    ['to none', { api_id: null }],
    ['in another region', { region: 'us-east-1' }],
  ])('%s', async (_, attributes) => {
    const report = await world.check([...stages, mappingOf('orders', attributes)]);

    expect(ofType(report, type)).toEqual([]);
    expect(world.apiGatewayCalls()).not.toContain('GetBasePathMapping');
  });
});

describe('a base path mapping that somebody leads elsewhere', () => {
  it('is modified: to another stage', async () => {
    await map('orders', 'prod');
    await change('orders', '/stage', 'dev');

    expect(differencesOf(await world.check([...stages, mappingOf('orders')]), type)).toEqual([
      ['stage_name', 'prod', 'dev'],
    ]);
  });

  it('is modified: to no stage', async () => {
    await map('orders', 'prod');
    await change('orders', '/stage', '(none)');

    expect(differencesOf(await world.check([...stages, mappingOf('orders')]), type)).toEqual([
      ['stage_name', 'prod', null],
    ]);
  });

  it.each(['', null])('is modified: from no stage (%j) to one', async (stage_name) => {
    await map('orders', 'prod');

    expect(differencesOf(await world.check([...stages, mappingOf('orders', { stage_name })]), type)).toEqual([
      ['stage_name', null, 'prod'],
    ]);
  });

  it('is modified: to another REST API', async () => {
    await map('orders', 'prod');
    await change('orders', '/restapiId', otherApi);

    expect(differencesOf(await world.check([...stages, mappingOf('orders')]), type)).toEqual([
      ['api_id', restApiId, otherApi],
    ]);
  });
});

describe('a base path mapping that is gone', () => {
  it('is deleted', async () => {
    await map('orders', 'prod');
    await apiGateway.send(new DeleteBasePathMappingCommand({ domainName, basePath: 'orders' }));

    expect(ofType(await world.check([...stages, mappingOf('orders')]), type)).toMatchObject([
      {
        status: 'DELETED',
        reason: 'API Gateway does not have it any more: Invalid base path mapping identifier specified',
      },
    ]);
  });

  it('with its domain name is deleted', async () => {
    await map('orders', 'prod');
    await apiGateway.send(new DeleteDomainNameCommand({ domainName }));

    expect(statuses(await world.check([...stages, mappingOf('orders')]))[address]).toBe('DELETED');
  });

  it('since it is under another base path is deleted', async () => {
    await map('orders', 'prod');
    await change('orders', '/basePath', 'purchases');

    expect(statuses(await world.check([...stages, mappingOf('orders')]))[address]).toBe('DELETED');
  });
});

describe('a base path mapping that cannot be read', () => {
  it('is not checked, while its stage is', async () => {
    await map('orders', 'prod');
    world.aws.apiGateway.setFault({ operation: 'GetBasePathMapping' }, denied);
    const report = await world.check([...stages, mappingOf('orders')]);

    expect(statuses(report)).toEqual({
      'aws_api_gateway_stage.dev': 'IN_SYNC',
      'aws_api_gateway_stage.prod': 'IN_SYNC',
      [address]: 'NOT_CHECKED',
    });
  });

  it('since the state names no domain is not checked', async () => {
    const report = await world.check([...stages, mappingOf('orders', { domain_name: null })]);

    expect(ofType(report, type)).toMatchObject([
      { status: 'NOT_CHECKED', reason: 'the state has no domain_name for it' },
    ]);
  });
});

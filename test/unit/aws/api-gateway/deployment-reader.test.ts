import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LocalApiGateway } from '@stagedrift/local-aws/api-gateway';
import type { Fault } from '@stagedrift/local-aws/faults';
import { createDeploymentReader } from '../../../../lib/aws/api-gateway/deployment-reader.ts';
import { createVirtualClock, type VirtualClock } from '../../../virtual-clock.ts';
import { apiGatewayService, ownAccountId, startOwnApiGateway } from '../live-stages.ts';

let apiGateway: LocalApiGateway;
let clock: VirtualClock;

beforeEach(async () => {
  apiGateway = await startOwnApiGateway();
  clock = createVirtualClock();
});
afterEach(() => apiGateway.stop());

function makeLive(restApiId: string, deploymentIds: string[]): void {
  apiGateway.seedRestApi({ account: ownAccountId, region: 'eu-west-1', restApiId, deploymentIds, stages: [] });
}

/** @returns what is said of each deployment, `API/ID`, in order: FOUND, or kind and reason */
async function read(...deployments: string[]): Promise<string[]> {
  const ids = deployments.map((deployment) => {
    const [apiId = '', deploymentId = ''] = deployment.split('/');
    return { apiId, deploymentId };
  });
  const ask = createDeploymentReader(apiGatewayService({ clock }))(ids);
  const answers = await clock.passWhile(Promise.all(ids.map(ask)));
  return answers.map((answer) => (answer.kind === 'FOUND' ? 'FOUND' : `${answer.kind}: ${answer.reason}`));
}

function asked(): string[] {
  return apiGateway.calls.map(({ operation, restApiId }) => `${operation} ${restApiId}`);
}

const gone = 'NOT_FOUND: API Gateway does not have it any more: Invalid Deployment identifier specified';

describe('deployments of REST APIs', () => {
  it('take one call each REST API, however many of it are asked for', async () => {
    makeLive('orders', ['first1', 'second', 'third3']);
    makeLive('users', ['first1']);

    expect(await read('orders/first1', 'users/first1', 'orders/third3')).toEqual(['FOUND', 'FOUND', 'FOUND']);
    expect(asked().toSorted()).toEqual(['GetDeployment users', 'GetDeployments orders']);
  });

  it('are asked for by their ids where the list lacks them, before they are called gone', async () => {
    makeLive('orders', ['first1']);

    expect(await read('orders/first1', 'orders/second')).toEqual(['FOUND', gone]);
    expect(asked()).toEqual(['GetDeployments orders', 'GetDeployment orders']);
  });

  it.each<[string, Fault]>([
    ['is denied', { kind: 'error', status: 403, code: 'AccessDeniedException', message: 'no' }],
    ['is no list', { kind: 'garbage', body: '{"item":"none"}', contentType: 'application/json' }],
    ['is empty', { kind: 'garbage', body: '{}', contentType: 'application/json' }],
  ])('are asked for by their ids where the list %s', async (_how, fault) => {
    makeLive('orders', ['first1', 'second']);
    apiGateway.setFault({ operation: 'GetDeployments' }, fault);

    expect(await read('orders/first1', 'orders/second')).toEqual(['FOUND', 'FOUND']);
  });

  it('are not asked for one by one while API Gateway throttles the list', async () => {
    makeLive('orders', ['first1', 'second']);
    apiGateway.setFault({ operation: 'GetDeployments' }, { kind: 'throttled' });

    expect(await read('orders/first1', 'orders/second')).toEqual(
      Array(2).fill(expect.stringContaining('UNREADABLE: throttled by API Gateway')),
    );
    expect(new Set(asked())).toEqual(new Set(['GetDeployments orders']));
  });

  it.each([
    ['no id', '{}', 'AWS gave an answer that is not a deployment: id is missing'],
    ['another id', '{"id":"second"}', 'API Gateway gave an answer about another deployment'],
  ])('are unreadable where the answer has %s', async (_which, body, reason) => {
    makeLive('orders', ['first1']);
    apiGateway.setFault({}, { kind: 'garbage', body, contentType: 'application/json' });

    expect(await read('orders/first1')).toEqual([`UNREADABLE: ${reason}`]);
  });
});

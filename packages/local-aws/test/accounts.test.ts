import {
  CreateRestApiCommand,
  GetRestApiCommand,
  GetStageCommand,
  NotFoundException,
  TooManyRequestsException,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { LocalApiGateway } from '../src/api-gateway.ts';
import { clientOf, here, restApiId, seeded, startSeeded } from './seeded-api-gateway.ts';

let apiGateway: LocalApiGateway;

beforeAll(async () => {
  apiGateway = await startSeeded();
});
afterAll(() => apiGateway.stop());
beforeEach(() => {
  apiGateway.reset();
  apiGateway.seedRestApi(seeded);
});

const getDev = new GetStageCommand({ restApiId, stageName: 'dev' });
const accessKeyId = 'ASIA999999999999XXXX';
const clock = { elapsedMilliseconds: () => 0 };

describe('accounts and regions', () => {
  it.each([{ region: 'us-east-1' }, { accessKeyId }])('see nothing of each other: %j', async (elsewhere) => {
    await expect(clientOf(apiGateway.url, elsewhere).send(getDev)).rejects.toThrow(NotFoundException);
  });

  it('are taken from the credentials of a call', async () => {
    const elsewhere = { account: '999999999999', region: 'us-east-1' };
    apiGateway.seedRestApi({ ...seeded, ...elsewhere, stages: [{ stageName: 'dev', description: 'theirs' }] });
    const client = clientOf(apiGateway.url, { accessKeyId, region: 'us-east-1' });

    await expect(client.send(getDev)).resolves.toMatchObject({ description: 'theirs' });
    expect(apiGateway.calls).toEqual([{ operation: 'GetStage', ...elsewhere, restApiId, stageName: 'dev' }]);
  });

  it('have a quota of their own', async () => {
    apiGateway.setQuota({ requestsPerSecond: 0.001, burst: 2, clock });
    const client = clientOf(apiGateway.url);

    await client.send(getDev);
    await client.send(getDev);
    const third = client.send(getDev);
    await expect(third).rejects.toThrow(TooManyRequestsException);
    await expect(third).rejects.toMatchObject({ $metadata: { httpStatusCode: 429 } });
    await expect(clientOf(apiGateway.url, { accessKeyId }).send(getDev)).rejects.toThrow(NotFoundException);
    await expect(clientOf(apiGateway.url, { region: 'us-east-1' }).send(getDev)).rejects.toThrow(NotFoundException);
  });

  it('have no quota once it is lifted', async () => {
    apiGateway.setQuota({ requestsPerSecond: 0.001, burst: 0, clock });
    apiGateway.setQuota(undefined);

    await expect(clientOf(apiGateway.url).send(getDev)).resolves.toMatchObject({ stageName: 'dev' });
  });
});

describe('a request', () => {
  it('is recorded with what it names, in order and also when it fails', async () => {
    const client = clientOf(apiGateway.url);
    await client.send(new UpdateStageCommand({ restApiId, stageName: 'nowhere' })).catch(() => undefined);
    await client.send(new CreateRestApiCommand({ name: 'x' }));

    expect(apiGateway.calls).toEqual([
      { operation: 'UpdateStage', ...here, restApiId, stageName: 'nowhere' },
      { operation: 'CreateRestApi', ...here },
    ]);
  });

  it('without a signature is refused', async () => {
    const response = await fetch(`${apiGateway.url}/restapis/${restApiId}`);

    expect(response.status).toBe(403);
    expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
  });

  it('finds nothing after a reset', async () => {
    apiGateway.reset();

    await expect(clientOf(apiGateway.url).send(new GetRestApiCommand({ restApiId }))).rejects.toThrow(
      NotFoundException,
    );
  });
});

import {
  type APIGatewayClient,
  GetStageCommand,
  GetStagesCommand,
  TooManyRequestsException,
} from '@aws-sdk/client-api-gateway';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LocalApiGateway } from '../src/api-gateway.ts';
import { clientOf, restApiId, startSeeded } from './seeded-api-gateway.ts';

let apiGateway: LocalApiGateway;
let client: APIGatewayClient;

beforeEach(async () => {
  apiGateway = await startSeeded();
  client = clientOf(apiGateway.url);
});
afterEach(() => apiGateway.stop());

const getDev = new GetStageCommand({ restApiId, stageName: 'dev' });

describe('a fault', () => {
  it('of the kind error answers that error', async () => {
    const fault = { status: 403, code: 'AccessDeniedException', message: 'not authorized', retryAfterSeconds: 7 };
    apiGateway.setFault({}, { kind: 'error', ...fault });

    await expect(client.send(getDev)).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: 'not authorized',
      $metadata: { httpStatusCode: 403 },
      $response: { headers: { 'retry-after': '7' } },
    });
  });

  it('of the kind throttled answers TooManyRequestsException for ever', async () => {
    apiGateway.setFault({}, { kind: 'throttled' });

    await expect(client.send(getDev)).rejects.toThrow(TooManyRequestsException);
    await expect(client.send(getDev)).rejects.toMatchObject({ $metadata: { httpStatusCode: 429 } });
  });

  it('of the kind garbage answers 200 with that body', async () => {
    apiGateway.setFault({}, { kind: 'garbage', body: '<html>', contentType: 'text/html' });

    await expect(client.send(getDev)).rejects.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });

  it('of the kind reset breaks the connection off', async () => {
    apiGateway.setFault({}, { kind: 'reset' });

    await expect(client.send(getDev)).rejects.toThrow('ECONNRESET');
  });

  it('of the kind never takes the request and lets it wait until the server stops', async () => {
    apiGateway.setFault({}, { kind: 'never' });
    const waiting = expect(client.send(getDev)).rejects.toThrow('socket hang up');
    while (apiGateway.calls.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await apiGateway.stop();

    await waiting;
    expect(apiGateway.calls).toHaveLength(1);
  });

  it('ends after its number of times', async () => {
    apiGateway.setFault({}, { kind: 'throttled', times: 2 });

    await expect(client.send(getDev)).rejects.toThrow(TooManyRequestsException);
    await expect(client.send(getDev)).rejects.toThrow(TooManyRequestsException);
    await expect(client.send(getDev)).resolves.toMatchObject({ stageName: 'dev' });
  });

  it('is overcome by the retries of the SDK', async () => {
    apiGateway.setFault({}, { kind: 'reset', times: 1 });

    await expect(clientOf(apiGateway.url, { maxAttempts: 2 }).send(getDev)).resolves.toMatchObject({
      stageName: 'dev',
    });
    expect(apiGateway.calls).toHaveLength(2);
  });

  it('ends when faults are cleared', async () => {
    apiGateway.setFault({}, { kind: 'throttled' });
    apiGateway.clearFaults();

    await expect(client.send(getDev)).resolves.toMatchObject({ stageName: 'dev' });
  });

  it.each([{ restApiId }, { restApiId, stageName: 'dev' }, { operation: 'GetStage' }])(
    'strikes its target %j',
    async (target) => {
      apiGateway.setFault(target, { kind: 'throttled' });

      await expect(client.send(getDev)).rejects.toThrow(TooManyRequestsException);
    },
  );

  it.each([{ restApiId: 'other' }, { restApiId, stageName: 'other' }, { operation: 'GetStages' }])(
    'leaves what is not its target %j',
    async (target) => {
      apiGateway.setFault(target, { kind: 'throttled' });

      await expect(client.send(getDev)).resolves.toMatchObject({ stageName: 'dev' });
    },
  );

  it('of one stage leaves the list of stages', async () => {
    apiGateway.setFault({ restApiId, stageName: 'dev' }, { kind: 'throttled' });

    await expect(client.send(new GetStagesCommand({ restApiId }))).resolves.toMatchObject({
      item: [{ stageName: 'dev' }],
    });
  });

  it('takes the place of an earlier one for the same target', async () => {
    apiGateway.setFault({ restApiId }, { kind: 'throttled' });
    apiGateway.setFault({ restApiId }, { kind: 'reset', times: 1 });

    await expect(client.send(getDev)).rejects.toThrow('ECONNRESET');
    await expect(client.send(getDev)).resolves.toMatchObject({ stageName: 'dev' });
  });
});

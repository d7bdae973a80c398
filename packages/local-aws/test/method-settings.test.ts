import type { PatchOperation, Stage } from '@aws-sdk/client-api-gateway';
import { BadRequestException, GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from '@jest/globals';
import { restApiId, useSeeded } from './seeded-api-gateway.ts';

const server = useSeeded();

async function update(...patchOperations: PatchOperation[]): Promise<Partial<Stage>> {
  const stage = { restApiId, stageName: 'dev' };
  await server().client.send(new UpdateStageCommand({ ...stage, patchOperations }));
  return server().client.send(new GetStageCommand(stage));
}

function replace(path: string, value: string): PatchOperation {
  return { op: 'replace', path, value };
}

function remove(path: string): PatchOperation {
  return { op: 'remove', path };
}

const methodDefaults = {
  metricsEnabled: false,
  loggingLevel: 'OFF',
  dataTraceEnabled: false,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10000,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
};

describe('a method setting', () => {
  it.each<[string, string, object]>([
    ['logging/loglevel', 'INFO', { loggingLevel: 'INFO' }],
    ['logging/dataTrace', 'true', { dataTraceEnabled: true }],
    ['metrics/enabled', 'true', { metricsEnabled: true }],
    ['throttling/burstLimit', '-1', { throttlingBurstLimit: -1 }],
    ['throttling/rateLimit', '100.500000', { throttlingRateLimit: 100.5 }],
    ['caching/enabled', 'true', { cachingEnabled: true }],
    ['caching/ttlInSeconds', '60', { cacheTtlInSeconds: 60 }],
    ['caching/dataEncrypted', 'true', { cacheDataEncrypted: true }],
    ['caching/requireAuthorizationForCacheControl', 'false', { requireAuthorizationForCacheControl: false }],
    [
      'caching/unauthorizedCacheControlHeaderStrategy',
      'FAIL_WITH_403',
      { unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403' },
    ],
  ])('%s is set for the method, with the defaults beside it', async (setting, value, expected) => {
    const { methodSettings } = await update(replace(`/*/*/${setting}`, value));

    expect(methodSettings).toEqual({ '*/*': { ...methodDefaults, ...expected } });
  });

  it.each(['*/*', 'items/GET', '~1items/GET', 'items/{id+}/ANY', '~1items~1{id+}/ANY', '/GET', '~1/GET'])(
    'of the method %s is under the method as it was sent',
    async (method) => {
      const { methodSettings } = await update(replace(`/${method}/metrics/enabled`, 'true'));

      expect(Object.keys(methodSettings ?? {})).toEqual([method]);
    },
  );

  it('keeps those set before', async () => {
    await update(replace('/items/GET/caching/enabled', 'true'));
    const { methodSettings } = await update(replace('/items/GET/metrics/enabled', 'true'));

    expect(methodSettings).toEqual({ 'items/GET': { ...methodDefaults, cachingEnabled: true, metricsEnabled: true } });
  });

  it.each(['*/*', 'items/GET', '~1items/GET'])('is taken away with all others of the method %s', async (method) => {
    await update(replace(`/${method}/metrics/enabled`, 'true'), replace('/other/POST/metrics/enabled', 'true'));

    expect(Object.keys((await update(remove(`/${method}`))).methodSettings ?? {})).toEqual(['other/POST']);
  });

  it('cannot be taken away where there is none', async () => {
    await expect(update(remove('/items/GET'))).rejects.toThrow('no method setting for this method');
  });

  it.each<[string, PatchOperation]>([
    ['an unknown name', replace('/*/*/logging/colour', 'red')],
    ['a limit that is not a number', replace('/*/*/throttling/burstLimit', '')],
    ['a limit that is not whole', replace('/*/*/throttling/burstLimit', '1.5')],
    ['a time to live beyond an hour', replace('/*/*/caching/ttlInSeconds', '3601')],
    ['an unknown log level', replace('/*/*/logging/loglevel', 'DEBUG')],
  ])('is refused for %s', async (_what, operation) => {
    await expect(update(operation)).rejects.toThrow(BadRequestException);
    await expect(update(operation)).rejects.toThrow(operation.path);
  });
});

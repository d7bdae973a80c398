import type { PatchOperation, Stage } from '@aws-sdk/client-api-gateway';
import { BadRequestException, GetStageCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from '@jest/globals';
import { restApiId, useSeeded } from './seeded-api-gateway.ts';

const server = useSeeded();

async function update(...patchOperations: PatchOperation[]): Promise<Partial<Stage>> {
  await server().client.send(new UpdateStageCommand({ restApiId, stageName: 'dev', patchOperations }));
  return read();
}

async function read(): Promise<Partial<Stage>> {
  const { $metadata: _metadata, ...stage } = await server().client.send(
    new GetStageCommand({ restApiId, stageName: 'dev' }),
  );
  return stage;
}

function replace(path: string, value: string): PatchOperation {
  return { op: 'replace', path, value };
}

function remove(path: string): PatchOperation {
  return { op: 'remove', path };
}

const canary = { percentTraffic: 0, deploymentId: 'first1', useStageCache: false };
describe('replace', () => {
  it.each<[string, string, object]>([
    ['/description', 'new', { description: 'new' }],
    ['/deploymentId', 'second', { deploymentId: 'second' }],
    ['/clientCertificateId', 'abc123', { clientCertificateId: 'abc123' }],
    ['/documentationVersion', '1.0', { documentationVersion: '1.0' }],
    ['/tracingEnabled', 'true', { tracingEnabled: true }],
    [
      '/cacheClusterEnabled',
      'true',
      { cacheClusterEnabled: true, cacheClusterSize: '0.5', cacheClusterStatus: 'AVAILABLE' },
    ],
    ['/variables/a', '1', { variables: { a: '1' } }],
    ['/variables/a~1b~0c', '', { variables: { 'a/b~c': '' } }],
    ['/accessLogSettings/destinationArn', 'arn:x', { accessLogSettings: { destinationArn: 'arn:x' } }],
    ['/accessLogSettings/format', '$context.requestId', { accessLogSettings: { format: '$context.requestId' } }],
    ['/canarySettings/percentTraffic', '10.500000', { canarySettings: { ...canary, percentTraffic: 10.5 } }],
    ['/canarySettings/deploymentId', 'second', { canarySettings: { ...canary, deploymentId: 'second' } }],
    ['/canarySettings/useStageCache', 'true', { canarySettings: { ...canary, useStageCache: true } }],
    [
      '/canarySettings/stageVariableOverrides/a',
      '1',
      { canarySettings: { ...canary, stageVariableOverrides: { a: '1' } } },
    ],
  ])('of %s sets just that', async (path, value, expected) => {
    const before = await read();

    expect(await update(replace(path, value))).toEqual({ ...before, ...expected, lastUpdatedDate: expect.any(Date) });
  });

  it.each(['/description', '/clientCertificateId', '/documentationVersion'])(
    'of %s with nothing takes it away',
    async (path) => {
      await update(replace(path, 'something'));
      const stage = await update(replace(path, ''));

      expect(stage).not.toHaveProperty(path.slice(1));
    },
  );

  it('resizes the cache cluster, and switching it off takes the size away', async () => {
    const resized = await update(replace('/cacheClusterEnabled', 'true'), replace('/cacheClusterSize', '6.1'));
    const off = await update(replace('/cacheClusterEnabled', 'false'));

    expect(resized).toMatchObject({ cacheClusterSize: '6.1', cacheClusterStatus: 'AVAILABLE' });
    expect(off).toMatchObject({ cacheClusterEnabled: false, cacheClusterStatus: 'NOT_AVAILABLE' });
    expect(off.cacheClusterSize).toBeUndefined();
  });

  it('tells when the stage was updated', async () => {
    const { createdDate, lastUpdatedDate } = await update(replace('/description', 'new'));

    expect(createdDate).toEqual(new Date(1000));
    expect(lastUpdatedDate).not.toEqual(new Date(1000));
  });
});

it('answers the stage as it is then', async () => {
  const updated = await server().client.send(
    new UpdateStageCommand({ restApiId, stageName: 'dev', patchOperations: [replace('/description', 'new')] }),
  );

  expect(updated).toMatchObject(await read());
});

describe('remove', () => {
  it('takes one variable away and leaves the others', async () => {
    await update(replace('/variables/a', '1'), replace('/variables/b', '2'));

    expect((await update(remove('/variables/a'))).variables).toEqual({ b: '2' });
  });

  it('takes one override away and leaves the others', async () => {
    const path = '/canarySettings/stageVariableOverrides';
    await update(replace(`${path}/a`, '1'), replace(`${path}/b`, '2'));

    expect((await update(remove(`${path}/a`))).canarySettings?.stageVariableOverrides).toEqual({ b: '2' });
  });

  it.each(['accessLogSettings', 'canarySettings'])('takes %s away as a whole', async (block) => {
    await update(replace('/accessLogSettings/format', 'x'), replace('/canarySettings/percentTraffic', '5'));

    expect(await update(remove(`/${block}`))).not.toHaveProperty(block);
  });
});

describe('copy', () => {
  it('promotes the canary', async () => {
    await update(
      replace('/variables/kept', '1'),
      replace('/canarySettings/deploymentId', 'second'),
      replace('/canarySettings/stageVariableOverrides/a', '2'),
    );
    const promoted = await update(
      { op: 'copy', from: '/canarySettings/stageVariableOverrides', path: '/variables' },
      { op: 'copy', from: '/canarySettings/deploymentId', path: '/deploymentId' },
    );

    expect(promoted).toMatchObject({ deploymentId: 'second', variables: { kept: '1', a: '2' } });
  });
});

describe('a refused operation', () => {
  it.each<[string, PatchOperation]>([
    ['an unknown path', replace('/nowhere', 'x')],
    ['an operation that the path does not have', remove('/description')],
    ['an unknown operation', { op: 'move', path: '/description', from: '/variables/a' }],
    [
      'a copy from a canary that is not there',
      { op: 'copy', path: '/deploymentId', from: '/canarySettings/deploymentId' },
    ],
    ['an override of a canary that is not there', remove('/canarySettings/stageVariableOverrides/a')],
    ['a copy from elsewhere', { op: 'copy', path: '/deploymentId', from: '/description' }],
    ['no value', { op: 'replace', path: '/description' }],
    ['a switch that is neither true nor false', replace('/tracingEnabled', 'yes')],
    ['a cache size that is not for sale', replace('/cacheClusterSize', '7')],
    ['more traffic than there is', replace('/canarySettings/percentTraffic', '100.1')],
    ['a deployment that is not there', replace('/deploymentId', 'nowhere')],
    ['a canary of a deployment that is not there', replace('/canarySettings/deploymentId', 'nowhere')],
  ])('for %s names its path and changes nothing', async (_what, operation) => {
    const before = await read();
    const refused = update(replace('/description', 'before'), operation);

    await expect(refused).rejects.toThrow(BadRequestException);
    await expect(refused).rejects.toThrow(operation.path);
    expect(await read()).toEqual(before);
  });
});

import { readFileSync } from 'node:fs';
import { CreateStageCommand, GetStageCommand, GetStagesCommand, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type LocalApiGateway, startApiGateway } from '../src/api-gateway.ts';
import { clientOf, here } from './seeded-api-gateway.ts';

let apiGateway: LocalApiGateway;

beforeAll(async () => {
  apiGateway = await startApiGateway();
});
afterAll(() => apiGateway.stop());
beforeEach(() => apiGateway.reset());

const inHere = { account: here.account, regionOf: () => here.region };
const fixtures = new URL('fixtures/', import.meta.url);
const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/apigateway/aws4_request' };

function load(name: string): Record<string, unknown> {
  const recorded: Record<string, unknown> = JSON.parse(readFileSync(new URL(`${name}.json`, fixtures), 'utf8'));
  apiGateway.loadRecorded(recorded, inHere);
  return recorded;
}

async function wire(path: string): Promise<unknown> {
  return (await fetch(`${apiGateway.url}${path}`, { headers: signed })).json();
}

describe('a recorded answer', () => {
  it('is answered exactly, unknown members included', async () => {
    const { 'nz6fqhy5dm/basic': stage } = load('unknown-field');

    expect(stage).toHaveProperty('somethingNew');
    expect(await wire('/restapis/nz6fqhy5dm/stages/basic')).toEqual(stage);
  });

  it('is in the list as it is alone', async () => {
    const recorded = load('unknown-field');

    expect(await wire('/restapis/nz6fqhy5dm/stages')).toEqual({ item: Object.values(recorded) });
  });

  it('of an error is that error, for the stage and for the list', async () => {
    load('access-denied');
    const client = clientOf(apiGateway.url);
    const denied = { name: 'AccessDeniedException', message: 'not authorized', $metadata: { httpStatusCode: 403 } };

    await expect(
      client.send(new GetStageCommand({ restApiId: 'nz6fqhy5dm', stageName: 'basic' })),
    ).rejects.toMatchObject(denied);
    await expect(client.send(new GetStagesCommand({ restApiId: 'nz6fqhy5dm' }))).rejects.toMatchObject(denied);
  });

  it('of a missing stage leaves it out of the list', async () => {
    load('deleted-plain');
    const client = clientOf(apiGateway.url);
    const { item } = await client.send(new GetStagesCommand({ restApiId: 'nz6fqhy5dm' }));

    expect(item?.map(({ stageName }) => stageName)).not.toContain('plain');
    expect(item).toHaveLength(13);
    await expect(client.send(new GetStageCommand({ restApiId: 'nz6fqhy5dm', stageName: 'plain' }))).rejects.toThrow(
      'Invalid stage identifier specified',
    );
  });

  it('of nothing but missing stages is a missing REST API', async () => {
    load('rest-api-deleted');

    await expect(clientOf(apiGateway.url).send(new GetStagesCommand({ restApiId: 'nz6fqhy5dm' }))).rejects.toThrow(
      'Invalid Rest API Id specified',
    );
  });

  it('is in the region that it was recorded in', async () => {
    const stage = { stageName: 'dev' };
    apiGateway.loadRecorded(
      { 'abc/dev': stage },
      { ...inHere, regionOf: (key) => (key === 'abc/dev' ? 'us-east-1' : 'nowhere') },
    );

    expect(apiGateway.peekStage({ ...here, region: 'us-east-1', restApiId: 'abc', stageName: 'dev' })).toEqual(stage);
  });

  it('can be updated like any stage', async () => {
    load('unknown-field');
    const updated = await clientOf(apiGateway.url).send(
      new UpdateStageCommand({
        restApiId: 'nz6fqhy5dm',
        stageName: 'plain',
        patchOperations: [{ op: 'replace', path: '/description', value: 'drifted' }],
      }),
    );

    expect(updated).toMatchObject({ stageName: 'plain', description: 'drifted', deploymentId: 'rrf0xfcmz2' });
  });

  it('of a missing stage ends when the stage is created', async () => {
    load('deleted-plain');
    const stage = { restApiId: 'nz6fqhy5dm', stageName: 'plain' };
    const client = clientOf(apiGateway.url);
    await client.send(new CreateStageCommand({ ...stage, deploymentId: 'rrf0xfcmz2' }));

    expect(await client.send(new GetStageCommand(stage))).toMatchObject({ deploymentId: 'rrf0xfcmz2' });
  });

  it('of another form is refused', () => {
    expect(() => apiGateway.loadRecorded({ 'abc/dev': { stageName: 1 } }, inHere)).toThrow('Invalid type');
  });
});

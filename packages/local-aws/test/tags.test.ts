import {
  type APIGatewayClient,
  GetStageCommand,
  GetTagsCommand,
  NotFoundException,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { LocalApiGateway } from '../src/api-gateway.ts';
import { clientOf, restApiId, seeded, stageArn, startSeeded } from './seeded-api-gateway.ts';

let apiGateway: LocalApiGateway;
let client: APIGatewayClient;

beforeAll(async () => {
  apiGateway = await startSeeded();
  client = clientOf(apiGateway.url);
});
afterAll(() => apiGateway.stop());
beforeEach(() => apiGateway.seedRestApi(seeded));

const restApiArn = `arn:aws:apigateway:eu-west-1::/restapis/${restApiId}`;

describe.each([stageArn, restApiArn])('the tags of %s', (resourceArn) => {
  it('are added, changed and taken away one by one', async () => {
    await client.send(new TagResourceCommand({ resourceArn, tags: { a: '1', b: '2', c: '3' } }));
    await client.send(new TagResourceCommand({ resourceArn, tags: { a: '' } }));
    const { tags } = await client.send(new GetTagsCommand({ resourceArn }));
    await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a', 'b'] }));
    await client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['nowhere'] }));

    expect(tags).toEqual({ a: '', b: '2', c: '3' });
    expect((await client.send(new GetTagsCommand({ resourceArn }))).tags).toEqual({ c: '3' });
  });
});

describe('tags', () => {
  it('of a stage are part of GetStage', async () => {
    await client.send(new TagResourceCommand({ resourceArn: stageArn, tags: { Team: 'a' } }));

    expect((await client.send(new GetStageCommand({ restApiId, stageName: 'dev' }))).tags).toEqual({ Team: 'a' });
  });

  it.each([
    `${restApiArn}/stages/nowhere`,
    'arn:aws:apigateway:eu-west-1::/restapis/nowhere',
    'arn:aws:sns:eu-west-1:1:x',
  ])('of %s, which is not there, are not found', async (resourceArn) => {
    await expect(client.send(new GetTagsCommand({ resourceArn }))).rejects.toThrow(NotFoundException);
  });
});

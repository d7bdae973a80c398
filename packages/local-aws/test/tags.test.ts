import {
  GetStageCommand,
  GetTagsCommand,
  NotFoundException,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from '@jest/globals';
import { restApiId, stageArn, useSeeded } from './seeded-api-gateway.ts';

const server = useSeeded();

const restApiArn = `arn:aws:apigateway:eu-west-1::/restapis/${restApiId}`;

describe.each([stageArn, restApiArn])('the tags of %s', (resourceArn) => {
  it('are added, changed and taken away one by one', async () => {
    await server().client.send(new TagResourceCommand({ resourceArn, tags: { a: '1', b: '2', c: '3' } }));
    await server().client.send(new TagResourceCommand({ resourceArn, tags: { a: '' } }));
    const { tags } = await server().client.send(new GetTagsCommand({ resourceArn }));
    await server().client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['a', 'b'] }));
    await server().client.send(new UntagResourceCommand({ resourceArn, tagKeys: ['nowhere'] }));

    expect(tags).toEqual({ a: '', b: '2', c: '3' });
    expect((await server().client.send(new GetTagsCommand({ resourceArn }))).tags).toEqual({ c: '3' });
  });
});

describe('tags', () => {
  it('of a stage are part of GetStage', async () => {
    await server().client.send(new TagResourceCommand({ resourceArn: stageArn, tags: { Team: 'a' } }));

    expect((await server().client.send(new GetStageCommand({ restApiId, stageName: 'dev' }))).tags).toEqual({
      Team: 'a',
    });
  });

  it.each([
    `${restApiArn}/stages/nowhere`,
    'arn:aws:apigateway:eu-west-1::/restapis/nowhere',
    'arn:aws:sns:eu-west-1:1:x',
  ])('of %s, which is not there, are not found', async (resourceArn) => {
    await expect(server().client.send(new GetTagsCommand({ resourceArn }))).rejects.toThrow(NotFoundException);
  });
});

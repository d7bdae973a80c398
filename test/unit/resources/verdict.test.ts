import { describe, expect, it } from '@jest/globals';
import type { LiveAnswer, LiveStage } from '../../../lib/resources/live-stage.ts';
import type { StageId } from '../../../lib/resources/stage-id.ts';
import { type ExpectedResource, expectedResource, judge } from '../../../lib/resources/verdict.ts';
import { liveStage } from '../live-stage-builder.ts';

const id: StageId = { accountId: '123456789012', region: 'eu-west-1', restApiId: 'abcdefghij', stageName: 'prod' };

function expected(attributes: object = {}, type = 'aws_api_gateway_stage'): ExpectedResource {
  return expectedResource('s3://acme-tf/terraform.tfstate', {
    address: `${type}.this`,
    type,
    attributes: new Map(
      Object.entries({
        rest_api_id: 'abcdefghij',
        stage_name: 'prod',
        execution_arn: 'arn:aws:execute-api:eu-west-1:123456789012:abcdefghij/prod',
        ...attributes,
      }),
    ),
    sensitivePaths: [['variables', 'DB_URL'], ['tags_all', 'Owner'], []],
  });
}

const found: LiveAnswer = { kind: 'FOUND', stage: liveStage({ description: 'live' }) };

describe('an expected resource', () => {
  it('is the instance with its state and the stage it lives on', () => {
    expect(expected({ description: 'x' })).toMatchObject({
      address: 'aws_api_gateway_stage.this',
      type: 'aws_api_gateway_stage',
      state: 's3://acme-tf/terraform.tfstate',
      id,
    });
  });

  it('has its sensitive paths as its differences will have them', () => {
    expect(expected().sensitivePaths).toEqual([['variables', 'DB_URL'], ['tags', 'Owner'], []]);
  });

  it('of an unknown type keeps its sensitive paths', () => {
    expect(expected({}, 'aws_lambda_function').sensitivePaths).toEqual([
      ['variables', 'DB_URL'],
      ['tags_all', 'Owner'],
      [],
    ]);
  });
});

describe('a stage', () => {
  it('that is as the state has it is in sync', () => {
    expect(judge(expected({ description: 'live' }), () => found)).toEqual({ status: 'IN_SYNC' });
  });

  it('that differs is modified, with its differences', () => {
    expect(judge(expected({ description: 'state' }), () => found)).toEqual({
      status: 'MODIFIED',
      differences: [{ path: ['description'], differenceType: 'NOT_EQUAL', expected: 'state', actual: 'live' }],
    });
  });

  it('that was not found is deleted, with the reason', () => {
    expect(judge(expected(), () => ({ kind: 'NOT_FOUND', reason: 'it is gone' }))).toEqual({
      status: 'DELETED',
      reason: 'it is gone',
    });
  });

  it('that could not be read is not checked, with the reason', () => {
    expect(judge(expected(), () => ({ kind: 'UNREADABLE', reason: 'access denied' }))).toEqual({
      status: 'NOT_CHECKED',
      reason: 'access denied',
    });
  });

  it('is asked for by all four parts of its id', () => {
    const asked: StageId[] = [];
    judge(expected(), (stageId) => {
      asked.push(stageId);
      return found;
    });
    expect(asked).toEqual([id]);
  });

  it.each<[string, object, string]>([
    ['its REST API', { rest_api_id: null }, 'the state has no valid rest_api_id for it'],
    ['its stage', { stage_name: '../other' }, 'the state has no valid stage_name for it'],
    ['its account', { execution_arn: null }, 'the state does not tell its account'],
  ])('is not checked and not asked for where the state does not tell %s', (_, attributes, reason) => {
    const verdict = judge(expected(attributes), () => {
      throw new Error('nothing is to be asked');
    });
    expect(verdict).toEqual({ status: 'NOT_CHECKED', reason: expect.stringContaining(reason) });
  });

  it('whose state holds something that the provider never writes is not checked', () => {
    expect(judge(expected({ variables: { A: 1 } }), () => found)).toEqual({
      status: 'NOT_CHECKED',
      reason: 'its attribute variables["A"] is a number in the state, where the provider writes a text',
    });
  });

  it('of a type that is not known is not checked, since nothing of it is compared', () => {
    expect(judge(expected({}, 'aws_lambda_function'), () => found)).toEqual({
      status: 'NOT_CHECKED',
      reason: 'stagedrift does not know the resource type aws_lambda_function',
    });
  });

  it('for which this program fails is no verdict: the fault is thrown', () => {
    const fault: LiveStage = {
      ...liveStage(),
      get description(): never {
        throw new TypeError('a fault');
      },
    };
    expect(() => judge(expected({ description: 'x' }), () => ({ kind: 'FOUND', stage: fault }))).toThrow(TypeError);
  });
});

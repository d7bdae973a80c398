import { describe, expect, it } from '@jest/globals';
import type { ManagedInstance } from '../../../../lib/terraform/state-file.ts';
import { liveMethodSettings, liveStage } from '../../live-stage-builder.ts';
import { executionArn, instanceOf, judge, place, stageInstance, stageQuestion } from '../placing.ts';

const type = 'aws_api_gateway_method_settings';

function methodSettings(attributes: object = {}): ManagedInstance {
  return instanceOf(type, {
    id: 'abcdefghij-prod-*/*',
    rest_api_id: 'abcdefghij',
    stage_name: 'prod',
    method_path: '*/*',
    settings: [{ metrics_enabled: true }],
    ...attributes,
  });
}

const restApi = instanceOf('aws_api_gateway_rest_api', {
  id: 'abcdefghij',
  arn: 'arn:aws:apigateway:eu-west-1::/restapis/abcdefghij',
  execution_arn: 'arn:aws:execute-api:eu-west-1:123456789012:abcdefghij',
});
const deployment = instanceOf('aws_api_gateway_deployment', {
  id: 'd1',
  rest_api_id: 'abcdefghij',
  execution_arn: 'arn:aws:execute-api:eu-west-1:123456789012:abcdefghij/',
});
const otherStage = stageInstance({ stage_name: 'dev', execution_arn: executionArn.replace('prod', 'dev') }, 'dev');

describe('where method settings live', () => {
  it.each<[string, readonly ManagedInstance[]]>([
    ['their stage', [stageInstance()]],
    ['another stage of their REST API', [otherStage]],
    ['their REST API', [restApi]],
    ['a deployment of their REST API, as providers before 6 write it', [deployment]],
    ['all of them', [restApi, deployment, otherStage, stageInstance()]],
  ])('is known by %s in the states', (_, neighbours) => {
    const placed = place(methodSettings(), ...neighbours);
    expect(placed.questions).toEqual([stageQuestion]);
    expect(placed.id).toEqual({
      family: 'REST',
      accountId: '123456789012',
      region: 'eu-west-1',
      apiId: 'abcdefghij',
      stageName: 'prod',
    });
  });

  it('is known by themselves where they have a region, as of provider 6, and stages of two regions have the same names', () => {
    const elsewhere = stageInstance(
      { arn: null, execution_arn: executionArn.replace('eu-west-1', 'us-east-1') },
      'elsewhere',
    );
    expect(place(methodSettings({ region: 'us-east-1' }), stageInstance(), elsewhere).questions).toEqual([
      { ...stageQuestion, region: 'us-east-1' },
    ]);
  });

  it('is known by their REST API in the form of provider 6, which has the region of its own', () => {
    const ofProvider6 = instanceOf('aws_api_gateway_rest_api', {
      id: 'abcdefghij',
      region: 'us-east-1',
      execution_arn: 'arn:aws:execute-api:us-east-1:123456789012:abcdefghij',
    });
    expect(place(methodSettings({ region: 'us-east-1' }), ofProvider6).questions).toEqual([
      { ...stageQuestion, region: 'us-east-1' },
    ]);
  });

  it.each<[string, readonly ManagedInstance[]]>([
    ['nothing', []],
    ['a stage of another REST API only', [stageInstance({ rest_api_id: 'zzzzzzzzzz' })]],
    [
      'a deployment in the form of provider 6',
      [instanceOf('aws_api_gateway_deployment', { rest_api_id: 'abcdefghij' })],
    ],
    ['a REST API without its ARN', [instanceOf('aws_api_gateway_rest_api', { id: 'abcdefghij' })]],
  ])('is unknown where the states have %s, so they are not checked and nobody is asked', (_, neighbours) => {
    const placed = place(methodSettings(), ...neighbours);
    expect(placed.questions).toEqual([]);
    expect(judge(methodSettings(), { kind: 'FOUND', live: liveStage() }, ...neighbours)).toEqual({
      status: 'NOT_CHECKED',
      reason: expect.stringContaining('the state does not name its account'),
    });
  });

  it.each([
    [{ rest_api_id: null }, 'the state has no valid rest_api_id for it'],
    [{ stage_name: '../x' }, 'the state has no valid stage_name for it'],
  ])('is unknown where they have %j', (attributes, reason) => {
    const verdict = judge(methodSettings(attributes), { kind: 'FOUND', live: liveStage() }, stageInstance(), restApi);
    expect(verdict).toEqual({ status: 'NOT_CHECKED', reason });
  });
});

describe('method settings', () => {
  it('are judged by the answer about their stage, in whatever state the stage is', () => {
    const live = liveStage({ methodSettings: new Map([['*/*', liveMethodSettings({ metricsEnabled: true })]]) });
    expect(judge(methodSettings(), { kind: 'FOUND', live }, stageInstance())).toEqual({ status: 'IN_SYNC' });
  });

  it('whose stage is gone are deleted', () => {
    const gone = { kind: 'NOT_FOUND', reason: 'the stage is gone' } as const;
    expect(judge(methodSettings(), gone, restApi)).toEqual({ status: 'DELETED', reason: 'the stage is gone' });
  });

  it('whose stage could not be read are not checked', () => {
    const denied = { kind: 'UNREADABLE', reason: 'access denied' } as const;
    expect(judge(methodSettings(), denied, restApi)).toEqual({ status: 'NOT_CHECKED', reason: 'access denied' });
  });

  it('have no notes and ask no more', () => {
    const placed = place(methodSettings(), restApi);
    expect(placed.followUps({ status: 'IN_SYNC' })).toEqual([]);
  });
});

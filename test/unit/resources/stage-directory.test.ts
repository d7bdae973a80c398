import { describe, expect, it } from '@jest/globals';
import { statedStageId } from '../../../lib/resources/rest-api/family.ts';
import { createStageDirectory, stageIdFromNeighbours } from '../../../lib/resources/stage-directory.ts';
import { directoryOf, executionArn, inState, instanceOf, stageInstance } from './placing.ts';

const home = { accountId: '123456789012', region: 'eu-west-1' };
const dev = stageInstance({ stage_name: 'dev' }, 'dev');
const ofOtherApi = stageInstance({ rest_api_id: 'zzzzzzzzzz' }, 'other');
const restApi = instanceOf('aws_api_gateway_rest_api', { id: 'abcdefghij', execution_arn: executionArn });

describe('the stages of a directory', () => {
  it('are those of all states, each with its address and state', () => {
    const { stages } = createStageDirectory([...inState('s3://b/1', stageInstance()), ...inState('s3://b/2', dev)]);
    expect(stages.map(({ id, address, state }) => [id.stageName, address, state])).toEqual([
      ['prod', 'aws_api_gateway_stage.this', 's3://b/1'],
      ['dev', 'aws_api_gateway_stage.dev', 's3://b/2'],
    ]);
  });

  it('are only those of which it is known where they live', () => {
    expect(directoryOf(stageInstance({ execution_arn: 'nonsense' }), restApi).stages).toEqual([]);
  });

  it('are found by their REST API', () => {
    const directory = directoryOf(stageInstance(), ofOtherApi, dev);
    expect(directory.stagesOf('abcdefghij').map(({ id }) => id.stageName)).toEqual(['prod', 'dev']);
    expect(directory.stagesOf('yyyyyyyyyy')).toEqual([]);
    expect(directory.stagesOf(null)).toEqual([]);
  });
});

describe('the home of a REST API', () => {
  it.each([
    ['the REST API itself', restApi],
    ['a stage of it', stageInstance()],
    [
      'a deployment of it',
      instanceOf('aws_api_gateway_deployment', { rest_api_id: 'abcdefghij', execution_arn: executionArn }),
    ],
  ])('is notified by %s', (_, instance) => {
    expect(directoryOf(instance).homeOf('abcdefghij')).toEqual(home);
  });

  it.each([
    ['of another REST API', ofOtherApi],
    [
      'that does not tell its account',
      instanceOf('aws_api_gateway_rest_api', { id: 'abcdefghij', region: 'eu-west-1' }),
    ],
    [
      'that does not tell its region',
      instanceOf('aws_api_gateway_rest_api', {
        id: 'abcdefghij',
        execution_arn: 'arn:aws:execute-api::123456789012:abcdefghij',
      }),
    ],
    ['that does not tell its REST API', instanceOf('aws_api_gateway_deployment', { execution_arn: executionArn })],
  ])('is unknown where the states have only something %s', (_, instance) => {
    expect(directoryOf(instance).homeOf('abcdefghij')).toBeUndefined();
    expect(directoryOf(instance).homeOf(null)).toBeUndefined();
  });
});

describe('instances', () => {
  const directory = directoryOf(stageInstance(), restApi, dev);
  const found = (...of: Parameters<typeof directory.where>) => directory.where(...of).map(({ instance }) => instance);

  it('are found by type and the value of an attribute', () => {
    expect(found('aws_api_gateway_stage', 'stage_name', 'dev')).toEqual([dev]);
    expect(found('aws_api_gateway_stage', 'rest_api_id', 'abcdefghij')).toEqual([stageInstance(), dev]);
  });

  it('are found again, as the index is kept', () => {
    expect(found('aws_api_gateway_stage', 'stage_name', 'dev')).toEqual([dev]);
    expect(found('aws_api_gateway_stage', 'stage_name', 'prod')).toEqual([stageInstance()]);
  });

  it.each([
    ['aws_api_gateway_stage', 'stage_name', 'test'],
    ['aws_api_gateway_rest_api', 'stage_name', 'dev'],
    ['aws_lambda_function', 'stage_name', 'dev'],
  ])('are none where no %s has %s %s', (type, attribute, value) => {
    expect(found(type, attribute, value)).toEqual([]);
  });
});

describe('the stage of a companion', () => {
  const companion = instanceOf('aws_api_gateway_method_settings', { rest_api_id: 'abcdefghij', stage_name: 'prod' });

  it('is the stage of that name in the states', () => {
    expect(stageIdFromNeighbours(statedStageId(companion.attributes), directoryOf(dev, stageInstance()))).toEqual({
      family: 'REST',
      ...home,
      apiId: 'abcdefghij',
      stageName: 'prod',
    });
  });

  it('has the region that the companion tells, where only the REST API is in the states', () => {
    const withRegion = instanceOf(companion.type, { ...Object.fromEntries(companion.attributes), region: 'us-east-1' });
    expect(stageIdFromNeighbours(statedStageId(withRegion.attributes), directoryOf(restApi))).toMatchObject({
      ...home,
      region: 'us-east-1',
    });
    expect(stageIdFromNeighbours(statedStageId(companion.attributes), directoryOf(restApi))).toMatchObject(home);
  });

  it('has no account where nothing in the states says it', () => {
    expect(stageIdFromNeighbours(statedStageId(companion.attributes), directoryOf(companion))).toEqual({
      family: 'REST',
      accountId: null,
      region: null,
      apiId: 'abcdefghij',
      stageName: 'prod',
    });
  });
});

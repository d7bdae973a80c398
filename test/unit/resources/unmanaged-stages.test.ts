import { describe, expect, it } from '@jest/globals';
import { type Answer, type Answers, createLookupResults } from '../../../lib/resources/live.ts';
import type { ListedStage } from '../../../lib/resources/rest-api/live-stage.ts';
import { createStageDirectory, type StageDirectory } from '../../../lib/resources/stage-directory.ts';
import { liveStages, stageLists, unmanagedStages } from '../../../lib/resources/unmanaged-stages.ts';
import { answering, directoryOf, executionArn, inState, instanceOf, listQuestion, stageInstance } from './placing.ts';

const dev = stageInstance({ stage_name: 'dev' }, 'dev');
const elsewhere = stageInstance(
  { arn: null, execution_arn: executionArn.replace('eu-west-1', 'us-east-1') },
  'elsewhere',
);
const ofOtherApi = stageInstance({ rest_api_id: 'zzzzzzzzzz' }, 'other');

/** What is unmanaged where all REST API of the states were listed. */
function unmanagedIn(directory: StageDirectory, answers: Answers) {
  return unmanagedStages(stageLists(directory), directory, answers);
}

describe('the lists to ask for', () => {
  it('are one for each REST API that has a stage in the states', () => {
    expect(stageLists(directoryOf(stageInstance(), dev, ofOtherApi))).toEqual([
      listQuestion(),
      listQuestion('zzzzzzzzzz'),
    ]);
  });

  it('tell the same REST API apart by account and region', () => {
    expect(stageLists(directoryOf(stageInstance(), elsewhere))).toEqual([
      listQuestion(),
      { ...listQuestion(), region: 'us-east-1' },
    ]);
  });

  it('are none of a REST API without a stage, or of a stage nobody knows where it lifecycles', () => {
    const lost = stageInstance({ execution_arn: null });
    expect(stageLists(directoryOf(instanceOf('aws_api_gateway_rest_api', { id: 'abcdefghij' }), lost))).toEqual([]);
  });
});

describe('a live stage', () => {
  const stages = (...names: readonly string[]) =>
    names.map((stageName) => ({ stageName, deploymentId: `of-${stageName}`, createdDate: null }));
  const listed = (...names: readonly string[]) => answering(listQuestion(), { kind: 'FOUND', live: stages(...names) });

  it('that no state has is unmanaged, under the id that terraform import takes, with the deployment it has', () => {
    expect(unmanagedIn(directoryOf(stageInstance()), listed('prod', 'test'))).toMatchObject([
      {
        address: 'abcdefghij/test',
        type: 'aws_api_gateway_stage',
        state: null,
        id: { family: 'REST', accountId: '123456789012', region: 'eu-west-1', apiId: 'abcdefghij', stageName: 'test' },
        name: '',
        sensitivePaths: [],
        verdict: {
          status: 'UNMANAGED',
          reason: 'it is live, but in none of the states that were read',
          deploymentId: 'of-test',
        },
        notes: [],
        expectedAt: expect.any(Function),
      },
    ]);
  });

  it('that any state has is managed', () => {
    const directory = createStageDirectory([...inState('s3://b/1', stageInstance()), ...inState('s3://b/2', dev)]);
    expect(unmanagedIn(directory, listed('prod', 'dev'))).toEqual([]);
  });

  it('that a state has without telling where it is, is known all the same', () => {
    const lost = stageInstance({ stage_name: 'dev', execution_arn: null }, 'lost');
    const ofOther = stageInstance({ stage_name: 'test', rest_api_id: 'zzzzzzzzzz', execution_arn: null }, 'other');
    const found = unmanagedIn(directoryOf(stageInstance(), lost, ofOther), listed('prod', 'dev', 'test'));
    expect(found.map(({ address }) => address)).toEqual(['abcdefghij/test']);
  });

  it('that a deployment made is known', () => {
    const deployment = instanceOf('aws_api_gateway_deployment', { rest_api_id: 'abcdefghij', stage_name: 'dev' });
    const found = unmanagedIn(directoryOf(stageInstance(), deployment), listed('prod', 'dev', 'test'));
    expect(found.map(({ address }) => address)).toEqual(['abcdefghij/test']);
  });

  it('is distinct by case', () => {
    const found = unmanagedIn(directoryOf(stageInstance()), listed('prod', 'Prod'));
    expect(found.map(({ address }) => address)).toEqual(['abcdefghij/Prod']);
  });

  it('is distinct by region: the same names elsewhere are other stages', () => {
    const book = createLookupResults();
    book.put(listQuestion(), { kind: 'FOUND', live: stages('prod') });
    book.put({ ...listQuestion(), region: 'us-east-1' }, { kind: 'FOUND', live: stages('prod', 'dev') });
    const found = unmanagedIn(directoryOf(stageInstance(), dev, elsewhere), book.answers);
    expect(found.map(({ id }) => [id.region, id.stageName])).toEqual([['us-east-1', 'dev']]);
  });
});

describe('a list that was not had', () => {
  it.each(['NOT_FOUND', 'UNREADABLE'] as const)('names no stage: %s', (kind) => {
    const answers = answering(listQuestion(), { kind, reason: 'denied' });
    expect(unmanagedIn(directoryOf(stageInstance()), answers)).toEqual([]);
  });
});

describe('all stages of a REST API', () => {
  const live = [{ stageName: 'dev', deploymentId: 'd1', createdDate: null }];

  it.each<[string, Answer<readonly ListedStage[]>, readonly string[] | undefined]>([
    ['are known where they were listed', { kind: 'FOUND', live }, ['dev']],
    ['are known to be none where it is gone', { kind: 'NOT_FOUND', reason: 'gone' }, []],
    ['are not known where the list could not be read', { kind: 'UNREADABLE', reason: 'denied' }, undefined],
    ['are not known where there was no time for the list', { kind: 'OUT_OF_TIME', reason: 'time was up' }, undefined],
  ])('%s', (_, answer, names) => {
    const stages = liveStages([listQuestion()], answering(listQuestion(), answer));
    expect(stages.get('123456789012/eu-west-1/abcdefghij')).toEqual(names && new Set(names));
  });
});

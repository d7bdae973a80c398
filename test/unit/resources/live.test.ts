import { describe, expect, it } from '@jest/globals';
import { createLookupResults, distinctQuestions, ofKind, questionKey } from '../../../lib/resources/live.ts';
import { liveStage } from '../live-stage-builder.ts';
import { deploymentQuestion, listQuestion, stageQuestion } from './placing.ts';

describe('the key of a question', () => {
  it('has account, region and every part of the id', () => {
    expect(questionKey(stageQuestion)).toBe('123456789012/eu-west-1/abcdefghij/prod');
    expect(questionKey(listQuestion())).toBe('123456789012/eu-west-1/abcdefghij');
    expect(questionKey(deploymentQuestion('d1'))).toBe('123456789012/eu-west-1/abcdefghij/d1');
  });
});

describe('questions', () => {
  // A stage and a deployment may have one name.
  const namesake = deploymentQuestion('prod');

  it('are memoized each, in the order in which they first came', () => {
    expect(distinctQuestions([listQuestion(), stageQuestion, namesake, { ...stageQuestion }, listQuestion()])).toEqual([
      listQuestion(),
      stageQuestion,
      namesake,
    ]);
  });

  it('are distinct by account and region', () => {
    const others = [
      { ...stageQuestion, accountId: '210987654321' },
      { ...stageQuestion, region: 'us-east-1' },
    ];
    expect(distinctQuestions([stageQuestion, ...others])).toHaveLength(3);
  });

  it('of one kind are picked among many', () => {
    expect(ofKind([stageQuestion, namesake, listQuestion()], 'DEPLOYMENT')).toEqual([namesake]);
  });
});

describe('a book of answers', () => {
  it('has what was put into it, kind by kind', () => {
    const { put, answers } = createLookupResults();
    put(stageQuestion, { kind: 'FOUND', live: liveStage() });
    put(listQuestion(), { kind: 'FOUND', live: [{ stageName: 'prod', deploymentId: 'd1', createdDate: null }] });
    put(deploymentQuestion('prod'), { kind: 'NOT_FOUND', reason: 'gone' });
    expect(answers.to({ ...stageQuestion })).toEqual({ kind: 'FOUND', live: liveStage() });
    expect(answers.to(listQuestion())).toEqual({
      kind: 'FOUND',
      live: [{ stageName: 'prod', deploymentId: 'd1', createdDate: null }],
    });
    expect(answers.to(deploymentQuestion('prod'))).toEqual({ kind: 'NOT_FOUND', reason: 'gone' });
  });

  it('knows nothing where nobody asked', () => {
    expect(createLookupResults().answers.to(stageQuestion)).toEqual({
      kind: 'UNREADABLE',
      reason: 'AWS was not asked about it',
    });
  });
});

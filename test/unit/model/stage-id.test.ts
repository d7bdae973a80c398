import { describe, expect, it } from '@jest/globals';
import { completeStageId, stageKey } from '../../../lib/model/stage-id.ts';

const id = {
  family: 'REST' as const,
  accountId: '123456789012',
  region: 'eu-west-1',
  apiId: 'nz6fqhy5dm',
  stageName: 'prod',
};

describe('completeStageId', () => {
  it('is the whole id where every part is known', () => {
    expect(completeStageId(id)).toEqual(id);
  });

  it.each(['accountId', 'region', 'apiId', 'stageName'])('is none where %s is unknown', (part) => {
    expect(completeStageId({ ...id, [part]: null })).toBeNull();
  });
});

describe('stageKey', () => {
  it('tells stages apart by each of their parts', () => {
    const parts = ['accountId', 'region', 'apiId', 'stageName'];
    const others = parts.map((part) => stageKey({ ...id, [part]: 'other' }));

    expect(new Set([stageKey(id), ...others]).size).toBe(5);
    expect(stageKey(id)).toBe('123456789012/eu-west-1/nz6fqhy5dm/prod');
    expect(stageKey({ ...id })).toBe(stageKey(id));
  });
});

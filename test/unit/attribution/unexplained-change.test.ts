import { describe, expect, it } from '@jest/globals';
import { unexplainedChange } from '../../../lib/attribution/unexplained-change.ts';
import type { ApiCall } from '../../../lib/model/api-call.ts';
import { callAt, unknown, update, whole } from './calls.ts';

const id = {
  family: 'REST' as const,
  accountId: '123456789012',
  region: 'eu-west-1',
  apiId: 'abcdefghij',
  stageName: 'prod',
};
const changedAt = '2026-11-24T12:00:30.000Z';

/** @returns whether somebody who is not known changed the stage, half a minute after noon */
const isUnexplained = (...calls: ApiCall[]) => unexplainedChange(id, changedAt, calls) === changedAt;

describe('when a stage was changed', () => {
  it('is explained by a call at that time, whatever it changed and wherever it stands among others', () => {
    expect(isUnexplained(update(0, '/description'), update(30, '/tracingEnabled'), update(50))).toBe(false);
    expect(isUnexplained(callAt(30, 'UpdateStage', unknown))).toBe(false);
    expect(isUnexplained(callAt(30, 'CreateStage', whole))).toBe(false);
  });

  it('is explained by a call some seconds before or after, and by none that is further away', () => {
    expect([24, 25, 35, 36].map((at) => isUnexplained(update(at, '/description')))).toEqual([true, false, false, true]);
  });

  it.each([
    ['of another account', { accountId: '210987654321' }],
    ['of another region', { region: 'eu-central-1' }],
    ['of another REST API', { apiId: 'other' }],
    ['of another stage', { stageName: 'basic' }],
    ['that names no stage', { stageName: null }],
  ])('is not explained by a call %s', (_where, elsewhere) => {
    expect(isUnexplained(callAt(30, 'UpdateStage', unknown, elsewhere))).toBe(true);
  });

  it('is not explained by the deletion of the one that was there before', () => {
    expect(isUnexplained(callAt(30, 'DeleteStage', whole))).toBe(true);
  });

  it('is not always known', () => {
    expect(unexplainedChange(id, null, [])).toBe(null);
  });
});

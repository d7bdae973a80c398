import { describe, expect, it } from '@jest/globals';
import { measuresOf } from '../../../functions/run-measures.ts';
import type { CheckOutcome } from '../../../lib/check-ports.ts';
import { type CheckRequest, plainRequest } from '../../../lib/model/check-request.ts';
import type { StateRead } from '../../../lib/terraform/read-states.ts';
import { createReport } from '../report/assessed-report.ts';
import { checked, modified, readState, results } from '../report/sample.ts';

const now = new Date('2026-03-01T12:00:00Z');
const failed: StateRead = { uri: 's3://acme-tf/broken', status: 'FAILED', reason: 'denied' };
const scheduled: CheckRequest = {
  ...plainRequest,
  trigger: { kind: 'schedule', source: 'rule', time: '2026-03-01T12:00:00Z' },
  dryRun: false,
};

function outcomeOf(states: readonly StateRead[], more: Partial<CheckOutcome> = {}): CheckOutcome {
  const resources = [
    checked('a', { status: 'IN_SYNC' }),
    checked('b', modified([['description'], 'one', 'two'])),
    checked('c', { status: 'NOT_CHECKED', reason: 'throttled' }),
  ];
  const report = createReport(results({ states, resources, apiCalls: 7 }));
  return {
    report,
    published: true,
    pending: [],
    unmanaged: 0,
    missed: 0,
    oldestStateAt: '2026-03-01T11:00:00.000Z',
    error: null,
    ...more,
  };
}

function valuesOf(request: CheckRequest, outcome: CheckOutcome) {
  return Object.fromEntries(
    measuresOf(request, { ...outcome, throttled: 3 }, now).map(({ name, value }) => [name, value]),
  );
}

describe('what is measured of a run', () => {
  it('is what it checked and found, what that took, and how old the states are', () => {
    expect(
      valuesOf(scheduled, outcomeOf([readState('s3://acme-tf/orders'), failed], { pending: ['s3://a/b'], missed: 2 })),
    ).toEqual({
      ChecksFinished: 1,
      ScheduledChecks: 1,
      ResourcesChecked: 2,
      ResourcesDrifted: 1,
      ResourcesNotChecked: 1,
      StatesFailed: 1,
      LookupsOutOfTime: 2,
      StatesWaiting: 1,
      RequestsThrottled: 3,
      ApiGatewayCalls: 7,
      OldestStateAge: 3_600,
    });
  });

  it.each([
    ['every state failed', scheduled, [failed]],
    [
      'it was started by a change',
      { ...scheduled, trigger: { kind: 'manual' } } as const,
      [readState('s3://acme-tf/orders')],
    ],
  ])('is no sign of life of the schedule if %s', (_why, request, states) => {
    expect(valuesOf(request, outcomeOf(states))).not.toHaveProperty('ScheduledChecks');
  });

  it('has no age where no state tells its own', () => {
    expect(valuesOf(scheduled, outcomeOf([failed], { oldestStateAt: null }))).not.toHaveProperty('OldestStateAge');
  });
});

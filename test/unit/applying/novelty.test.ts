import { describe, expect, it } from '@jest/globals';
import { noveltyOf } from '../../../lib/applying/novelty.ts';
import type { Examination } from '../../../lib/check-drift.ts';
import { findingIds, usualPolicy } from '../../../lib/findings/assess.ts';
import { emptyLedger, type Ledger } from '../../../lib/findings/ledger/ledger.ts';
import { parseRules } from '../../../lib/findings/rules/rules-file.ts';
import { type CheckRequest, plainRequest } from '../../../lib/trigger/check-request.ts';
import { found, held, runAt, Story } from '../findings/ledger/finding-world.ts';
import { checked, modified, results } from '../report/sample.ts';

const scheduled: CheckRequest = {
  ...plainRequest,
  trigger: { kind: 'schedule', source: 'rule', time: '2026-03-01T12:00:00Z' },
  dryRun: false,
};
/** Hours after the first run of a story. */
const hoursUntilNow = 4;
const now = runAt(hoursUntilNow).now;
const gone = checked('aws_api_gateway_stage.gone', { status: 'DELETED', reason: 'API Gateway does not have it' });
const changed = checked('aws_api_gateway_stage.changed', modified([['description'], 'one', 'two']));

function examinationBy(rules: string): Examination {
  return {
    policy: { ...usualPolicy, rules: parseRules(rules, 'rules.yaml') },
    results: results({ resources: [gone, changed] }),
    coverage: { everyResource: true, everyState: true, types: new Set(), liveStages: new Map(), named: [] },
    everythingAt: null,
    ofEverything: true,
    places: new Map(),
    unplaced: [],
    unmet: [],
    missed: new Set(),
  };
}

function newlyDeleted(more: { request?: CheckRequest; ledger?: Ledger; rules?: string }) {
  const { request = scheduled, ledger = emptyLedger, rules = '{}' } = more;
  return [...noveltyOf(examinationBy(rules), request, ledger, now).deleted];
}

/** What runs made of the stage that is gone, one after another. */
function ledgerAfter(...runs: readonly ((story: Story) => void)[]): Ledger {
  const story = new Story();
  for (const run of runs) run(story);
  return story.ledger;
}

const [id = ''] = findingIds(gone);
const missing = { ...found('', { kind: 'DELETED', path: null, difference: null }), id };
const told = (story: Story) => story.told([missing], runAt(0));
const over = (story: Story) => story.told([], runAt(1), { how: 'PUT_BACK', explanation: 'it exists again' });
const heldBack = (hours: number) => (story: Story) => story.told([held(missing)], runAt(hours));
const fourMinutes = 4 / 60;

describe('what is gone', () => {
  it('is new to a schedule if the ledger does not have it', () => {
    expect(newlyDeleted({})).toEqual([gone]);
  });

  it('is new to a check that was put off by a schedule: it is the ledger that says since when it waits', () => {
    const request = { ...scheduled, waitingSince: '2026-03-01T11:00:00Z' };
    expect(newlyDeleted({ request })).toEqual([gone]);
  });

  it.each([
    ['to the check of an event', { request: { ...scheduled, trigger: { kind: 'manual' } } as const }],
    ['where a rule passes over it', { rules: 'ignore: [{ address: "*.gone", reason: ours }]' }],
    ['where people know', { ledger: ledgerAfter(told) }],
    ['where people know, though it is held back', { ledger: ledgerAfter(told, heldBack(hoursUntilNow - fourMinutes)) }],
    ['where a run missed it five minutes ago', { ledger: ledgerAfter(heldBack(hoursUntilNow - 5 / 60)) }],
  ])('is not new %s', (_, more) => {
    expect(newlyDeleted(more)).toEqual([]);
  });

  it.each([
    ['where a run missed it less than five minutes ago', ledgerAfter(heldBack(hoursUntilNow - fourMinutes))],
    ['where it was there again meanwhile', ledgerAfter(told, over)],
    ['where it was there again, and a run missed it just now', ledgerAfter(told, over, heldBack(hoursUntilNow))],
    ['where a run whose clock was ahead missed it', ledgerAfter(heldBack(hoursUntilNow + 24))],
  ])('is new %s', (_, ledger) => {
    expect(newlyDeleted({ ledger })).toEqual([gone]);
  });
});

describe('when a stage was changed', () => {
  it('is of interest to a schedule alone', () => {
    const examination = examinationBy('{}');
    const of = (request: CheckRequest) => noveltyOf(examination, request, emptyLedger, now).isRecencyOfInterest;
    expect(of(scheduled)).toBe(true);
    expect(of({ ...scheduled, trigger: { kind: 'manual' } })).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { recencyOf } from '../../../lib/applying/recency.ts';
import { assessAll, usualPolicy } from '../../../lib/findings/assess.ts';
import { parseRules } from '../../../lib/findings/rules/rules-file.ts';
import { emptyLedger, type Ledger } from '../../../lib/ledger/ledger.ts';
import { found, held, idsOf, runAt, Story } from '../ledger/finding-world.ts';
import { checked } from '../report/sample.ts';

/** Hours after the first run of a story. */
const hoursUntilNow = 4;
const now = runAt(hoursUntilNow).now;
const gone = checked('aws_api_gateway_stage.gone', { status: 'DELETED', reason: 'API Gateway does not have it' });

const written = '2026-03-01T00:00:00.000Z';

function isNew({ ledger = emptyLedger, rules = '{}' }: { ledger?: Ledger; rules?: string }): boolean {
  const policy = { ...usualPolicy, rules: parseRules(rules, 'rules.yaml') };
  return assessAll([gone], policy, now).some(
    (assessed) => recencyOf(assessed, { writtenAt: written, calls: [], ledger }, now) !== null,
  );
}

/** What runs made of the stage that is gone, one after another. */
function ledgerAfter(...runs: readonly ((story: Story) => void)[]): Ledger {
  const story = new Story();
  for (const run of runs) run(story);
  return story.ledger;
}

const [id = ''] = idsOf(gone);
const missing = { ...found('', { kind: 'DELETED', path: null, difference: null }), id };
const notified = (story: Story) => story.notified([missing], runAt(0));
const over = (story: Story) => story.notified([], runAt(1), { how: 'PUT_BACK', explanation: 'it exists again' });
const heldBack = (hours: number) => (story: Story) => story.notified([held(missing)], runAt(hours));
const fourMinutes = 4 / 60;

describe('what is gone', () => {
  it('is recent if the ledger does not have it', () => {
    expect(isNew({})).toBe(true);
  });

  it.each([
    ['where a rule passes over it', { rules: 'ignore: [{ address: "*.gone", reason: ours }]' }],
    ['where people know', { ledger: ledgerAfter(notified) }],
    [
      'where people know, though it is held back',
      { ledger: ledgerAfter(notified, heldBack(hoursUntilNow - fourMinutes)) },
    ],
    ['where a run missed it five minutes ago', { ledger: ledgerAfter(heldBack(hoursUntilNow - 5 / 60)) }],
  ])('is not recent %s', (_, more) => {
    expect(isNew(more)).toBe(false);
  });

  it.each([
    ['where a run missed it less than five minutes ago', ledgerAfter(heldBack(hoursUntilNow - fourMinutes))],
    ['where it was there again meanwhile', ledgerAfter(notified, over)],
    ['where it was there again, and a run missed it just now', ledgerAfter(notified, over, heldBack(hoursUntilNow))],
    ['where a run whose clock was ahead missed it', ledgerAfter(heldBack(hoursUntilNow + 24))],
  ])('is recent %s', (_, ledger) => {
    expect(isNew({ ledger })).toBe(true);
  });
});

import { describe, expect, it } from '@jest/globals';
import { noveltyOf } from '../../../lib/applying/novelty.ts';
import type { Examination } from '../../../lib/check-drift.ts';
import { usualPolicy } from '../../../lib/findings/assess.ts';
import { parseRules } from '../../../lib/findings/rules/rules-file.ts';
import { type CheckRequest, plainRequest } from '../../../lib/trigger/check-request.ts';
import { MemoryStore } from '../memory-store.ts';
import { checked, modified, results } from '../report/sample.ts';

const scheduled: CheckRequest = {
  ...plainRequest,
  trigger: { kind: 'schedule', source: 'rule', time: '2026-03-01T12:00:00Z' },
  dryRun: false,
};
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
    everythingAsked: true,
    changedAt: () => '2026-03-01T11:59:00.000Z',
  };
}

async function newlyDeleted(more: { request?: CheckRequest; store?: MemoryStore | null; rules?: string }) {
  const { request = scheduled, store = new MemoryStore(), rules = '{}' } = more;
  return [...(await noveltyOf(examinationBy(rules), request, store)).deleted];
}

describe('what is gone', () => {
  it('is new to a schedule if the ledger does not have it', async () => {
    expect(await newlyDeleted({})).toEqual([gone]);
  });

  it.each([
    ['to a check that has waited already', { request: { ...scheduled, waitingSince: '2026-03-01T11:59:00Z' } }],
    ['to the check of an event', { request: { ...scheduled, trigger: { kind: 'manual' } } as const }],
    ['where nothing is remembered', { store: null }],
    ['where a rule passes over it', { rules: 'ignore: [{ address: "*.gone", reason: ours }]' }],
  ])('is not new %s', async (_, more) => {
    expect(await newlyDeleted(more)).toEqual([]);
  });

  it('is not new where the ledger is damaged or cannot be read, which the report says', async () => {
    const [damaged, denied] = [new MemoryStore(), new MemoryStore()];
    await damaged.put('ledger.json', 'no ledger');
    denied.fault = 's3://acme-ledger/stagedrift/ledger.json cannot be read: access denied';

    expect([await newlyDeleted({ store: damaged }), await newlyDeleted({ store: denied })]).toEqual([[], []]);
  });
});

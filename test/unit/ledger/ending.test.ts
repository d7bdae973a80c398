import { describe, expect, it } from '@jest/globals';
import type { AssessedFinding } from '../../../lib/findings/assess.ts';
import { type Coverage, endings } from '../../../lib/ledger/ending.ts';
import type { LedgerEntry } from '../../../lib/ledger/ledger.ts';
import type { Ending } from '../../../lib/ledger/lifecycle.ts';
import type { NamedStage } from '../../../lib/resources/stage-directory.ts';
import type { CheckedResource } from '../../../lib/resources/verdict.ts';
import { checked, readState } from '../report/sample.ts';
import { found, runAt, Story } from './finding-world.ts';

const api = '123456789012/eu-west-1/a1b2c3d4e5';
const legacy = 's3://acme-tf/legacy';
const unmanaged = found('', { kind: 'UNMANAGED', path: null, state: null, difference: null });

/** A stage that a state names without saying where it is. */
function namedAs(stageName: string, apiId = 'a1b2c3d4e5'): NamedStage {
  const id = { family: 'REST' as const, accountId: null, region: null, apiId, stageName };
  return { id, address: 'aws_api_gateway_deployment.legacy', state: legacy };
}

/** How a finding of a stage called `prod` ended for a run of everything that did not see it. */
function endFor(
  coverage: Partial<Coverage>,
  resources: readonly CheckedResource[] = [],
  finding: AssessedFinding = unmanaged,
): Ending {
  const story = new Story();
  story.notified([finding], runAt(0));
  const endingOf = endings({
    states: [readState(legacy)],
    resources,
    coverage: {
      everyResource: true,
      everyState: true,
      types: new Set(['aws_api_gateway_stage']),
      liveStages: new Map(),
      named: [],
      ...coverage,
    },
    findings: [],
    keyId: null,
    shownExpected: () => [],
  });
  const entries: readonly LedgerEntry[] = [...story.ledger.entries.values()];
  return entries.map(endingOf)[0] ?? null;
}

const live = { liveStages: new Map([[api, new Set(['prod', 'dev'])]]) };
const gone = { liveStages: new Map([[api, new Set(['dev'])]]) };
const named = { how: 'ADOPTED', explanation: `aws_api_gateway_deployment.legacy in ${legacy} names it now` };

describe('the end of an unmanaged stage', () => {
  it('is that it is no longer live only where its REST API was listed without it', () => {
    expect(endFor(gone)).toEqual({ how: 'PUT_BACK', explanation: 'it is no longer live' });
    expect(endFor({ liveStages: new Map([[api, new Set()]]) })).toMatchObject({ how: 'PUT_BACK' });
    expect(endFor(live)).toBeNull();
  });

  it('is that a state names it, in whatever form, if it is live', () => {
    expect(endFor({ ...live, named: [namedAs('prod')] })).toEqual(named);
  });

  it('is that a state names it, where nobody listed its REST API or read every state', () => {
    expect(endFor({ named: [namedAs('prod')] })).toEqual(named);
    expect(endFor({ named: [namedAs('prod')], everyState: false, everyResource: false })).toEqual(named);
  });

  it('is that it is no longer live, though a state names it', () => {
    expect(endFor({ ...gone, named: [namedAs('prod')] })).toMatchObject({ how: 'PUT_BACK' });
  });

  it('is that a state manages it, though another one only names it', () => {
    const manager = checked('aws_api_gateway_stage.prod', { status: 'IN_SYNC' });
    expect(endFor({ ...live, named: [namedAs('prod')] }, [manager])).toEqual({
      how: 'ADOPTED',
      explanation: `aws_api_gateway_stage.prod in ${manager.state} manages it now`,
    });
  });

  it('has not come while states name other stages alone', () => {
    const others = [namedAs('dev'), namedAs('prod', 'z9z9z9z9z9')];
    expect(endFor({ ...live, named: others })).toBeNull();
    expect(endFor({ named: others })).toBeNull();
  });

  it('is that no state has a stage of its REST API, where none names one', () => {
    expect(endFor({ named: [namedAs('prod', 'z9z9z9z9z9')] })).toMatchObject({ how: 'REMOVED' });
    expect(endFor({ everyState: false })).toBeNull();
  });
});

describe('the end of a difference', () => {
  const prod = checked('aws_api_gateway_stage.prod', { status: 'NOT_CHECKED', reason: 'its account is missing' });
  const lost = { ...prod, id: { ...prod.id, accountId: null } };

  it('is that no state has the resource any more', () => {
    expect(endFor({}, [], found())).toEqual({ how: 'REMOVED', explanation: 'no state has the resource any more' });
  });

  it('is that the stage is gone, though a state that claims it was not read', () => {
    const deleted: CheckedResource = { ...prod, state: legacy, verdict: { status: 'DELETED', reason: 'it is gone' } };
    expect(endFor({ everyState: false }, [deleted], found())).toMatchObject({ how: 'SUPERSEDED' });
  });

  it('has not come while a state has the resource, and no longer says in which account', () => {
    expect(endFor({}, [lost], found())).toBeNull();
  });

  it.each<[string, CheckedResource]>([
    ['another stage', { ...lost, id: { ...lost.id, stageName: 'dev' } }],
    ['another resource of the stage', { ...lost, type: 'aws_api_gateway_method_settings', name: '*/*' }],
  ])('has come where all that a state has without telling where is %s', (_, other) => {
    expect(endFor({}, [other], found())).toMatchObject({ how: 'REMOVED' });
  });

  it('has come where it was not known where the resource is, and its address has left the states', () => {
    const unplaced = found('temporarily', { kind: 'NOT_CHECKED', path: null, accountId: null });
    expect(endFor({}, [{ ...lost, address: 'aws_api_gateway_stage.moved' }], unplaced)).toMatchObject({
      how: 'REMOVED',
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { type CheckRequest, plainRequest } from '../../../lib/model/check-request.ts';
import type { PlaceSelector, StageSelector } from '../../../lib/model/stage-selector.ts';
import type { StageIndex } from '../../../lib/resources/stage-index.ts';
import { type CurrentState, readInScope, type StateScope } from '../../../lib/scope/state-scope.ts';
import type { StateRead } from '../../../lib/terraform/read-states.ts';
import { readState } from '../report/sample.ts';

const orders = 's3://acme-tf/orders';
const settings = 's3://acme-tf/settings';
const fresh = 's3://acme-tf/new';
const prod: PlaceSelector = {
  kind: 'PLACE',
  family: 'REST',
  accountId: '123456789012',
  region: 'eu-west-1',
  apiId: 'a1b2c3d4e5',
  stageName: 'prod',
};
const index: StageIndex = {
  checkedAt: null,
  states: new Map([
    [orders, { etag: 'first', stageKeys: new Set(['123456789012/eu-west-1/a1b2c3d4e5/prod']) }],
    [settings, { etag: 'first', stageKeys: new Set(['123456789012/eu-west-1/a1b2c3d4e5/prod']) }],
    ['s3://acme-tf/users', { etag: 'first', stageKeys: new Set(['123456789012/eu-west-1/z9z9z9z9z9/prod']) }],
  ]),
  missed: new Map(),
};
const unchanged: readonly CurrentState[] = [...index.states].map(([uri, { etag }]) => ({ uri, etag }));

function requestOf(stages: readonly StageSelector[] | null, more: Partial<CheckRequest> = {}): CheckRequest {
  const trigger = { kind: 'stage-changed', source: 'UpdateStage', time: '2026-03-01T12:00:00Z' } as const;
  return { ...plainRequest, trigger, stages, dryRun: false, ...more };
}

/** Examinations that find the stage in these states alone, and what was read and listed for them. */
function worldOf(world: {
  owners?: readonly string[];
  gone?: readonly string[];
  late?: readonly string[];
  listed?: readonly CurrentState[] | null;
}) {
  const { owners = [orders, settings], gone = [], late = [], listed = unchanged } = world;
  const scopes: (readonly string[] | null)[] = [];
  const complete: boolean[] = [];
  let asked: CheckRequest | null = null;
  let lists = 0;
  const read = async ({ states, alsoRead, isComplete }: StateScope) => {
    const uris = states && [...states, ...alsoRead];
    scopes.push(uris);
    complete.push(isComplete);
    const isFound = uris === null || uris.some((uri) => owners.includes(uri));
    const stateOf = (uri: string): StateRead => {
      if (gone.includes(uri)) return { uri, status: 'FAILED', reason: 'there is no such object' };
      return late.includes(uri) ? { uri, status: 'OUT_OF_TIME', reason: 'the time was up' } : readState(uri);
    };
    return {
      states: (uris ?? []).map(stateOf),
      unplaced: [],
      unmatched: isFound ? [] : (asked?.stages ?? []).filter((stage) => stage.kind === 'PLACE'),
    };
  };
  const list = async () => {
    lists += 1;
    return listed;
  };
  return {
    /** The states that were read, one after another, and whether no other can have more. */
    read: scopes,
    complete,
    lists: () => lists,
    run(request: CheckRequest, from: StageIndex | null = index) {
      asked = request;
      return readInScope(request, from, { list, read });
    },
  };
}

describe('a change of a stage', () => {
  it('has the states read that the index leads to, and lists nothing', async () => {
    const world = worldOf({});
    await world.run(requestOf([prod]));

    expect(world.read).toEqual([[orders, settings]]);
    expect(world.lists()).toBe(0);
  });

  it('has every state read where there is no index', async () => {
    const world = worldOf({});
    await world.run(requestOf([prod]), null);

    expect(world.read).toEqual([null]);
  });

  it('in no state the index knows has those read that are new or changed since', async () => {
    const world = worldOf({ owners: [fresh], listed: [...unchanged, { uri: fresh, etag: 'first' }] });
    const { unmatched } = await world.run(requestOf([{ ...prod, apiId: 'brandnew00' }]));

    expect(world.read).toEqual([[fresh]]);
    expect(unmatched).toEqual([]);
  });

  it('in no state at all has nothing read but the list, and says so', async () => {
    const unknown = { ...prod, apiId: 'elsewhere0' };
    const world = worldOf({});
    const { unmatched } = await world.run(requestOf([unknown]));

    expect(world.read).toEqual([[]]);
    expect(world.lists()).toBe(1);
    expect(unmatched).toEqual([unknown]);
  });

  it('in no state, but of a REST API of ours, has the states of that API read: nobody may manage it', async () => {
    const world = worldOf({});
    const stray = { ...prod, stageName: 'stray' };
    await world.run(requestOf([stray]));

    expect([world.read, world.complete]).toEqual([[[orders, settings]], [true]]);
  });

  it('in no state has every state read that names a stage of that API, in whatever account', async () => {
    const named = {
      etag: 'first',
      stageKeys: new Set(['?/?/a1b2c3d4e5/legacy']),
    };
    const legacy = 's3://acme-tf/legacy';
    const from = { ...index, states: new Map([...index.states, [legacy, named]]) };
    const world = worldOf({ listed: [...unchanged, { uri: legacy, etag: 'first' }] });
    await world.run(requestOf([{ ...prod, stageName: 'stray' }]), from);

    expect(world.read).toEqual([[orders, settings, legacy]]);
  });

  it('in a state that it has left is looked for in those that changed since', async () => {
    const listed = [...unchanged.filter(({ uri }) => uri !== settings), { uri: fresh, etag: 'first' }];
    const world = worldOf({ owners: [fresh], listed });
    const { unmatched } = await world.run(requestOf([prod]));

    expect(world.read).toEqual([
      [orders, settings],
      [orders, fresh],
    ]);
    expect(unmatched).toEqual([]);
  });

  it('in a state that is gone from the bucket says nothing of that state', async () => {
    const world = worldOf({ gone: [settings], listed: unchanged.filter(({ uri }) => uri !== settings) });
    const found = await world.run(requestOf([prod]));

    expect(world.read).toEqual([[orders, settings], [orders]]);
    expect(found.states.map(({ uri, status }) => [uri, status])).toEqual([[orders, 'READ']]);
  });

  it('in a state that cannot be read, and is there, is reported with its reason', async () => {
    const world = worldOf({ gone: [settings] });
    const found = await world.run(requestOf([prod]));

    expect(world.read).toEqual([[orders, settings]]);
    expect(found.states.map(({ status }) => status)).toEqual(['READ', 'FAILED']);
  });

  it('has no more states read where there was no time for the first of them', async () => {
    const world = worldOf({ owners: [orders], late: [settings], listed: null });
    const found = await world.run(requestOf([prod]));

    expect(world.read).toEqual([[orders, settings]]);
    expect(found.states.map(({ status }) => status)).toEqual(['READ', 'OUT_OF_TIME']);
  });

  it('has every state read where not all can be listed', async () => {
    const world = worldOf({ listed: null });
    await world.run(requestOf([{ ...prod, stageName: 'unknown' }]));

    expect(world.read).toEqual([null]);
  });
});

describe('other checks', () => {
  it('of a state that was written have those read, too, that share a stage with it', async () => {
    const trigger = { kind: 'state-written', source: settings, time: '2026-03-01T12:00:00Z' } as const;
    const world = worldOf({});
    await world.run(requestOf(null, { trigger, states: [settings] }));

    expect(world.read).toEqual([[settings, orders]]);
  });

  it('of a state that was written have no more read where there was no time for those', async () => {
    const trigger = { kind: 'state-written', source: settings, time: '2026-03-01T12:00:00Z' } as const;
    const world = worldOf({ late: [settings], listed: [...unchanged, { uri: fresh, etag: 'first' }] });
    await world.run(requestOf(null, { trigger, states: [settings] }));

    expect(world.read).toEqual([[settings, orders]]);
    expect(world.lists()).toBe(0);
  });

  it('of a state that is gone say nothing of it where the states cannot be listed either', async () => {
    const trigger = { kind: 'state-written', source: fresh, time: '2026-03-01T12:00:00Z' } as const;
    const world = worldOf({ gone: [fresh], listed: null });
    await world.run(requestOf(null, { trigger, states: [fresh] }));

    expect(world.read).toEqual([[fresh], null]);
  });

  it('of a state that was written have every other read beside it where there is no index', async () => {
    const trigger = { kind: 'state-written', source: settings, time: '2026-03-01T12:00:00Z' } as const;
    const world = worldOf({});
    await world.run(requestOf(null, { trigger, states: [settings] }), null);

    expect(world.read).toEqual([[settings, orders, 's3://acme-tf/users']]);
  });

  it.each([
    ['of everything', requestOf(null)],
    ['of a stage that a person named', requestOf([{ kind: 'ADDRESS', text: 'aws_api_gateway_stage.this' }, prod])],
    ['of states that a person named', requestOf(null, { trigger: { kind: 'manual' }, states: [settings] })],
  ])('%s are made as they are asked for', async (_what, request) => {
    const world = worldOf({});
    await world.run(request);

    expect(world.read).toEqual([request.states]);
    expect(world.lists()).toBe(0);
  });
});

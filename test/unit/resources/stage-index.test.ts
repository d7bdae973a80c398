import { describe, expect, it } from '@jest/globals';
import type { PlaceSelector } from '../../../lib/model/stage-selector.ts';
import {
  has,
  neighboursOf,
  ownersOf,
  parseStageIndex,
  recorded,
  type StageIndex,
  stageIndexText,
  statedStageKey,
  statesOfApis,
  unknownStates,
} from '../../../lib/resources/stage-index.ts';

const orders = 's3://acme-tf/orders';
const users = 's3://acme-tf/users';
const settings = 's3://acme-tf/settings';
const prod = '123456789012/eu-west-1/a1b2c3d4e5/prod';
const dev = '123456789012/eu-west-1/a1b2c3d4e5/dev';
const other = '123456789012/eu-west-1/z9z9z9z9z9/prod';

function indexOf(states: Readonly<Record<string, readonly string[]>>, checkedAt: string | null = null): StageIndex {
  const entries = Object.entries(states).map(
    ([uri, places]) => [uri, { etag: `of ${uri}`, stageKeys: new Set(places) }] as const,
  );
  return { checkedAt, states: new Map(entries), missed: new Map() };
}

const index = indexOf({ [orders]: [prod, dev], [users]: [other], [settings]: [prod] });

function place(stageName: string | null, apiId = 'a1b2c3d4e5', accountId = '123456789012'): PlaceSelector {
  return { kind: 'PLACE', family: 'REST', accountId, region: 'eu-west-1', apiId, stageName };
}

describe('the index of stages', () => {
  it('leads from a stage to every state that has something at it', () => {
    expect(ownersOf(index, [place('prod')])).toEqual([orders, settings]);
    expect(ownersOf(index, [place('dev')])).toEqual([orders]);
  });

  it('leads from a REST API to every state that has something at any of its stages', () => {
    expect(ownersOf(index, [place(null)])).toEqual([orders, settings]);
    expect(ownersOf(index, [place(null, 'a1b2')])).toEqual([]);
  });

  it('leads nowhere for a stage of another account, since ids of REST APIs mean nothing there', () => {
    expect(ownersOf(index, [place('prod', 'a1b2c3d4e5', '210987654321')])).toEqual([]);
  });

  it('tells which states share a stage with another', () => {
    expect(neighboursOf(index, [settings])).toEqual([orders]);
    expect(neighboursOf(index, [users])).toEqual([]);
    expect(neighboursOf(index, ['s3://acme-tf/new'])).toEqual([]);
  });

  it('tells which states have a stage of a REST API whose account is not known', () => {
    expect(statesOfApis(index, ['a1b2c3d4e5'])).toEqual([orders, settings]);
    expect(statesOfApis(index, ['prod', 'eu-west-1'])).toEqual([]);
  });

  it('knows a state that names a stage of a REST API, though not in which account', () => {
    const key = statedStageKey({
      family: 'REST',
      accountId: null,
      region: null,
      apiId: 'a1b2c3d4e5',
      stageName: 'legacy',
    });
    const lost = indexOf({ [orders]: [prod], [settings]: [key ?? ''] });

    expect(statesOfApis(lost, ['a1b2c3d4e5'])).toEqual([orders, settings]);
    expect(statesOfApis(parseStageIndex(stageIndexText(lost)) ?? index, ['a1b2c3d4e5'])).toEqual([orders, settings]);
    expect(ownersOf(lost, [place('legacy')])).toEqual([]);
  });

  it('tells which states are new or have another version, and of which that is not known', () => {
    const listed = [
      { uri: orders, etag: `of ${orders}` },
      { uri: users, etag: 'another' },
      { uri: settings, etag: null },
      { uri: 's3://acme-tf/new', etag: 'first' },
    ];

    expect(unknownStates(index, listed)).toEqual([users, settings, 's3://acme-tf/new']);
  });

  it('is the same text whatever order it was made in, and the same index when it is read', () => {
    const turned = indexOf({ [users]: [other], [settings]: [prod], [orders]: [dev, prod] });

    expect(stageIndexText(turned)).toBe(stageIndexText(index));
    expect(parseStageIndex(stageIndexText(index))).toEqual(
      parseStageIndex(stageIndexText({ ...turned, checkedAt: null })),
    );
    expect(ownersOf(parseStageIndex(stageIndexText(index)) ?? indexOf({}), [place('prod')])).toEqual([
      orders,
      settings,
    ]);
  });

  it.each(['', 'not JSON', '{}', '{"version":3,"checkedAt":null,"states":[]}', '[]'])(
    'is none if the text is %j',
    (text) => {
      expect(parseStageIndex(text)).toBeNull();
    },
  );
});

describe('an index of the version before', () => {
  it('is none: it is made again', () => {
    const text = stageIndexText(index);

    expect(parseStageIndex(text)).not.toBeNull();
    expect(parseStageIndex(text.replace('"version":4', '"version":3'))).toBeNull();
  });
});

describe('the key of a stage', () => {
  const id = {
    family: 'REST' as const,
    accountId: '123456789012',
    region: 'eu-west-1',
    apiId: 'a1b2c3d4e5',
    stageName: 'prod',
  };

  it('says where the stage is, as far as the state tells', () => {
    expect(statedStageKey(id)).toBe(prod);
    expect(statedStageKey({ ...id, accountId: null })).toBe('?/eu-west-1/a1b2c3d4e5/prod');
    expect(statedStageKey({ ...id, region: null })).toBe('123456789012/?/a1b2c3d4e5/prod');
  });

  it('is none where no stage is named', () => {
    expect(statedStageKey({ ...id, apiId: null })).toBeNull();
    expect(statedStageKey({ ...id, stageName: null })).toBeNull();
  });
});

describe('what a run adds to the index', () => {
  const now = new Date('2026-03-01T02:10:05Z');
  const seen = indexOf({ [orders]: [dev] }).states;
  const partOf = (ownedStages: StageIndex['states']) => ({
    ...{ ownedStages, everythingAt: null, ofEverything: false },
    ...{ isScheduled: true, missed: new Set<string>() },
  });

  it('is all there is, if it checked everything', () => {
    expect(recorded(index, { ...partOf(seen), everythingAt: now, ofEverything: true })).toEqual({
      checkedAt: now.toISOString(),
      states: seen,
      missed: new Map(),
    });
  });

  it('is all that could be read, if not every state could, and leaves the time at which everything was checked', () => {
    const before = { ...index, checkedAt: '2026-03-01T01:00:00.000Z' };
    const run = { ...partOf(seen), ofEverything: true };

    expect(recorded(before, run)).toMatchObject({ checkedAt: before.checkedAt, states: seen });
    expect(recorded(null, run)).toMatchObject({ checkedAt: null, states: seen });
  });

  it('counts how often in a row there was no time for something, which a check by hand does not add to', () => {
    const [api, state] = ['123456789012/eu-west-1/a1b2c3d4e5', users];
    const run = (missed: readonly string[], isScheduled = true) =>
      ({ ...partOf(seen), ofEverything: true, missed: new Set(missed), isScheduled }) as const;
    const once = recorded(index, run([api, state]));
    const twice = recorded(once, run([api]));

    expect(once.missed).toEqual(
      new Map([
        [api, 1],
        [state, 1],
      ]),
    );
    expect(twice.missed).toEqual(new Map([[api, 2]]));
    expect(recorded(twice, run([api], false)).missed).toEqual(new Map([[api, 2]]));
    expect(recorded(twice, run([])).missed).toEqual(new Map());
    expect(recorded(twice, partOf(seen)).missed).toEqual(twice.missed);
    expect(parseStageIndex(stageIndexText(twice))).toEqual(twice);
  });

  it('is nothing, if it checked a part and there is no index yet: the rest would look as if it did not exist', () => {
    expect(recorded(null, partOf(seen)).states.size).toBe(0);
  });

  it('leaves what it did not see, and the time at which everything was checked', () => {
    const after = recorded({ ...index, checkedAt: '2026-03-01T01:00:00.000Z' }, partOf(seen));

    expect(after.checkedAt).toBe('2026-03-01T01:00:00.000Z');
    expect(after.states.get(users)).toEqual(index.states.get(users));
  });

  it('stands beside what was known of a state that has changed, since a part may not tell where all of it belongs', () => {
    const changed = new Map([[orders, { etag: 'newer', stageKeys: new Set([other]) }]]);

    expect(recorded(index, partOf(changed)).states.get(orders)).toEqual({
      etag: 'newer',
      stageKeys: new Set([other, prod, dev]),
    });
  });

  it('changes nothing for a state in the version that was known', () => {
    expect(recorded(index, partOf(seen))).toEqual(index);
  });

  it('is wanting where a state has another version, or something at another stage', () => {
    expect(has(index, seen)).toBe(true);
    expect(has(index, new Map([[orders, { etag: 'newer', stageKeys: new Set([dev]) }]]))).toBe(false);
    expect(has(index, indexOf({ [orders]: [dev, other] }).states)).toBe(false);
  });
});

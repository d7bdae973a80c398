import { describe, expect, it } from '@jest/globals';
import type { ApiCall } from '../../lib/attribution/api-call.ts';
import type { Examination } from '../../lib/check-drift.ts';
import type { Delivery } from '../../lib/deliver-report.ts';
import { findingIds, usualPolicy } from '../../lib/findings/assess.ts';
import { ledgerText } from '../../lib/findings/ledger/ledger.ts';
import type { Contested } from '../../lib/findings/ledger/lifecycle.ts';
import { createReport } from '../../lib/report/create-report.ts';
import { QueueError, type RunPorts, runCheck } from '../../lib/run-check.ts';
import type { StateLock } from '../../lib/terraform/state-lock.ts';
import { type CheckRequest, plainRequest } from '../../lib/trigger/check-request.ts';
import type { ReCheck } from '../../lib/trigger/re-check.ts';
import { found, runAt, Story } from './findings/ledger/finding-world.ts';
import { MemoryStore } from './memory-store.ts';
import { checked, modified, readState, results } from './report/sample.ts';

const orders = 's3://acme-tf/orders/terraform.tfstate';
const now = new Date('2026-03-01T12:00:00Z');
const version = { etag: 'first', writtenAt: '2026-03-01T11:00:00.000Z' };
const apply: StateLock = { operation: 'OperationTypeApply', who: 'ci@runner', since: '2026-03-01T11:58:00.000Z' };
const stageId = { accountId: '123456789012', region: 'eu-west-1', restApiId: 'a1b2c3d4e5', stageName: 'prod' };
const place = Object.values(stageId).join('/');

const everything: CheckRequest = {
  ...plainRequest,
  trigger: { kind: 'schedule', source: 'rule', time: '2026-03-01T12:00:00Z' },
  dryRun: false,
};
const ofStage: CheckRequest = {
  ...plainRequest,
  trigger: { kind: 'stage-changed', source: 'UpdateStage', time: '2026-03-01T11:59:00Z' },
  stages: [
    {
      kind: 'PLACE',
      accountId: '123456789012',
      region: 'eu-west-1',
      restApiId: 'a1b2c3d4e5',
      stageName: 'prod',
    },
  ],
  dryRun: false,
};

const ofProd: ReCheck = { stages: [{ kind: 'PLACE', ...stageId }], states: null };
const nowhere = { accountId: null, region: null, restApiId: null, stageName: null };
const drifted = checked('stage.a', modified([['description'], 'one', 'two']));

/** A run against a drifted stage in one state, and what left it. */
class World {
  readonly store = new MemoryStore();
  readonly examined: CheckRequest[] = [];
  readonly delivered: Examination[] = [];
  readonly checkedAt: (string | null)[] = [];
  readonly knownCalls: (readonly string[])[] = [];
  /** What the queue is asked to have checked once more, and for how many minutes it has been waited for. */
  readonly sent: (readonly [ReCheck, number])[] = [];
  lock: StateLock | null = null;
  hasQueue = true;
  publishFault: Error | null = null;
  contested: readonly Contested[] = [];
  queueFault: Error | null = null;
  readonly tokens: (string | undefined)[] = [];

  run(request: CheckRequest) {
    return runCheck(request, this.#ports());
  }

  #ports(): RunPorts {
    return {
      examine: async (request) => {
        this.examined.push(request);
        const state = readState(orders);
        const isEverything = request.states === null && request.stages === null;
        return {
          policy: usualPolicy,
          results: results({
            states: [state.status === 'READ' ? { ...state, version } : state],
            resources: [drifted],
          }),
          coverage: { everyResource: true, everyState: true, types: new Set(), liveStages: new Map(), named: [] },
          everythingAt: isEverything ? now : null,
          ofEverything: isEverything,
          places: new Map([[orders, { etag: version.etag, places: new Set([place]) }]]),
          unplaced: [],
          unmet: [],
          missed: new Set(),
        };
      },
      deliver: async (examination, { calls, checkedAt, memory }): Promise<Delivery> => {
        this.tokens.push(memory?.token);
        if (this.publishFault !== null) throw this.publishFault;
        this.delivered.push(examination);
        this.checkedAt.push(checkedAt);
        this.knownCalls.push(calls.map(({ eventId }) => eventId));
        return { report: createReport(examination.results), published: true, contested: this.contested, trouble: null };
      },
      listStates: async () => [{ uri: orders, etag: version.etag }],
      watch: { lockOf: async () => this.lock, versionOf: async () => version },
      store: this.store,
      queue: this.hasQueue
        ? {
            send: async (check, waitedMs) => {
              if (this.queueFault !== null) throw this.queueFault;
              this.sent.push([check, waitedMs / 60_000]);
            },
          }
        : null,
      comesAgain: false,
      now: () => now,
      newToken: () => `token ${this.tokens.length + 1}`,
    };
  }
}

function statusesIn({ results: { resources } }: Examination): string[] {
  return resources.map(({ verdict }) => verdict.status);
}

describe('a run', () => {
  it('says when the oldest of the states was written', async () => {
    expect((await new World().run(everything)).oldestStateAt).toBe(version.writtenAt);
  });

  it('of everything makes the index by which the next one reads only the state that has the stage', async () => {
    const world = new World();
    await world.run(everything);
    await world.run(ofStage);

    expect(world.examined.map(({ states }) => states)).toEqual([null, [orders]]);
    expect(world.checkedAt).toEqual([null, now.toISOString()]);
  });

  it('of a part writes the index only where a state has changed', async () => {
    const world = new World();
    await world.run(everything);
    const before = world.store.objects.get('stage-index.json');
    await world.run(ofStage);

    expect(world.store.objects.get('stage-index.json')).toBe(before);
  });

  it('of a part makes no index where there is none: it does not know the rest', async () => {
    const world = new World();
    await world.run(ofStage);

    expect(world.store.objects.size).toBe(0);
  });

  it('reads every state where the index is damaged, and makes it anew', async () => {
    const world = new World();
    await world.store.put('stage-index.json', 'not JSON');
    const { trouble } = await world.run(ofStage);
    await world.run(everything);
    await world.run(ofStage);

    expect(trouble).toBeNull();
    expect(world.examined.map(({ states }) => states)).toEqual([null, null, [orders]]);
  });

  it('is made though the index cannot be had, and says why', async () => {
    const world = new World();
    world.store.fault = 's3://acme-ledger/stagedrift/stage-index.json cannot be read: access denied';
    const { trouble } = await world.run(ofStage);

    expect(world.delivered.map(statusesIn)).toEqual([['MODIFIED']]);
    expect(trouble).toBe('s3://acme-ledger/stagedrift/stage-index.json cannot be read: access denied');
  });

  it('that finds drift while an apply holds the lock tells nothing of it, and asks for the check once more', async () => {
    const world = new World();
    world.lock = apply;
    const { waiting } = await world.run(ofStage);

    expect(world.delivered.map(statusesIn)).toEqual([['WAITING']]);
    expect(world.sent).toEqual([[ofProd, 0]]);
    expect(waiting).toEqual([orders]);
  });

  it('knows the calls that the ledger has of what waits, and asks with the pause that its wait is due', async () => {
    const world = new World();
    const [id = ''] = findingIds(drifted);
    const story = new Story();
    const call: ApiCall = {
      eventId: 'e1',
      eventName: 'UpdateStage',
      time: '2026-03-01T11:30:00Z',
      target: stageId,
      touched: { kind: 'UNKNOWN' },
      caller: { actor: 'carol', arn: null, sourceAddress: null, tool: 'console', userAgent: null },
    };
    const halfAnHourAgo = new Date(now.getTime() - 30 * 60_000);
    story.told([{ finding: { ...found(), id }, pending: { reason: 'an apply', calls: [call] } }], {
      ...runAt(0),
      ...{ begunAt: halfAnHourAgo, now: halfAnHourAgo },
    });
    await world.store.put('ledger.json', ledgerText(story.ledger));
    world.lock = apply;
    await world.run(ofStage);

    expect(world.knownCalls).toEqual([['e1']]);
    expect(world.sent).toEqual([[ofProd, 30]]);
  });

  it('without a queue leaves drift under a lock to the next schedule', async () => {
    const world = new World();
    world.lock = apply;
    world.hasQueue = false;
    const { waiting, trouble } = await world.run(everything);

    expect(world.delivered.map(statusesIn)).toEqual([['WAITING']]);
    expect([waiting, trouble]).toEqual([[orders], null]);
  });

  it('is made, and says why, where the queue does not take the check that is to be made again', async () => {
    const world = new World();
    world.lock = apply;
    world.queueFault = new QueueError('the queue is gone');
    const { waiting, trouble } = await world.run(everything);

    expect(world.delivered.map(statusesIn)).toEqual([['WAITING']]);
    expect([waiting, trouble]).toEqual([[orders], 'the queue is gone']);
  });

  it('fails by a fault of this program in the queue as by any other', async () => {
    const world = new World();
    world.lock = apply;
    world.queueFault = new TypeError('not a function');

    await expect(world.run(everything)).rejects.toThrow('not a function');
  });

  it('has checked once more what another run says something else of, unless somebody asked by hand', async () => {
    const world = new World();
    world.contested = [{ ...stageId, kind: 'DIFFERENCE', state: orders }];
    const { waiting } = await world.run(everything);
    await world.run({ ...everything, trigger: { kind: 'manual' } });
    await world.run({ ...everything, dryRun: true });

    expect(world.sent).toEqual([[ofProd, 0]]);
    expect(waiting).toEqual([]);
  });

  it('asks once for what waits and what another run sees differently', async () => {
    const world = new World();
    world.lock = apply;
    const { stageName: _, ...ofApi } = stageId;
    world.contested = [
      { ...ofApi, stageName: 'dev', kind: 'UNMANAGED', state: null },
      { ...stageId, kind: 'DIFFERENCE', state: orders },
      { ...nowhere, kind: 'NOT_CHECKED', state: orders },
    ];
    await world.run(everything);

    expect(world.sent).toEqual([
      [
        {
          stages: [
            { kind: 'PLACE', ...stageId },
            { kind: 'PLACE', ...ofApi, stageName: 'dev' },
          ],
          states: null,
        },
        0,
      ],
      [{ stages: null, states: [orders] }, 0],
    ]);
  });

  it('claims what it tells by a token of its own, though it is the same event that comes again', async () => {
    const world = new World();
    await world.run({ ...everything, eventId: 'event' });
    await world.run({ ...everything, eventId: 'event' });

    expect(world.tokens).toEqual(['token 1', 'token 2']);
  });

  it.each<[string, CheckRequest, (world: World) => void]>([
    ['that somebody asked for by hand', { ...everything, trigger: { kind: 'manual' } }, () => {}],
    ['that cannot read the ledger', everything, ({ store }) => (store.fault = 'access denied')],
  ])('%s tells what may pass by itself', async (_which, request, begin) => {
    const world = new World();
    world.lock = apply;
    begin(world);
    const { waiting } = await world.run(request);

    expect(world.delivered.map(statusesIn)).toEqual([['MODIFIED']]);
    expect(world.delivered[0]?.results.resources[0]?.notes[0]).toContain('This may pass by itself');
    expect(waiting).toEqual([]);
    expect(world.sent).toEqual([]);
  });

  it('that is a rehearsal puts nothing off and remembers nothing', async () => {
    const world = new World();
    world.lock = apply;
    await world.run({ ...everything, dryRun: true });

    expect(world.sent).toEqual([]);
    expect(world.store.objects.size).toBe(0);
  });

  it('that could not tell anybody fails, so that its event comes again', async () => {
    const world = new World();
    world.publishFault = new Error('the topic is gone');

    await expect(world.run(ofStage)).rejects.toThrow('the topic is gone');
  });
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import type { ApiCall } from '../../lib/model/api-call.ts';
import { QueueError } from '../../lib/trigger/re-check.ts';
import { stageIn, stateOf } from './event-run-states.ts';
import { EventRuns } from './event-run-world.ts';

const api = 'a1b2c3d4e5';
const lock = { operation: 'OperationTypeApply', who: 'ci@runner', since: '2026-03-01T11:58:00.000Z' };
const indexKey = 'index.json';

let runs: EventRuns;
let orders: string;
let users: string;

/** Two states with a stage each, of which the first has drifted, which nobody knows yet. */
beforeEach(() => {
  runs = new EventRuns();
  runs.make(api, 'prod', { description: 'by hand' });
  runs.make('users00000', 'prod');
  orders = runs.write('orders', stateOf(stageIn(api, 'prod', { description: '' })));
  users = runs.write('users', stateOf(stageIn('users00000', 'prod', { description: '' })));
});

const changed = (more = {}) => runs.changed(api, 'prod', more);
const byHand = () => runs.run({ trigger: { kind: 'manual' } });

function call(actor: string): ApiCall {
  return {
    eventId: actor,
    eventName: 'UpdateStage',
    time: runs.now.toISOString(),
    target: { family: 'REST', accountId: '123456789012', region: 'eu-west-1', apiId: api, stageName: 'prod' },
    touched: { kind: 'PATHS', paths: ['/description'] },
    caller: { actor, arn: null, sourceAddress: null, tool: 'console', userAgent: null, isVerified: true },
  };
}

function readBy(work: () => Promise<unknown>): Promise<readonly string[]> {
  runs.read.length = 0;
  return work().then(() => [...runs.read]);
}

describe('a check', () => {
  it('says when the oldest of the states was written', async () => {
    expect((await runs.everything()).oldestStateAt).toBe('2026-03-01T12:00:00.000Z');
  });

  it('of everything makes the index by which the next one reads only the state that has the stage', async () => {
    expect(await readBy(() => runs.everything())).toEqual([orders, users]);
    expect(await readBy(() => changed())).toEqual([orders]);
  });

  it('of a part writes the index only where a state has changed', async () => {
    await runs.everything();
    const before = runs.store.objects.get(indexKey);
    await changed();

    expect(runs.store.objects.get(indexKey)).toBe(before);
  });

  it('of a part makes no index where there is none: it does not know the rest', async () => {
    await changed();

    expect(runs.store.objects.has(indexKey)).toBe(false);
  });

  it('reads every state where the index is damaged, and makes it again', async () => {
    await runs.store.put(indexKey, 'not JSON');
    const outcome = await changed();
    await runs.everything();

    expect(outcome.error).toBeNull();
    expect(await readBy(() => changed())).toEqual([orders]);
  });

  it('is made though nothing that is stored can be read, and says why', async () => {
    runs.store.fault = 'access denied';
    const { error, report } = await changed();

    expect(report.status).toBe('DRIFTED');
    expect(error).toBe('access denied');
  });

  it('that finds drift while an apply holds the lock notifies nobody, and asks for the check once more', async () => {
    runs.locks.set(orders, lock);
    const { pending, published } = await changed();

    expect([published, pending]).toEqual([false, [orders]]);
    expect(runs.postponed).toMatchObject([{ stages: [{ apiId: api, stageName: 'prod' }], states: null, calls: [] }]);
    expect(runs.waitedMinutes).toEqual([0]);
  });

  it('asks with the pause that the wait is due, and names who made the change, whose event an earlier check had', async () => {
    runs.locks.set(orders, lock);
    await changed({ calls: [call('carol')] });
    runs.pass(29);
    await runs.again();
    runs.locks.clear();
    await runs.again();

    expect(runs.waitedMinutes).toEqual([0, 30]);
    const findings = runs.published.flatMap(({ resources }) => resources.flatMap(({ differences }) => differences));
    expect(findings.map(({ finding }) => finding.attribution?.calls.map(({ actor }) => actor))).toEqual([['carol']]);
  });

  it('without a queue leaves drift under a lock to the next schedule', async () => {
    runs.hasQueue = false;
    runs.locks.set(orders, lock);
    const { pending, error, published } = await runs.everything();

    expect([published, pending, error]).toEqual([false, [orders], null]);
  });

  it('is made, and says why, where the queue does not take the check that is to be made again', async () => {
    runs.locks.set(orders, lock);
    runs.queueFault = new QueueError('the queue is gone');
    const { pending, error } = await runs.everything();

    expect([pending, error]).toEqual([[orders], 'the queue is gone']);
  });

  it('fails by a fault of this program in the queue as by any other', async () => {
    runs.locks.set(orders, lock);
    runs.queueFault = new TypeError('not a function');

    await expect(runs.everything()).rejects.toThrow('not a function');
  });

  it.each<[string, () => unknown]>([
    ['that somebody asked for by hand', () => {}],
    ['where nothing is remembered', () => (runs.hasStore = false)],
  ])('%s notifies of what may pass by itself', async (_which, begin) => {
    runs.locks.set(orders, lock);
    begin();
    const { pending, report } = await byHand();

    expect(report.resources.flatMap(({ notes }) => notes)[0]).toContain('This may pass by itself');
    expect([pending, runs.postponed]).toEqual([[], []]);
    expect(runs.published).toHaveLength(1);
  });

  it('that is a rehearsal asks for nothing, notifies nobody and remembers nothing', async () => {
    runs.locks.set(orders, lock);
    await runs.run({ trigger: { kind: 'manual' }, dryRun: true });
    await changed({ dryRun: true });

    expect([runs.postponed, runs.published, [...runs.store.objects.keys()]]).toEqual([[], [], []]);
  });

  it('that could not notify anybody fails, so that its event is retried', async () => {
    runs.whilePublishing = () => Promise.reject(new Error('the topic is gone'));

    await expect(changed()).rejects.toThrow('the topic is gone');
  });

  it('reads everything again where a state was written meanwhile', async () => {
    runs.meanwhile = () => {
      runs.meanwhile = () => {};
      runs.write('orders', stateOf(stageIn(api, 'prod', { description: 'by hand' })));
    };
    const { report } = await changed();

    expect(report.status).toBe('IN_SYNC');
    expect(runs.postponed).toEqual([]);
  });

  it('has it wait where the state is written again each time, and reads it three times', async () => {
    runs.meanwhile = () => runs.write('orders', stateOf(stageIn(api, 'prod', { description: '' })));
    const read = await readBy(() => changed());

    expect(read.filter((uri) => uri === orders)).toHaveLength(3);
    expect(runs.postponed).toHaveLength(1);
    expect(runs.published).toEqual([]);
  });
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import { readLedger } from '../../../lib/ledger/ledger-object.ts';
import type { ApiCall } from '../../../lib/model/api-call.ts';
import { openFindings } from '../../../lib/report/report.ts';
import { stageIn, stateOf } from '../event-run-states.ts';
import { EventRuns } from '../event-run-world.ts';
import { callAt, unknown, update, whole } from './calls.ts';

const api = 'abcdefghij';

let runs: EventRuns;

/** A stage that is as its state has it, and was checked. */
beforeEach(async () => {
  runs = new EventRuns();
  runs.make(api, 'prod', { description: 'Orders' });
  runs.write('orders', stateOf(stageIn(api, 'prod', { description: 'Orders' })));
  await runs.everything();
});

/** @returns the call, as somebody made it so many seconds after the last run */
function made(actor: string, seconds: number, call: ApiCall): ApiCall {
  const time = `${new Date(runs.now.getTime() + seconds * 1_000).toISOString().slice(0, 19)}Z`;
  return { ...call, eventId: actor, time, caller: { ...call.caller, actor } };
}

/** A check that calls started. @returns what became of the one finding there is, and who is behind it */
async function checkedFor(...calls: readonly ApiCall[]): Promise<string> {
  const { report } = await runs.changed(api, 'prod', { calls });
  const [resource] = report.resources;
  const notified = resource?.finding ?? resource?.differences[0]?.finding;
  const { ledger } = await readLedger(runs.store);
  const [entry] = [...ledger.entries.values()];
  expect(entry?.attribution).toEqual(notified?.attribution);
  const actors = notified?.attribution?.calls.map(({ actor }) => actor) ?? ['nobody'];
  return [notified?.event, notified?.attribution?.certainty, ...actors].filter((word) => word !== undefined).join(' ');
}

/** Makes the description live that somebody set so many seconds after the last run. @returns the call */
function describedBy(actor: string, seconds: number): ApiCall {
  const call = made(actor, seconds, update(0, '/description'));
  runs.make(api, 'prod', { description: `by ${actor}`, lastUpdatedDate: new Date(call.time).toISOString() });
  return call;
}

/** The schedule finds what there is; what looks like the half of an apply, when it is judged again. */
async function foundBySchedule(): Promise<void> {
  await runs.everything();
  await runs.again(5);
}

describe('what several set one after another', () => {
  it('is perhaps of the one whose event came, while that of a later one has not', async () => {
    const alice = describedBy('alice', 0);
    describedBy('bob', 55);

    expect(await checkedFor(alice)).toBe('OPENED ONE_OF alice');
  });

  it('is of the later one as soon as that event comes, and nobody is notified again', async () => {
    const alice = describedBy('alice', 0);
    const bob = describedBy('bob', 55);
    await checkedFor(alice);

    expect(await checkedFor(bob)).toBe('KNOWN CERTAIN bob');
    expect(await checkedFor(alice)).toBe('KNOWN CERTAIN bob');
    expect(runs.published).toHaveLength(1);
  });

  it('is of the later one too where the first was taken for certain', async () => {
    const alice = made('alice', 0, update(0, '/description'));
    const bob = made('bob', 55, update(0, '/description'));
    runs.make(api, 'prod', { description: 'by bob' });

    expect(await checkedFor(alice)).toBe('OPENED CERTAIN alice');
    expect(await checkedFor(bob)).toBe('KNOWN CERTAIN bob');
  });

  it('is said so without a ledger too', async () => {
    runs.hasStore = false;
    const alice = describedBy('alice', 0);
    describedBy('bob', 55);
    await runs.changed(api, 'prod', { calls: [alice] });

    expect(runs.published.flatMap(openFindings).map(({ attribution }) => attribution?.certainty)).toEqual(['ONE_OF']);
  });
});

describe('what has been found by the schedule', () => {
  it('is attributed to an earlier call whose event arrives late', async () => {
    const alice = made('alice', 1, callAt(0, 'DeleteStage', whole));
    runs.live.clear();
    await foundBySchedule();

    expect(await checkedFor(alice)).toBe('KNOWN CERTAIN alice');
  });

  it('is attributed to no call that came when it was there already', async () => {
    runs.live.clear();
    await foundBySchedule();
    const carol = made('carol', 1, callAt(0, 'DeleteRestApi', whole, { stageName: null }));

    expect(await checkedFor(carol)).toBe('KNOWN nobody');
  });

  it('is not attributed to each later call whose record does not tell what it changed', async () => {
    runs.make(api, 'prod', { description: 'by hand' });
    await runs.everything();
    const carol = made('carol', 1, callAt(0, 'UpdateStage', unknown));

    expect(await checkedFor(carol)).toBe('KNOWN nobody');
  });

  it('stays with the one it was attributed to, whatever comes later', async () => {
    const alice = made('alice', 1, callAt(0, 'DeleteStage', whole));
    runs.live.clear();
    await checkedFor(alice);
    const carol = made('carol', 1, callAt(0, 'DeleteRestApi', whole, { stageName: null }));

    expect(await checkedFor(carol)).toBe('KNOWN CERTAIN alice');
  });

  it('is attributed to the call that changed it once more', async () => {
    runs.make(api, 'prod', { description: 'by hand' });
    await runs.everything();
    runs.make(api, 'prod', { description: 'by hand again' });

    expect(await checkedFor(made('carol', 1, update(0, '/description')))).toBe('CHANGED CERTAIN carol');
  });
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import { ObjectStoreError } from '../../lib/findings/ledger/object-store.ts';
import type { Report } from '../../lib/report/report.ts';
import { stageIn, stateOf } from './event-run-states.ts';
import { EventRuns } from './event-run-world.ts';

const apis = ['aaaaaaaaa1', 'aaaaaaaaa2', 'aaaaaaaaa3', 'aaaaaaaaa4'];
const uris = apis.map((_, index) => `s3://acme-tf/state-${index}`);

let runs: EventRuns;

/** Four states with a stage each, of which the last drifted, so that there are eight questions: a list and a stage each. */
beforeEach(() => {
  runs = new EventRuns();
  for (const [index, restApiId] of apis.entries()) {
    runs.make(restApiId, 'prod', restApiId === apis.at(-1) ? { description: 'by hand' } : {});
    runs.write(`state-${index}`, stateOf(stageIn(restApiId, 'prod', { description: '' })));
  }
});

function told({ resources }: Report) {
  return resources.map(({ id, status }) => `${id.restApiId} ${status}`);
}

const everythingIsTold = [...apis.slice(0, -1).map((api) => `${api} IN_SYNC`), `${apis.at(-1)} MODIFIED`];

describe('a run that there is no time for', () => {
  it('tells nothing, and goes on in further invocations until everything is asked, once each', async () => {
    runs.room = 3;
    const first = await runs.everything();
    expect(first).toMatchObject({ delivery: null, continued: { invocations: 1, answered: 3, unanswered: 5 } });
    const second = await runs.goOn();
    expect(second).toMatchObject({ delivery: null, continued: { invocations: 2, answered: 6, unanswered: 2 } });
    expect(runs.published).toEqual([]);
    const third = await runs.goOn();

    expect(third).toMatchObject({ continued: null, trouble: null, startedOver: false });
    expect(runs.published.map(told)).toEqual([everythingIsTold]);
    expect(runs.continued).toEqual([]);
    expect(runs.asked).toHaveLength(8);
    expect(new Set(runs.asked).size).toBe(8);
  });

  it('is one run: one report under the id of its event, from when it began, with the calls of all its invocations', async () => {
    runs.room = 3;
    const trigger = { kind: 'schedule', source: 'rule', time: runs.now.toISOString() } as const;
    await runs.run({ trigger, eventId: 'schedule/1' });
    const begun = runs.now.toISOString();
    await runs.goOn();
    await runs.goOn();

    expect(runs.published).toMatchObject([
      { reportId: 'schedule/1', detectedAt: begun, trigger: { kind: 'schedule' }, summary: { apiCalls: 8 } },
    ]);
  });

  it('of changes is gone on with too', async () => {
    await runs.everything();
    const last = apis.at(-1) ?? '';
    runs.make(last, 'prod', { description: 'by somebody else' });
    runs.make(last, 'new');
    runs.write(
      'state-3',
      stateOf(stageIn(last, 'prod', { description: '' }), stageIn(last, 'new', { description: 'new' })),
    );
    runs.room = 1;
    await runs.changed(last, null);
    runs.room = 2;
    await runs.goOn();

    expect(runs.published.at(-1)).toMatchObject({ trigger: { kind: 'stage-changed' }, summary: { notChecked: 0 } });
    expect(runs.published.slice(1).map(told)).toEqual([[`${last} MODIFIED`, `${last} MODIFIED`]]);
  });

  it('asks anew for what a state needs that was written meanwhile, since its apply has changed what is live', async () => {
    runs.room = 7;
    await runs.everything();
    const [, second = ''] = apis;
    runs.make(second, 'prod', { description: 'release 2' });
    runs.write('state-1', stateOf(stageIn(second, 'prod', { description: 'release 2' })));
    runs.asked.splice(0);
    await runs.goOn();

    expect(runs.published.map(told)).toEqual([everythingIsTold]);
    expect(runs.asked).toEqual([
      `STAGE_LIST 123456789012/eu-west-1/${second}`,
      `STAGE 123456789012/eu-west-1/${second}/prod`,
      `STAGE 123456789012/eu-west-1/${apis.at(-1)}/prod`,
    ]);
  });

  it('asks anew for the list of a REST API that a state meanwhile has nothing of any more', async () => {
    const [first = ''] = apis;
    runs.make(first, 'old');
    const extra = runs.write('extra', stateOf(stageIn(first, 'old')));
    runs.room = 8;
    await runs.everything();
    runs.live.delete(`${first}/old`);
    runs.remove(extra);
    await runs.goOn();

    expect(runs.published.map(told)).toEqual([everythingIsTold]);
  });

  it('waits for an apply as any other when it is asked to the end', async () => {
    runs.room = 7;
    await runs.everything();
    runs.locks.set(uris.at(-1) ?? '', {
      operation: 'OperationTypeApply',
      who: 'ci@runner',
      since: runs.now.toISOString(),
    });
    await runs.goOn();

    expect(runs.published).toEqual([]);
    expect(runs.postponed).toMatchObject([{ states: uris.slice(-1), continues: null }]);
  });
});

describe('drift that an earlier invocation of a run saw', () => {
  const [first = ''] = apis;

  it.each([
    ['changed', () => runs.make(first, 'prod', { description: 'by hand' }), () => runs.make(first, 'prod')],
    ['deleted', () => runs.live.delete(`${first}/prod`), () => runs.make(first, 'prod')],
    ['that nobody manages', () => runs.make(first, 'stray'), () => runs.live.delete(`${first}/stray`)],
  ])('is asked for once more by the last, and not told if it is over: a stage %s', async (_, drift, putBack) => {
    drift();
    runs.room = 5;
    await runs.everything();
    putBack();
    runs.room = 4;
    await runs.goOn();

    expect(runs.published.map(told)).toEqual([everythingIsTold]);
    expect(runs.asked).toHaveLength(9);
  });

  it('is told if it is there yet', async () => {
    runs.make(first, 'prod', { description: 'by hand' });
    runs.room = 5;
    await runs.everything();
    runs.room = 4;
    await runs.goOn();

    expect(runs.published.map(told)).toEqual([[`${first} MODIFIED`, ...everythingIsTold.slice(1)]]);
  });

  it('is asked for by yet another invocation where there is no time, and by none a third time', async () => {
    runs.make(first, 'prod', { description: 'by hand' });
    runs.room = 5;
    await runs.everything();
    runs.room = 3;
    expect(await runs.goOn()).toMatchObject({ delivery: null, continued: { answered: 7, unanswered: 1 } });
    runs.make(first, 'prod');
    runs.room = 8;
    runs.asked.splice(0);
    await runs.goOn();

    expect(runs.published.map(told)).toEqual([everythingIsTold]);
    expect(runs.asked).toEqual([`STAGE 123456789012/eu-west-1/${first}/prod`]);
  });
});

describe('a run that there is no time to read all states for', () => {
  const unread = () => runs.published.map(({ states }) => states.map(({ status }) => status));

  it('tells nothing, and goes on as long as each invocation reads more of them than the one before', async () => {
    runs.readable = 1;
    const first = await runs.everything();
    expect(first).toMatchObject({ delivery: null, continued: { invocations: 1, answered: 0, unread: 3 } });
    runs.readable = 2;
    const second = await runs.goOn();
    expect(second).toMatchObject({ delivery: null, continued: { invocations: 2, answered: 0, unread: 2 } });
    runs.readable = 4;
    await runs.goOn();

    expect(runs.published.map(told)).toEqual([everythingIsTold]);
    expect(runs.continued).toEqual([]);
  });

  it('goes on where all of them were read at last, and nothing could be asked any more', async () => {
    runs.room = 0;
    expect(await runs.everything()).toMatchObject({ delivery: null, continued: { unread: 0, unanswered: 8 } });
    runs.room = 8;
    await runs.goOn();

    expect(runs.published.map(told)).toEqual([everythingIsTold]);
  });

  it('tells what there is where an invocation reads no more of them than the one before', async () => {
    runs.readable = 2;
    await runs.everything();
    await runs.goOn();

    expect(unread()).toEqual([['READ', 'READ', 'FAILED', 'FAILED']]);
    expect(runs.continued).toEqual([]);
  });

  it('tells so where nothing could be read', async () => {
    runs.readable = 0;
    await runs.everything();

    expect(unread()).toEqual([['FAILED', 'FAILED', 'FAILED', 'FAILED']]);
    expect(runs.continued).toEqual([]);
  });

  it('tells nothing of it, and fails, where it is asked for by a message, which comes again', async () => {
    runs.comesAgain = true;
    runs.readable = 0;

    await expect(runs.written(...uris)).rejects.toThrow('no state could be read before the time of this run was up');
    await expect(runs.changed(apis[0] ?? '', 'prod')).rejects.toThrow('no state could be read');
    expect([runs.published, runs.continued, runs.postponed]).toEqual([[], [], []]);
  });

  it('goes on where it is asked for by a message, and something could be read', async () => {
    runs.comesAgain = true;
    runs.readable = 3;

    expect(await runs.written(...uris)).toMatchObject({ continued: { unread: 1 } });
  });
});

describe('a run in which a state is written meanwhile, and that has no time', () => {
  it.each([
    ['to read the states again', () => (runs.readable = 6)],
    ['to ask AWS again', () => (runs.room = 3)],
  ])('%s, tells what it saw, but for what differs in that state, which is judged again', async (_, timeIsUp) => {
    const [first = ''] = apis;
    const last = apis.at(-1) ?? '';
    runs.make(first, 'prod', { description: 'by hand' });
    runs.meanwhile = () => {
      runs.write('state-3', stateOf(stageIn(last, 'prod', { description: 'by hand' })));
      timeIsUp();
    };
    const { continued } = await runs.everything();

    expect(continued).toBeNull();
    expect(runs.published.map(told)).toEqual([
      [`${first} MODIFIED`, ...apis.slice(1, -1).map((api) => `${api} IN_SYNC`), `${last} NOT_CHECKED`],
    ]);
    expect(runs.published).toMatchObject([{ summary: { apiCalls: runs.asked.length } }]);
    expect(runs.postponed).toMatchObject([{ states: uris.slice(-1) }]);
  });
});

describe('what there is is told, and the rest is not checked,', () => {
  const statuses = () => runs.published.map(({ summary: { inSync, notChecked } }) => [inSync, notChecked]);

  it('if an invocation gets no answer at all', async () => {
    runs.room = 5;
    await runs.everything();
    runs.room = 0;
    await runs.goOn();

    expect(statuses()).toEqual([[1, 3]]);
    expect(runs.continued).toEqual([]);
  });

  it('after twelve invocations', async () => {
    for (let api = 0; api < 20; api += 1) {
      const restApiId = `bbbbbbbb${10 + api}`;
      runs.make(restApiId, 'prod');
      runs.write(restApiId, stateOf(stageIn(restApiId, 'prod')));
    }
    runs.room = 3;
    await runs.everything();
    for (let invocation = 2; invocation <= 12; invocation += 1) await runs.goOn();

    expect(runs.asked).toHaveLength(36);
    expect(statuses()).toEqual([[11, 12]]);
    expect(runs.continued).toEqual([]);
  });

  it('where there is no queue', async () => {
    runs.hasQueue = false;
    runs.room = 5;
    await runs.everything();

    expect(statuses()).toEqual([[1, 3]]);
  });

  it('where nothing can be kept', async () => {
    runs.hasStore = false;
    runs.room = 5;
    await runs.everything();

    expect(statuses()).toEqual([[1, 3]]);
    expect(runs.continued).toEqual([]);
  });

  it('where somebody asked by hand', async () => {
    runs.room = 5;
    await runs.run({ trigger: { kind: 'manual' } });

    expect(statuses()).toEqual([[1, 3]]);
    expect(runs.continued).toEqual([]);
  });

  it('where it cannot be saved, and the run says why', async () => {
    const put = runs.store.put.bind(runs.store);
    runs.store.put = async (key, text) => {
      if (!key.startsWith('unfinished/')) return put(key, text);
      throw new ObjectStoreError('s3://acme-ledger/stagedrift/unfinished/event.json cannot be written: access denied');
    };
    runs.room = 5;
    const { trouble } = await runs.everything();

    expect(statuses()).toEqual([[1, 3]]);
    expect(trouble).toBe('s3://acme-ledger/stagedrift/unfinished/event.json cannot be written: access denied');
    expect(runs.continued).toEqual([]);
  });
});

describe('a run starts over, under the same id, and says so,', () => {
  const key = () => [...runs.store.objects.keys()].find((name) => name.startsWith('unfinished/')) ?? '';

  beforeEach(async () => {
    runs.room = 7;
    await runs.everything();
    runs.room = 8;
    runs.asked.splice(0);
  });

  it.each([
    [
      'is gone',
      () => runs.store.objects.delete(key()),
      'there is no s3://acme-ledger/stagedrift/unfinished/event-5.json',
    ],
    ['is no JSON', () => runs.store.put(key(), '{"version":1,'), 'is none that this version wrote for it'],
    [
      'is of another version',
      () => runs.store.put(key(), change({ version: 2 })),
      'is none that this version wrote for it',
    ],
    [
      'is of another run',
      () => runs.store.put(key(), change({ reportId: 'event/5' })),
      'is none that this version wrote for it',
    ],
    ['is of long ago', () => runs.store.put(key(), change({ begunAt: '2026-03-01T09:59:00.000Z' })), 'is too old'],
  ])('if what was saved %s', async (_how, happens, reason) => {
    await happens();
    const { trouble, startedOver, delivery } = await runs.goOn();

    expect(startedOver).toBe(true);
    expect(trouble).toContain('The run starts over: ');
    expect(trouble).toContain(reason);
    expect(delivery?.report.reportId).toBe('event-5');
    expect(runs.asked).toHaveLength(8);
    expect(runs.published.map(told)).toEqual([everythingIsTold]);
  });

  it('and that counts as an invocation, so that no chain is endless', async () => {
    runs.store.objects.delete(key());
    runs.room = 7;

    expect(await runs.goOn()).toMatchObject({ continued: { invocations: 2 }, startedOver: true });
  });

  function change(members: object): string {
    return JSON.stringify({ ...JSON.parse(runs.store.objects.get(key())?.text ?? ''), ...members });
  }
});

import { beforeEach, describe, expect, it } from '@jest/globals';
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

const [first = '', second = '', third = '', last = ''] = apis;

describe('a run that there is no time for', () => {
  it('tells what there is at once, and the rest is not checked, with that reason', async () => {
    runs.room = 5;
    await runs.everything();

    expect(runs.published.map(told)).toEqual([
      [`${first} IN_SYNC`, ...[second, third, last].map((api) => `${api} NOT_CHECKED`)],
    ]);
    expect(runs.published).toMatchObject([{ status: 'INCOMPLETE', summary: { apiCalls: 5 } }]);
    expect(runs.published[0]?.resources.flatMap(({ reason }) => reason ?? [])).toEqual(
      Array.from({ length: 3 }, () => 'the time of this run was up'),
    );
    expect(runs.postponed).toEqual([]);
  });

  it.each([
    ['where there is no queue', () => (runs.hasQueue = false), () => runs.everything()],
    ['where nothing can be kept', () => (runs.hasStore = false), () => runs.everything()],
    ['where somebody asked by hand', () => {}, () => runs.run({ trigger: { kind: 'manual' } })],
    ['where states were written', () => (runs.comesAgain = true), () => runs.written(...uris)],
  ])('does so %s', async (_where, begin, run) => {
    begin();
    runs.room = 1;
    await run();

    expect(runs.published.map(({ summary: { notChecked } }) => notChecked > 0)).toEqual([true]);
    expect(runs.postponed).toEqual([]);
  });
});

describe('a run that there is no time to read all states for', () => {
  const unread = () => runs.published.map(({ states }) => states.map(({ status }) => status));

  it('tells what there is', async () => {
    runs.readable = 2;
    await runs.everything();

    expect(unread()).toEqual([['READ', 'READ', 'FAILED', 'FAILED']]);
  });

  it('tells so where nothing could be read', async () => {
    runs.readable = 0;
    await runs.everything();

    expect(unread()).toEqual([['FAILED', 'FAILED', 'FAILED', 'FAILED']]);
  });

  it('tells nothing of it, and fails, where it is asked for by a message, which comes again', async () => {
    runs.comesAgain = true;
    runs.readable = 0;

    await expect(runs.written(...uris)).rejects.toThrow('no state could be read before the time of this run was up');
    await expect(runs.changed(first, 'prod')).rejects.toThrow('no state could be read');
    expect([runs.published, runs.postponed]).toEqual([[], []]);
  });

  it('tells what there is where it is asked for by a message, and something could be read', async () => {
    runs.comesAgain = true;
    runs.readable = 3;
    await runs.written(...uris);

    expect(unread()).toEqual([['READ', 'READ', 'READ', 'FAILED']]);
  });
});

describe('a run in which a state is written meanwhile, and that has no time', () => {
  it.each([
    ['to read the states again', () => (runs.readable = 6)],
    ['to ask AWS again', () => (runs.room = 3)],
  ])('%s, tells what it saw, but for what differs in that state, which is judged again', async (_, timeIsUp) => {
    runs.make(first, 'prod', { description: 'by hand' });
    runs.meanwhile = () => {
      runs.write('state-3', stateOf(stageIn(last, 'prod', { description: 'by hand' })));
      timeIsUp();
    };
    await runs.everything();

    expect(runs.published.map(told)).toEqual([
      [`${first} MODIFIED`, `${second} IN_SYNC`, `${third} IN_SYNC`, `${last} NOT_CHECKED`],
    ]);
    expect(runs.published).toMatchObject([{ summary: { apiCalls: runs.asked.length } }]);
    expect(runs.postponed).toMatchObject([{ states: uris.slice(-1) }]);
  });
});

import { beforeEach, describe, expect, it } from '@jest/globals';
import type { CheckOutcome } from '../../lib/check-ports.ts';
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

function notified({ resources }: Report) {
  return resources.map(({ id, status }) => `${id.restApiId} ${status}`);
}

const [first = '', second = '', third = '', last = ''] = apis;

describe('a check that has no time for everything', () => {
  const checkedBy = async (run: Promise<CheckOutcome>) => (await run).report;

  it('has the rest as not checked, with that reason and a warning, and bothers nobody', async () => {
    runs.room = 5;
    const report = await checkedBy(runs.everything());

    expect(report && notified(report)).toEqual([
      `${first} IN_SYNC`,
      ...[second, third, last].map((api) => `${api} NOT_CHECKED`),
    ]);
    expect(report).toMatchObject({ status: 'INCOMPLETE', summary: { apiCalls: 5 } });
    expect(report?.resources.flatMap(({ reason }) => reason ?? [])).toEqual(
      Array.from({ length: 3 }, () => 'the time of this run was up'),
    );
    expect(report?.warnings).toEqual([
      'The time of this run was up before 3 REST APIs and states were checked: the next check begins there',
    ]);
    expect([runs.published, runs.postponed]).toEqual([[], []]);
  });

  it('begins with what the checks before had no time for, so that everything has its turn', async () => {
    runs.room = 6;
    const reached: string[][] = [];
    for (let check = 0; check < 3; check += 1) {
      runs.asked.length = 0;
      await runs.everything();
      reached.push(runs.asked.flatMap((question) => /^STAGE [^/]*\/[^/]*\/(\w+)/.exec(question)?.[1] ?? []));
    }

    expect(reached).toEqual([
      [first, second],
      [third, last],
      [first, second],
    ]);
    expect(runs.published.map(notified)).toEqual([
      [`${first} NOT_CHECKED`, `${second} NOT_CHECKED`, `${third} IN_SYNC`, `${last} MODIFIED`],
    ]);
  });

  it('notifies people of what the third check in a row has no time for, and no more once there was time', async () => {
    runs.room = 4;
    for (let check = 0; check < 3; check += 1) await runs.everything();
    expect(runs.published.map(notified)).toEqual([apis.map((api) => `${api} NOT_CHECKED`)]);

    runs.room = Number.POSITIVE_INFINITY;
    await runs.everything();
    expect(runs.published.at(-1)?.resolved.map(({ how }) => how)).toEqual(apis.map(() => 'CHECKED'));
  });

  it('notifies people of it at once without a ledger', async () => {
    runs.hasStore = false;
    runs.room = 1;
    await runs.everything();

    expect(runs.published.map(({ summary: { notChecked } }) => notChecked)).toEqual([4]);
  });

  it.each([
    ['somebody asks by hand', () => runs.run({ trigger: { kind: 'manual' } })],
    ['states were written', () => runs.written(...uris)],
    ['a stage was changed', () => runs.changed(first, 'prod')],
  ])('is of no concern to the schedule where %s', async (_, run) => {
    runs.room = 0;
    for (let check = 0; check < 3; check += 1) {
      expect((await checkedBy(run()))?.summary.notChecked).toBeGreaterThan(0);
    }
    await runs.everything();

    expect([runs.published, runs.postponed]).toEqual([[], []]);
  });
});

describe('a check that has no time to read all states', () => {
  const unread = ({ report }: CheckOutcome) => report.states.map(({ status }) => status);

  it('has what there is, and bothers nobody', async () => {
    runs.readable = 2;

    expect(unread(await runs.everything())).toEqual(['READ', 'READ', 'FAILED', 'FAILED']);
    expect(runs.published).toEqual([]);
  });

  it('begins with the states that the checks before had no time for', async () => {
    runs.readable = 2;
    await runs.everything();
    runs.read.length = 0;
    await runs.everything();

    expect(runs.read.slice(0, 2)).toEqual(uris.slice(2));
  });

  it('notifies people of the states that the third check in a row has no time for', async () => {
    runs.readable = 0;
    for (let check = 0; check < 3; check += 1) await runs.everything();

    expect(runs.published.map(({ states }) => states.map(({ uri }) => uri))).toEqual([uris]);
  });

  it('notifies nobody of it, and fails, where it is asked for by a message, which is retried', async () => {
    runs.isRetried = true;
    runs.readable = 0;

    await expect(runs.written(...uris)).rejects.toThrow('no state could be read before the time of this run was up');
    await expect(runs.changed(first, 'prod')).rejects.toThrow('no state could be read');
    expect([runs.published, runs.postponed]).toEqual([[], []]);
  });

  it('has what there is where it is asked for by a message, and something could be read', async () => {
    runs.isRetried = true;
    runs.readable = 3;

    expect(unread(await runs.written(...uris))).toEqual(['READ', 'READ', 'READ', 'FAILED']);
  });
});

describe('a run in which a state is written meanwhile, and that has no time', () => {
  it.each([
    ['to read the states again', () => (runs.readable = 6)],
    ['to ask AWS again', () => (runs.room = 3)],
  ])('%s, reports what it saw, but for what differs in that state, which is judged again', async (_, timeIsUp) => {
    runs.make(first, 'prod', { description: 'by hand' });
    runs.meanwhile = () => {
      runs.write('state-3', stateOf(stageIn(last, 'prod', { description: 'by hand' })));
      timeIsUp();
    };
    await runs.everything();

    expect(runs.published.map(notified)).toEqual([
      [`${first} MODIFIED`, `${second} IN_SYNC`, `${third} IN_SYNC`, `${last} NOT_CHECKED`],
    ]);
    expect(runs.published).toMatchObject([{ summary: { apiCalls: runs.asked.length } }]);
    expect(runs.postponed).toMatchObject([{ stages: [{ apiId: last }], states: null }]);
  });
});

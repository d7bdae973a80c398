import { beforeEach, describe, expect, it } from '@jest/globals';
import { readLedger } from '../../lib/ledger/ledger-object.ts';
import { findingIdsIn, openFindings } from '../../lib/report/report.ts';
import type { CheckedResource } from '../../lib/resources/verdict.ts';
import { Deliveries, type Sight } from './deliver-world.ts';
import { checked, modified } from './report/sample.ts';

const orders = 's3://acme-tf/orders/terraform.tfstate';

/** A stage whose description Terraform has as `Orders`. */
function described(actual: string): CheckedResource {
  const verdict =
    actual === 'Orders' ? ({ status: 'IN_SYNC' } as const) : modified([['description'], 'Orders', actual]);
  return { ...checked('stage.prod', verdict), expectedAt: () => 'Orders' };
}

const drifted: Sight = { resources: [described('temporarily')] };
const driftedMore: Sight = { resources: [described('for good')] };
const inSync: Sight = { resources: [described('Orders')] };
const unread: Sight = { resources: [checked('stage.prod', { status: 'NOT_CHECKED', reason: 'throttled' })] };

let deliveries: Deliveries;
beforeEach(() => {
  deliveries = new Deliveries();
});

/** Runs whose message arrives, while the ledger does not come to know that. */
const unrecorded: readonly [string, (sight: Sight) => Promise<unknown>][] = [
  ['was killed once it was out', (sight) => deliveries.killed('onceOut', sight)],
  [
    'could not write down that it was out',
    async (sight) => {
      deliveries.onceOut = async () => {
        deliveries.store.fault = 'S3 is down';
      };
      expect(await deliveries.run(sight)).toMatchObject({ published: true, error: 'S3 is down' });
      deliveries.onceOut = async () => {};
      deliveries.store.fault = null;
    },
  ],
  [
    'lost the answer of SNS',
    async (sight) => {
      deliveries.onceOut = async () => {
        throw new Error('the connection was closed');
      };
      await expect(deliveries.run(sight)).rejects.toThrow('the connection was closed');
      deliveries.onceOut = async () => {};
    },
  ],
];

describe('a retry', () => {
  it('marks as notified only its own message, and nothing of a run that was killed before it', async () => {
    await deliveries.killed('whilePublishing', { ...drifted, reportId: 'event-1' });
    // It comes at once, and cannot read what drifted.
    deliveries.hour -= 1;
    await deliveries.run({ ...unread, reportId: 'event-1' });
    expect(deliveries.published.map(({ status, resources }) => [status, resources[0]?.status])).toEqual([
      ['INCOMPLETE', 'NOT_CHECKED'],
    ]);
    await deliveries.run(drifted);
    await deliveries.run(drifted);

    expect(deliveries.news).toEqual([['OPENED'], ['OPENED', 'RESOLVED']]);
    expect(deliveries.published[1]?.resources[0]?.differences[0]?.finding.event).toBe('OPENED');
  });

  it('leaves the claim of the run before it alone, though it sees that what that one tells is over', async () => {
    await deliveries.killed('onceOut', { ...drifted, reportId: 'event-1' });
    deliveries.hour -= 1;
    const retry = await deliveries.run({ ...inSync, reportId: 'event-1' });
    expect(retry).toMatchObject({ published: false, contested: [{ state: orders }] });
    await deliveries.run(inSync);

    expect(deliveries.news).toEqual([['OPENED'], ['RESOLVED']]);
  });
});

describe.each(unrecorded)('a message of a run that %s', (_how, tell) => {
  it('and said that the drift is over is followed by another one where the drift is back', async () => {
    await deliveries.run(drifted);
    await tell(inSync);
    await deliveries.run(drifted);
    await deliveries.run(drifted);

    expect(deliveries.news).toEqual([['OPENED'], ['RESOLVED'], ['OPENED']]);
  });

  it('and said that the value changed is followed by another one where the old value is back', async () => {
    await deliveries.run(drifted);
    await tell(driftedMore);
    await deliveries.run(drifted);
    await deliveries.run(drifted);

    expect(deliveries.news).toEqual([['OPENED'], ['CHANGED'], ['CHANGED']]);
  });

  it('and drift that was notified is followed by its end', async () => {
    await tell(drifted);
    await deliveries.run(inSync);
    await deliveries.run(inSync);

    expect(deliveries.news).toEqual([['OPENED'], ['RESOLVED']]);
  });
});

describe('one event that is delivered twice at once', () => {
  it.each([
    ['looks at what there is', 'whileChecking'],
    ['has its message on its way', 'whilePublishing'],
  ] as const)('is notified once, where the second run comes while the first %s', async (_, moment) => {
    const twin = { ...drifted, reportId: 'event-1' };
    deliveries.during(moment, async () => {
      await deliveries.run(twin);
    });
    await deliveries.run(twin);
    await deliveries.run(drifted);

    expect(deliveries.news).toEqual([['OPENED']]);
  });
});

describe('drift that a slow run is about to tell', () => {
  it('is not over before that is notified: its end waits for the next run', async () => {
    deliveries.during('whilePublishing', async () => {
      expect(await deliveries.run(inSync)).toMatchObject({ published: false, contested: [{ state: orders }] });
    });
    await deliveries.run(drifted);
    expect(deliveries.news).toEqual([['OPENED']]);
    await deliveries.run(inSync);

    expect(deliveries.news).toEqual([['OPENED'], ['RESOLVED']]);
  });

  it('is not notified at all where another run has seen its end since the slow one began', async () => {
    await deliveries.run(drifted);
    deliveries.during('whileChecking', async () => {
      await deliveries.run(inSync);
    });
    expect(await deliveries.run(drifted)).toMatchObject({ published: false, contested: [{ state: orders }] });

    expect(deliveries.news).toEqual([['OPENED'], ['RESOLVED']]);
  });
});

describe.each([
  ['ahead', 24],
  ['behind', -24],
])('a run whose clock is a day %s', (_, hours) => {
  it('has no change and no end silenced that runs see whose clock is right', async () => {
    deliveries.clockAhead = hours;
    await deliveries.run(drifted);
    deliveries.clockAhead = 0;
    await deliveries.run(driftedMore);
    await deliveries.run(inSync);
    await deliveries.run(drifted);

    expect(deliveries.news).toEqual([['OPENED'], ['CHANGED'], ['RESOLVED'], ['OPENED']]);
  });

  it('tells changes and ends itself, and each of them once', async () => {
    await deliveries.run(drifted);
    deliveries.clockAhead = hours;
    await deliveries.run(driftedMore);
    await deliveries.run(inSync);
    deliveries.clockAhead = 0;
    await deliveries.run(inSync);

    expect(deliveries.news).toEqual([['OPENED'], ['CHANGED'], ['RESOLVED']]);
  });
});

it('a report that this program itself fails to keep is published all the same, and says so', async () => {
  deliveries.store.faultAt = (key) => {
    if (key.startsWith('reports/')) throw new TypeError('hunter2 is not a function');
    return null;
  };

  const { report, published, error } = await deliveries.run(drifted);

  expect(published).toBe(true);
  expect(report).toMatchObject({ archive: null, events: { opened: 1 } });
  expect(report.warnings[0]).toMatch(/^This report is not archived: stagedrift itself failed on it \(TypeError at /);
  expect(`${report.warnings[0]} ${error}`).not.toContain('hunter2');
});

describe('what does not fit a message while reports cannot be archived', () => {
  const denied = 's3://acme-ledger/stagedrift/reports/ cannot be written: access denied';
  const settings = Array.from({ length: 10 }, (_, index) => [['tags', `tag-${index}`], 'by plan', 'by hand'] as const);
  // 1,500 findings, of many settings each, so that few messages have to be rendered.
  const stages = Array.from({ length: 150 }, (_, index): CheckedResource => {
    const stage = checked(`stage.s${index}`, modified(...settings));
    return { ...stage, id: { ...stage.id, stageName: `s${index}` } };
  });

  it('is notified by the runs that come next, until all of it is notified once', async () => {
    deliveries.store.faultAt = (key) => (key.startsWith('reports/') ? denied : null);
    const notified = new Map<string, number>();
    for (let run = 0; run < 10; run += 1) {
      const { report, published } = await deliveries.run({ resources: stages });
      if (!published) break;
      const message = deliveries.messages.at(-1);
      for (const { id, event } of openFindings(report)) {
        if (event !== 'KNOWN' && message?.findingIds.has(id)) notified.set(id, (notified.get(id) ?? 0) + 1);
      }
      const bodies: Record<string, string> = JSON.parse(message?.body ?? '');
      expect(JSON.parse(bodies.default ?? '')).toMatchObject({ warnings: [`This report is not archived: ${denied}`] });
    }

    expect(deliveries.messages.map(({ findingIds }) => findingIds.size < 1_500)).toEqual([true, true, true]);
    expect(notified.size).toBe(1_500);
    expect([...new Set(notified.values())]).toEqual([1]);
  });

  it('ends without a message, since nobody heard of it, while the end of what was in the message is notified', async () => {
    deliveries.store.faultAt = (key) => (key.startsWith('reports/') ? denied : null);
    await deliveries.run({ resources: stages });
    await deliveries.run({ resources: stages.map((stage) => ({ ...stage, verdict: { status: 'IN_SYNC' } })) });
    const [opened, over] = deliveries.published;

    const ids = new Set(over?.resolved.map(({ id }) => id));
    expect(ids.size).toBeGreaterThan(0);
    expect(ids).toEqual(deliveries.messages[0]?.findingIds);
    expect(opened?.events.opened).toBe(1_500);
  });

  it('is notified by no other run where the report is archived', async () => {
    await deliveries.run({ resources: stages });
    expect(await deliveries.run({ resources: stages })).toMatchObject({ published: false });

    expect(deliveries.messages.map(({ findingIds }) => findingIds.size < 1_500)).toEqual([true]);
  });
});

describe('a run that cannot use the ledger, and the ledger works again once its message is out', () => {
  const faults = [
    ['cannot be read', 'read'],
    ['cannot be written', 'write'],
    ['does not answer, though it is written', 'answer'],
  ] as const;

  /** A run that finds the ledger so until its message is on its way. */
  async function without(fault: (typeof faults)[number][1], sight: Sight): Promise<void> {
    deliveries.store.faultAt = (key, doing) => (key === 'ledger.json' && doing === fault ? 'S3 is down' : null);
    deliveries.during('whilePublishing', async () => {
      deliveries.hour += 1;
      deliveries.store.faultAt = () => null;
    });
    expect(await deliveries.run(sight)).toMatchObject({ published: true, error: 'S3 is down' });
  }

  it.each(faults)('stores the drift that it notified: it is notified once, and so is its end: %s', async (_, fault) => {
    await without(fault, drifted);
    await deliveries.run(drifted);
    await deliveries.run(inSync);
    await deliveries.run(inSync);

    expect(deliveries.news).toEqual([['OPENED'], ['RESOLVED']]);
  });

  it.each(faults)('stores the change that it notified: %s', async (_, fault) => {
    await deliveries.run(drifted);
    await without(fault, driftedMore);
    await deliveries.run(driftedMore);
    await deliveries.run(drifted);

    expect(deliveries.news).toEqual([['OPENED'], ['OPENED'], ['CHANGED']]);
  });

  it.each(faults)('says nothing of what is over, which the next run tells: %s', async (_, fault) => {
    const other = checked('stage.other', modified([['deployment_id'], 'd1', 'd2']));
    await deliveries.run(drifted);
    await without(fault, { resources: [described('Orders'), other] });
    await deliveries.run({ resources: [described('Orders'), other] });

    expect(deliveries.news).toEqual([['OPENED'], ['OPENED'], ['RESOLVED']]);
  });

  it.each(faults)('has its drift resolved though the answer of SNS was lost, too: %s', async (_, fault) => {
    deliveries.store.faultAt = (key, doing) => (key === 'ledger.json' && doing === fault ? 'S3 is down' : null);
    deliveries.onceOut = async () => {
      deliveries.store.faultAt = () => null;
      throw new Error('the connection was closed');
    };
    await expect(deliveries.run(drifted)).rejects.toThrow('the connection was closed');
    deliveries.onceOut = async () => {};
    await deliveries.run(inSync);
    await deliveries.run(inSync);

    expect(deliveries.news).toEqual([['OPENED'], ['RESOLVED']]);
  });

  it('remembers nothing where its message failed, so that the next run reports it', async () => {
    deliveries.store.faultAt = (key) => (key === 'ledger.json' ? 'S3 is down' : null);
    deliveries.publishFault = new Error('SNS is down');
    await expect(deliveries.run(drifted)).rejects.toThrow('SNS is down');
    deliveries.store.faultAt = () => null;
    deliveries.publishFault = null;
    expect((await readLedger(deliveries.store)).ledger.entries.size).toBe(0);
    await deliveries.run(drifted);

    expect(deliveries.news).toEqual([['OPENED']]);
    expect(deliveries.published.map((report) => findingIdsIn(report).size)).toEqual([1]);
  });
});

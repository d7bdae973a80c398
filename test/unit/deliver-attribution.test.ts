import { describe, expect, it } from '@jest/globals';
import type { Attribution } from '../../lib/attribution/attribution.ts';
import { openFindings, type Report } from '../../lib/report/report.ts';
import type { CheckedResource } from '../../lib/resources/verdict.ts';
import { Deliveries } from './deliver-world.ts';
import { checked, modified } from './report/sample.ts';

const drifted = checked('stage.prod', modified([['description'], 'Orders', 'temporarily']));
const driftedMore = checked('stage.prod', modified([['description'], 'Orders', 'for good']));
const waiting = { resources: [drifted], pending: 'an apply is under way' };

function by(actor: string): Attribution {
  const call = { eventId: 'event-1', eventName: 'UpdateStage', time: '2026-03-01T00:59:00Z' };
  const caller = { actor, arn: null, sourceAddress: '203.0.113.7', tool: 'console', userAgent: null, isVerified: true };
  return { certainty: 'CERTAIN', calls: [{ ...call, ...caller }] };
}

/** Who is behind the findings of the reports, in the order in which they were published. */
function actorsIn(reports: readonly Report[]): (string | null)[] {
  return reports.flatMap((report) =>
    openFindings(report).map(({ attribution }) => attribution?.calls[0]?.actor ?? null),
  );
}

/** Deliveries that find out that this one is behind the finding of the first run. */
async function knownToBe(actor: string): Promise<Deliveries> {
  const deliveries = new Deliveries();
  await deliveries.run({ resources: [drifted], dryRun: true });
  const id = deliveries.asked[0]?.finding.id ?? '';
  deliveries.asked.length = 0;
  deliveries.hour = 0;
  deliveries.attributions = new Map([[id, by(actor)]]);
  return deliveries;
}

describe('who is behind a finding', () => {
  it('is notified with it', async () => {
    const deliveries = await knownToBe('alice');
    await deliveries.run({ resources: [drifted] });

    expect(actorsIn(deliveries.published)).toEqual(['alice']);
  });

  it('is stored in the ledger for as long as the finding is the same', async () => {
    const deliveries = await knownToBe('alice');
    await deliveries.run({ resources: [drifted] });
    deliveries.attributions = new Map();
    deliveries.hour = 200;
    await deliveries.run({ resources: [drifted] });

    expect(deliveries.asked.map(({ known }) => known)).toEqual([null, by('alice')]);
    expect(actorsIn(deliveries.published)).toEqual(['alice', 'alice']);
  });

  it('is another in what is notified next where its event arrives late, and notifies nobody by itself', async () => {
    const deliveries = await knownToBe('alice');
    await deliveries.run({ resources: [drifted] });
    deliveries.attributions = new Map([...deliveries.attributions].map(([id]) => [id, by('bob')]));
    const { published, report } = await deliveries.run({ resources: [drifted] });
    deliveries.attributions = new Map();
    deliveries.hour = 200;
    await deliveries.run({ resources: [drifted] });

    expect(published).toBe(false);
    expect(actorsIn([report])).toEqual(['bob']);
    expect(actorsIn(deliveries.published)).toEqual(['alice', 'bob']);
  });

  it('is asked for again when the value has changed once more, since that may have been another', async () => {
    const deliveries = await knownToBe('alice');
    await deliveries.run({ resources: [drifted] });
    deliveries.attributions = new Map([...deliveries.attributions].map(([id]) => [id, by('bob')]));
    await deliveries.run({ resources: [driftedMore] });

    expect(actorsIn(deliveries.published)).toEqual(['alice', 'bob']);
  });

  it('is learnt later where an event arrives late, and notifies nobody by itself', async () => {
    const deliveries = await knownToBe('alice');
    const late = deliveries.attributions;
    deliveries.attributions = new Map();
    await deliveries.run({ resources: [drifted] });
    deliveries.attributions = late;
    const { published, report } = await deliveries.run({ resources: [drifted] });

    expect(published).toBe(false);
    expect(actorsIn([report])).toEqual(['alice']);
    expect(deliveries.asked.map(({ isNew }) => isNew)).toEqual([true, true]);
  });

  it('is asked for again for two hours, since CloudTrail knows of a call some minutes later', async () => {
    const deliveries = new Deliveries();
    await deliveries.run({ resources: [drifted] });
    await deliveries.run({ resources: [drifted] });
    await deliveries.run({ resources: [drifted] });

    expect(deliveries.asked.map(({ isNew }) => isNew)).toEqual([true, true, false]);
  });

  it('is notified also without a ledger, and then nobody is asked about what is not new', async () => {
    const deliveries = await knownToBe('alice');
    await deliveries.run({ resources: [drifted], store: null });

    expect(actorsIn(deliveries.published)).toEqual(['alice']);
    expect(deliveries.asked.map(({ isNew }) => isNew)).toEqual([false]);
  });

  it('is asked for once, up to the time of the check, though another run writes the ledger meanwhile', async () => {
    const deliveries = new Deliveries();
    let interruptions = 2;
    deliveries.store.beforeWrite = () => {
      interruptions -= 1;
      if (interruptions >= 0) void deliveries.store.put('ledger.json', '{"version":1,"findings":[]}\n');
    };
    await deliveries.run({ resources: [drifted] });

    expect(deliveries.askedUntil).toEqual(['2026-03-01T01:00:00.000Z']);
    expect(deliveries.published).toHaveLength(1);
  });

  it('is notified as not known, with the reason, where nobody could be asked', async () => {
    const deliveries = new Deliveries();
    deliveries.callerWarnings = ['Who changed it is not known: cloudtrail:LookupEvents is needed'];
    await deliveries.run({ resources: [drifted] });

    expect(actorsIn(deliveries.published)).toEqual([null]);
    expect(deliveries.published[0]?.warnings).toEqual(deliveries.callerWarnings);
  });
});

describe('drift that waits for an apply to end', () => {
  it('notifies nobody while it is pending in the ledger', async () => {
    const deliveries = new Deliveries();
    const { published, report } = await deliveries.run(waiting);

    expect(published).toBe(false);
    expect(report).toMatchObject({ status: 'INCOMPLETE', summary: { notChecked: 1 } });
    expect(report.resources).toMatchObject([
      { status: 'NOT_CHECKED', reason: 'an apply is under way', finding: null, notes: ['an apply is under way'] },
    ]);
  });

  it('is notified without a ledger, since nobody would know since when it waits', async () => {
    const deliveries = new Deliveries();
    await deliveries.run({ ...waiting, store: null });
    deliveries.store.fault = 's3://acme-ledger/stagedrift/ledger.json cannot be read: access denied';
    await deliveries.run(waiting);

    const notes = ['This may pass by itself: an apply is under way.'];
    expect(deliveries.published).toMatchObject(
      Array.from({ length: 2 }, () => ({ status: 'DRIFTED', resources: [{ status: 'MODIFIED', notes }] })),
    );
  });

  it('leaves a finding open that was open before', async () => {
    const deliveries = new Deliveries();
    await deliveries.run({ resources: [drifted] });
    await deliveries.run(waiting);
    const { report } = await deliveries.run({ resources: [drifted] });

    expect(deliveries.published).toHaveLength(1);
    expect(openFindings(report).map(({ event }) => event)).toEqual(['KNOWN']);
  });

  it('leaves a stage open that no state has', async () => {
    const unmanaged: CheckedResource = {
      ...checked('a1b2c3d4e5/prod', { status: 'UNMANAGED', reason: 'no state has it', deploymentId: 'd1' }),
      state: null,
    };
    const deliveries = new Deliveries();
    await deliveries.run({ resources: [unmanaged] });
    await deliveries.run({ resources: [unmanaged], pending: 'an apply' });

    expect(deliveries.published.flatMap(({ resolved }) => resolved)).toEqual([]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { noRules } from '../../lib/findings/rules/rules.ts';
import { readLedger } from '../../lib/ledger/ledger-object.ts';
import type { Leaf, Path } from '../../lib/model/comparison.ts';
import type { CheckedResource, Verdict } from '../../lib/resources/verdict.ts';
import { Deliveries, type Sight } from './deliver-world.ts';
import { checked, readState } from './report/sample.ts';

const orders = 's3://acme-tf/orders/terraform.tfstate';
const billing = 's3://acme-tf/billing/terraform.tfstate';

function stage(verdict: Verdict, expected: Leaf | null = 'Orders', address = 'stage.prod'): CheckedResource {
  return { ...checked(address, verdict), expectedAt: () => expected };
}

function differs(path: Path, expected: Leaf | null, actual: Leaf | null): Verdict {
  return { status: 'MODIFIED', differences: [{ path, differenceType: 'NOT_EQUAL', expected, actual }] };
}

const drifted = stage(differs(['description'], 'Orders', 'temporarily'));
const inSync: Verdict = { status: 'IN_SYNC' };
const deleted: Verdict = { status: 'DELETED', reason: 'gone' };
const notChecked: Verdict = { status: 'NOT_CHECKED', reason: 'denied' };
const unmanaged: CheckedResource = {
  ...checked('a1b2c3d4e5/prod', {
    status: 'UNMANAGED',
    reason: 'it is live, but in none of the states',
    deploymentId: 'd1',
  }),
  state: null,
};

/** @returns how the finding of the first run ended in the second, as it was published */
async function endAfter(first: readonly CheckedResource[], second: Parameters<Deliveries['run']>[0]) {
  const deliveries = new Deliveries();
  await deliveries.run({ resources: first, ...(second.policy ? { policy: second.policy } : {}) });
  const before = deliveries.published.length;
  await deliveries.run(second);
  return deliveries.published.slice(before).flatMap(({ resolved }) => resolved.map(({ how }) => how));
}

describe('a state that could not be read', () => {
  const gone = { uri: 's3://acme-tf/preview', status: 'FAILED', reason: 'no such object' } as const;

  it('is over where the sources lead to it no more, and all that they lead to could be read', async () => {
    const deliveries = new Deliveries();
    await deliveries.run({ states: [gone] });
    await deliveries.run({ states: [readState(orders)], coverage: { everyState: false } });
    const before = await readLedger(deliveries.store);
    await deliveries.run({ states: [readState(orders)] });
    const after = await readLedger(deliveries.store);

    expect(
      [before, after].map(({ ledger }) => [...ledger.entries.values()].map(({ closed }) => closed?.how ?? null)),
    ).toEqual([[null], ['CHECKED']]);
  });
});

describe('a difference that is no more', () => {
  it('was reverted in AWS when the state still has what it had', async () => {
    expect(await endAfter([drifted], { resources: [stage(inSync, 'Orders')] })).toEqual(['PUT_BACK']);
  });

  it('was adopted when the state has what was live', async () => {
    const deliveries = new Deliveries();
    await deliveries.run({ resources: [drifted] });
    await deliveries.run({ resources: [stage(inSync, 'temporarily')], states: [readState(orders, 43)] });
    expect(deliveries.published[1]?.resolved).toMatchObject([
      { how: 'ADOPTED', explanation: `${orders} (serial 43) has what is live: it was adopted into Terraform` },
    ]);
  });

  it('is agreed upon when both sides have something else', async () => {
    expect(await endAfter([drifted], { resources: [stage(inSync, 'a third text')] })).toEqual(['AGREED']);
  });

  it('was reverted while another setting still differs', async () => {
    const both = stage({
      status: 'MODIFIED',
      differences: [
        { path: ['description'], differenceType: 'NOT_EQUAL', expected: 'Orders', actual: 'temporarily' },
        { path: ['deployment_id'], differenceType: 'NOT_EQUAL', expected: 'Orders', actual: 'd2' },
      ],
    });
    expect(await endAfter([both], { resources: [drifted] })).toEqual(['PUT_BACK']);
  });

  it('is silently a part of the end of the whole resource', async () => {
    expect(await endAfter([drifted], { resources: [stage(deleted)] })).toEqual([]);
  });

  it('has left with its resource', async () => {
    expect(await endAfter([drifted], { resources: [] })).toEqual(['REMOVED']);
  });

  it('has left with its resource though that is still live, where no state has it', async () => {
    expect(await endAfter([drifted], { resources: [unmanaged] })).toEqual(['REMOVED']);
    expect(await endAfter([stage(deleted)], { resources: [unmanaged] })).toEqual(['REMOVED']);
  });

  it('goes on where the resource moved to a state that was not read', async () => {
    expect(await endAfter([drifted], { resources: [], coverage: { everyState: false } })).toEqual([]);
  });

  it('goes on where another state, that was read alone, says something else of the same stage', async () => {
    const other = { ...stage(inSync, 'temporarily'), state: billing };
    const alone = { resources: [other], states: [readState(billing)], coverage: { everyState: false } };
    expect(await endAfter([drifted], alone)).toEqual([]);
  });

  it.each<[string, Parameters<Deliveries['run']>[0]]>([
    ['the resource could not be checked', { resources: [stage(notChecked)] }],
    ['only other stages were asked for', { coverage: { everyResource: false } }],
    ['its type was not checked', { coverage: { types: new Set() } }],
    [
      'its state could not be read',
      { states: [{ uri: orders, status: 'FAILED', reason: 'denied' }], coverage: { everyState: false } },
    ],
    ['its state is not among those that were read', { states: [], coverage: { everyState: false } }],
  ])('is not over when %s', async (_, second) => {
    expect(await endAfter([drifted], second)).toEqual([]);
  });
});

describe('a difference of hidden values', () => {
  const secret = stage(differs(['variables', 'LEVEL'], 'info', 'debug'), 'info');

  it('was reverted when nobody has written the state since', async () => {
    expect(await endAfter([secret], { resources: [stage(inSync, 'info')] })).toEqual(['PUT_BACK']);
  });

  it('is over in a way that is unknown when the state was written since', async () => {
    const second = { resources: [stage(inSync, 'info')], states: [readState(orders, 43)] };
    expect(await endAfter([secret], second)).toEqual(['UNKNOWN']);
  });

  it.each([
    ['info', 'PUT_BACK'],
    ['debug', 'ADOPTED'],
    ['warn', 'AGREED'],
  ])('that are marked with a key is distinct: %s is %s', async (expected, how) => {
    const policy = { rules: noRules, hashKey: 'a key of at least sixteen', warnings: [] };
    const second = { policy, resources: [stage(inSync, expected)], states: [readState(orders, 43)] };
    expect(await endAfter([secret], second)).toEqual([how]);
  });

  it('was reverted though it was hidden for the sake of the other side', async () => {
    const credential = stage(differs(['description'], 'Orders', 'AKIAIOSFODNN7EXAMPLE'));
    const policy = { rules: noRules, hashKey: 'a key of at least sixteen', warnings: [] };
    const second = { policy, resources: [stage(inSync, 'Orders')], states: [readState(orders, 43)] };
    expect(await endAfter([credential], second)).toEqual(['PUT_BACK']);
  });
});

describe('a deleted resource', () => {
  it('is back when it exists, whatever differs then', async () => {
    const deliveries = new Deliveries();
    await deliveries.run({ resources: [stage(deleted)] });
    await deliveries.run({ resources: [drifted] });
    expect(deliveries.published[1]).toMatchObject({
      resolved: [{ kind: 'DELETED', how: 'PUT_BACK', explanation: 'it exists again' }],
      resources: [{ differences: [{ finding: { event: 'OPENED' } }] }],
    });
  });
});

describe('an unmanaged stage', () => {
  it('is notified once, though nothing has drifted', async () => {
    const deliveries = new Deliveries();
    await deliveries.run({ resources: [unmanaged] });
    await deliveries.run({ resources: [unmanaged] });
    expect(deliveries.published.map(({ status }) => status)).toEqual(['IN_SYNC']);
  });

  it('is adopted when a state has it, whatever its values', async () => {
    expect(await endAfter([unmanaged], { resources: [stage(inSync)] })).toEqual(['ADOPTED']);
  });

  it('is fixed when it is gone', async () => {
    expect(await endAfter([unmanaged], { resources: [] })).toEqual(['PUT_BACK']);
  });

  const sibling = { ...stage(inSync), id: { ...unmanaged.id, stageName: 'dev' } };
  const unlisted = { liveStages: new Map<string, ReadonlySet<string>>() };

  it('has left with the last stage of its REST API that a state had, since nobody asks for that any more', async () => {
    const settings = { ...sibling, type: 'aws_api_gateway_method_settings' };
    expect(await endAfter([unmanaged], { resources: [], coverage: unlisted })).toEqual(['REMOVED']);
    expect(await endAfter([unmanaged], { resources: [settings], coverage: unlisted })).toEqual(['REMOVED']);
  });

  it.each<[string, Parameters<Deliveries['run']>[0]]>([
    ['the stages of its REST API are not known', { resources: [sibling], coverage: unlisted }],
    [
      'a state has a stage of its REST API, and does not tell in which account',
      { resources: [{ ...sibling, id: { ...sibling.id, accountId: null } }], coverage: unlisted },
    ],
    ['a state was not read that may have a stage of it', { coverage: { ...unlisted, everyState: false } }],
    ['only other stages were asked for', { coverage: { ...unlisted, everyResource: false } }],
  ])('is still there while %s', async (_, second) => {
    expect(await endAfter([unmanaged], second)).toEqual([]);
  });
});

describe('what could not be checked', () => {
  it('is notified once, and its end not by itself', async () => {
    const deliveries = new Deliveries();
    await deliveries.run({ resources: [stage(notChecked)] });
    await deliveries.run({ resources: [stage(notChecked)] });
    await deliveries.run({ resources: [stage(inSync)] });
    expect(deliveries.published.map(({ status }) => status)).toEqual(['INCOMPLETE']);
  });

  it('is notified once of a state too', async () => {
    const deliveries = new Deliveries();
    const states = [{ uri: orders, status: 'FAILED', reason: 'denied' }] as const;
    await deliveries.run({ states, coverage: { everyState: false } });
    await deliveries.run({ states, coverage: { everyState: false } });
    expect(deliveries.published.map(({ states: [state] }) => state?.finding?.event)).toEqual(['OPENED']);
  });

  it('of what was asked for by name is reported to the one who asks, each time', async () => {
    const nowhere = { ...stage(notChecked), state: null };
    const deliveries = new Deliveries();
    await deliveries.run({ resources: [nowhere], coverage: { everyResource: false } });
    await deliveries.run({ resources: [nowhere], coverage: { everyResource: false } });
    expect(deliveries.published).toHaveLength(2);
  });
});

describe('the archive', () => {
  it('has the report and its page of each run that notified something', async () => {
    const deliveries = new Deliveries();
    await deliveries.run({ resources: [drifted] });
    await deliveries.run({ resources: [drifted] });
    expect([...deliveries.store.objects.keys()]).toEqual([
      'ledger.json',
      'reports/2026/03/01/010000-report-1.json',
      'reports/2026/03/01/010000-report-1.html',
    ]);
    const kept: unknown = JSON.parse(
      deliveries.store.objects.get('reports/2026/03/01/010000-report-1.json')?.text ?? '',
    );
    expect(kept).toEqual(deliveries.published[0]);
    expect(deliveries.published[0]?.archive).toEqual({
      report: 's3://acme-ledger/stagedrift/reports/2026/03/01/010000-report-1.json',
      page: 's3://acme-ledger/stagedrift/reports/2026/03/01/010000-report-1.html',
    });
  });

  it.each([
    ['../../etc/passwd', '------etc-passwd'],
    ['a b?#%', 'a-b---'],
  ])('has no key that an event id %j can bend', async (reportId, name) => {
    const deliveries = new Deliveries();
    const { report } = await deliveries.run({ resources: [drifted], reportId });
    expect(report.archive?.page).toBe(`s3://acme-ledger/stagedrift/reports/2026/03/01/010000-${name}.html`);
  });
});

describe('a message that fails', () => {
  it('fails the run, and is sent by the next one for the same event under the same id', async () => {
    const deliveries = new Deliveries();
    deliveries.publishFault = new Error('SNS is down');
    await expect(deliveries.run({ resources: [drifted], reportId: 'event-1' })).rejects.toThrow('SNS is down');
    deliveries.publishFault = null;
    await deliveries.run({ resources: [drifted], reportId: 'event-1' });
    await deliveries.run({ resources: [drifted] });
    expect(
      deliveries.published.map(({ reportId, resources }) => [reportId, resources[0]?.differences[0]?.finding.event]),
    ).toEqual([['event-1', 'OPENED']]);
  });

  it.each<[string, Sight, Sight, string]>([
    ['drift', {}, { resources: [drifted] }, 'OPENED'],
    ['the end of drift', { resources: [drifted] }, { resources: [stage(inSync)] }, 'PUT_BACK'],
  ])('leaves %s to whichever run comes next, however soon', async (_what, before, after, notified) => {
    const deliveries = new Deliveries();
    await deliveries.run(before);
    deliveries.publishFault = new Error('SNS is down');
    await expect(deliveries.run(after)).rejects.toThrow('SNS is down');
    deliveries.publishFault = null;
    deliveries.hour -= 1;
    expect(await deliveries.run({ ...after, reportId: 'next' })).toMatchObject({ published: true });
    expect(JSON.stringify(deliveries.published.at(-1))).toContain(`"${notified}"`);
  });

  it('is reported to have failed, whatever else fails then', async () => {
    const deliveries = new Deliveries();
    deliveries.publishFault = new Error('SNS is down');
    deliveries.whilePublishing = async () => {
      deliveries.store.fault = 'S3 is down';
    };
    await expect(deliveries.run({ resources: [drifted] })).rejects.toThrow('SNS is down');
  });
});

describe('a chat that fails', () => {
  it('is an error, and notifies nobody again', async () => {
    const deliveries = new Deliveries();
    deliveries.chatError = 'The chat card was not published';
    expect(await deliveries.run({ resources: [drifted] })).toMatchObject({
      published: true,
      error: 'The chat card was not published',
    });
    await deliveries.run({ resources: [drifted] });
    expect(deliveries.published).toHaveLength(1);
  });
});

describe('what several stages share', () => {
  it('stays the same finding whichever of them it is reported with', async () => {
    const logGroup = (stageName: string) => ({
      ...stage(differs(['retention_in_days'], 30, 7), 30, 'log_group.access'),
      type: 'aws_cloudwatch_log_group',
      name: '/apigw/access',
      id: { family: 'REST' as const, accountId: '123456789012', region: 'eu-west-1', apiId: 'a1b2c3d4e5', stageName },
    });
    const deliveries = new Deliveries();
    const coverage = { types: new Set(['aws_cloudwatch_log_group']) };
    await deliveries.run({ resources: [logGroup('logs')], coverage });
    await deliveries.run({ resources: [logGroup('aaa')], coverage });
    expect(deliveries.published).toHaveLength(1);
  });
});

describe('two runs at once', () => {
  it('lose nothing that the other one wrote, and tell each finding once', async () => {
    const deliveries = new Deliveries();
    const other = new Deliveries();
    Object.assign(other, { store: deliveries.store });
    let racing: Promise<unknown> = Promise.resolve();
    deliveries.store.beforeWrite = () => {
      deliveries.store.beforeWrite = () => {};
      const object = deliveries.store.objects.get('ledger.json');
      // Another run writes between the reading and the writing of this one.
      deliveries.store.objects.set('ledger.json', {
        text: object?.text ?? '{"version":1,"findings":[]}',
        etag: 'other',
      });
      racing = other.run({ resources: [drifted], reportId: 'other' });
    };
    await deliveries.run({ resources: [drifted, stage(deleted, null, 'stage.gone')] });
    await racing;
    const notified = [...deliveries.published, ...other.published].flatMap(({ resources }) =>
      resources.flatMap(({ finding, differences }) => [finding, ...differences.map((one) => one.finding)]),
    );
    const opened = notified.filter((finding) => finding?.event === 'OPENED').map((finding) => finding?.id);
    expect(opened).toHaveLength(2);
    expect(new Set(opened).size).toBe(2);
  });
});

describe('a run that took longer than a claim holds', () => {
  it('has its changes notified by no other run at the same time', async () => {
    const deliveries = new Deliveries();
    // It begins at 1:00 and publishes from 1:55 on; the other run begins at 2:00.
    deliveries.minutes = 55;
    const others: boolean[] = [];
    deliveries.whilePublishing = async () => {
      deliveries.whilePublishing = async () => {};
      deliveries.minutes = 0;
      others.push((await deliveries.run({ resources: [drifted] })).published);
    };
    expect(await deliveries.run({ resources: [drifted] })).toMatchObject({ published: true });
    expect(others).toEqual([false]);
  });

  it('notifies people of what another run claimed that died a moment before it began', async () => {
    const deliveries = new Deliveries();
    await deliveries.killed('whilePublishing', { resources: [drifted], reportId: 'other' });
    // It begins when the other one did.
    deliveries.hour = 0;
    deliveries.minutes = 55;
    expect(await deliveries.run({ resources: [drifted] })).toMatchObject({ published: true });
  });

  it('leaves what another run claimed while it was at work to the next one, and asks for that', async () => {
    const deliveries = new Deliveries();
    deliveries.minutes = 55;
    deliveries.during('whileChecking', async () => {
      deliveries.minutes = 0;
      await deliveries.killed('whilePublishing', { resources: [drifted], reportId: 'other' });
      deliveries.minutes = 55;
    });
    const slow = await deliveries.run({ resources: [stage(differs(['description'], 'Orders', 'for good'))] });
    expect(slow).toMatchObject({ published: false, contested: [{ state: orders }] });
    expect(await deliveries.run({ resources: [drifted] })).toMatchObject({ published: true });
  });
});

describe('without a ledger that can be used', () => {
  it('what drifted is notified as if it were new, and the report says so', async () => {
    const deliveries = new Deliveries();
    await deliveries.run({ resources: [drifted] });
    deliveries.store.fault = 's3://acme-ledger/stagedrift/ledger.json cannot be read: access denied';
    const { error, published } = await deliveries.run({ resources: [drifted] });
    expect({ error, published }).toEqual({ error: deliveries.store.fault, published: true });
    expect(deliveries.published[1]?.warnings).toEqual([
      `This may repeat earlier notifications, since the ledger failed: ${deliveries.store.fault}`,
    ]);
  });

  it('that is not ours is not written over', async () => {
    const deliveries = new Deliveries();
    await deliveries.store.put('ledger.json', 'somebody else’s');
    const { error } = await deliveries.run({ resources: [drifted] });
    expect(error).toBe(
      's3://acme-ledger/stagedrift/ledger.json: it is no ledger of this version: it is not JSON; move it away to start again',
    );
    expect(deliveries.store.objects.get('ledger.json')?.text).toBe('somebody else’s');
  });

  it('every drifted run reports all of it, and one in sync nothing', async () => {
    const deliveries = new Deliveries();
    await deliveries.run({ resources: [drifted], store: null });
    await deliveries.run({ resources: [drifted], store: null });
    await deliveries.run({ resources: [stage(inSync)], store: null });
    expect(deliveries.published.map(({ ledger, archive }) => [ledger, archive])).toEqual([
      [null, null],
      [null, null],
    ]);
  });
});

describe('a dry run', () => {
  it('says what would be notified, and neither notifies nor stores it', async () => {
    const deliveries = new Deliveries();
    const { report, published } = await deliveries.run({ resources: [drifted], dryRun: true });
    expect(published).toBe(false);
    expect(report.resources[0]?.differences[0]?.finding.event).toBe('OPENED');
    expect(deliveries.store.objects.size).toBe(0);
  });
});

import { describe, expect, it } from '@jest/globals';
import { type WaitPorts, waitForApply } from '../../../lib/applying/wait-for-apply.ts';
import type { ApiCall } from '../../../lib/attribution/api-call.ts';
import type { Examination } from '../../../lib/check-drift.ts';
import { findingIds, usualPolicy } from '../../../lib/findings/assess.ts';
import { emptyLedger, type Ledger } from '../../../lib/findings/ledger/ledger.ts';
import type { CheckedResource } from '../../../lib/resources/verdict.ts';
import { StateAccessError } from '../../../lib/terraform/read-states.ts';
import type { StateLock } from '../../../lib/terraform/state-lock.ts';
import type { StateVersion } from '../../../lib/terraform/state-memory.ts';
import type { StateWatch } from '../../../lib/terraform/state-watch.ts';
import { type CheckRequest, plainRequest } from '../../../lib/trigger/check-request.ts';
import { found, held, runAt, Story } from '../findings/ledger/finding-world.ts';
import { checked, modified, readState, results } from '../report/sample.ts';

const orders = 's3://acme-tf/orders/terraform.tfstate';
const now = new Date('2026-03-01T12:00:00Z');
const request: CheckRequest = { ...plainRequest, trigger: { kind: 'manual' }, dryRun: false };
const first: StateVersion = { etag: 'first', writtenAt: '2026-03-01T11:00:00.000Z' };
const apply: StateLock = { operation: 'OperationTypeApply', who: 'ci@runner', since: '2026-03-01T11:58:00.000Z' };
const drifted = checked('stage.a', modified([['description'], 'one', 'two']));
const deleted = checked('stage.b', { status: 'DELETED', reason: 'API Gateway does not have it' });
const unmanaged: CheckedResource = {
  ...checked('a1b2c3d4e5/new', { status: 'UNMANAGED', reason: 'no state has it', deploymentId: '' }),
  state: null,
};

function examinationOf(
  resources: readonly CheckedResource[],
  version: StateVersion | null = first,
  changedAt: string | null = null,
): Examination {
  const state = { ...readState(orders), version };
  return {
    policy: usualPolicy,
    results: results({
      states: [state.status === 'READ' ? state : readState(orders)],
      resources: resources.map((one) => ({ ...one, stageChangedAt: changedAt })),
    }),
    coverage: { everyResource: true, everyState: true, types: new Set(), liveStages: new Map(), named: [] },
    everythingAt: null,
    ofEverything: false,
    places: new Map([[orders, { etag: 'first', places: new Set(['123456789012/eu-west-1/a1b2c3d4e5/prod']) }]]),
    unplaced: [],
    unmet: [],
    missed: new Set(),
  };
}

/** A watch that answers the same each time, unless it is told otherwise. */
function watchOf(answers: { readonly lock?: StateLock | Error; readonly version?: StateVersion | null }) {
  const asked: string[] = [];
  const watch: StateWatch = {
    async lockOf(uri) {
      asked.push(`lock of ${uri}`);
      if (answers.lock instanceof Error) throw answers.lock;
      return answers.lock ?? null;
    },
    async versionOf(uri) {
      asked.push(`version of ${uri}`);
      return answers.version === undefined ? first : answers.version;
    },
  };
  return { watch, asked };
}

/** What a run may go by: a ledger, in which nothing is remembered, and a queue, unless the test says otherwise. */
function waitingBy({ watch }: { watch: StateWatch }, more: Partial<WaitPorts> = {}): WaitPorts {
  return { watch, ledger: emptyLedger, hasQueue: true, now: () => now, ...more };
}

/** @returns a ledger in which the findings of the resource wait since then, and people may have heard of them before */
function pendingSince(since: string | null, resource: CheckedResource, told = false): Ledger {
  const story = new Story();
  for (const id of findingIds(resource)) {
    const known = { ...found(), id };
    if (told) story.told([known], runAt(0));
    else story.told([held(known)], runAt(0));
  }
  const pending = since === null ? null : { since, reason: 'an apply', calls: [] };
  const entries = [...story.ledger.entries].map(([id, entry]) => [id, { ...entry, pending }] as const);
  return { ...story.ledger, entries: new Map(entries) };
}

async function verdictsOf(
  resources: readonly CheckedResource[],
  world: { watch: StateWatch },
  more: Partial<CheckRequest> = {},
  waiting: Partial<WaitPorts> = {},
) {
  const settled = await waitForApply({ ...request, ...more }, waitingBy(world, waiting), async () =>
    examinationOf(resources),
  );
  return settled.examination.results.resources.map(({ verdict, notes }) => [verdict.status, ...notes]);
}

function terraformCall(time: string, tool = 'Terraform', stageName: string | null = 'prod'): ApiCall {
  return {
    eventId: 'event-1',
    eventName: 'UpdateStage',
    time,
    target: { accountId: '123456789012', region: 'eu-west-1', restApiId: 'a1b2c3d4e5', stageName },
    touched: { kind: 'UNKNOWN' },
    caller: { actor: 'ci', arn: null, sourceAddress: null, tool, userAgent: null },
  };
}

describe('drift', () => {
  it('counts where nobody holds the lock and the state is still the one that was read', async () => {
    const world = watchOf({});

    expect(await verdictsOf([drifted], world)).toEqual([['MODIFIED']]);
    expect(world.asked).toEqual([`lock of ${orders}`, `version of ${orders}`]);
  });

  it('waits while an apply holds the lock of its state', async () => {
    const settled = await waitForApply(request, waitingBy(watchOf({ lock: apply })), async () =>
      examinationOf([drifted]),
    );

    expect(settled.waiting.map(({ state }) => state)).toEqual([orders]);
    expect(settled.examination.results.resources[0]?.verdict).toEqual({
      status: 'WAITING',
      reason:
        'it differs while ci@runner holds the lock of the state, taken at 2026-03-01T11:58:00.000Z: it is judged again after that',
      calls: [],
      verdict: drifted.verdict,
    });
  });

  it('counts while a plan holds the lock, which changes nothing', async () => {
    expect(await verdictsOf([drifted], watchOf({ lock: { ...apply, operation: 'OperationTypePlan' } }))).toEqual([
      ['MODIFIED'],
    ]);
  });

  describe('that the schedule finds, where no lock is seen and no call is known,', () => {
    const scheduled = {
      ...request,
      trigger: { kind: 'schedule', source: 'rule', time: '2026-03-01T12:00:00Z' },
    } as const;

    async function seen(
      changedAt: string | null,
      asked: CheckRequest = scheduled,
      resource = drifted,
      waiting: Partial<WaitPorts> = {},
    ) {
      const examination = examinationOf([resource], first, changedAt);
      const settled = await waitForApply(asked, waitingBy(watchOf({}), waiting), async () => examination);
      return settled.examination.results.resources[0]?.verdict;
    }

    it('waits while the change is newer than the state, and not five minutes old: it may be half of an apply', async () => {
      expect(await seen('2026-03-01T11:55:01.000Z')).toEqual({
        status: 'WAITING',
        reason:
          'it was changed at 2026-03-01T11:55:01.000Z, and an apply may be about to write the state: it is judged again after that',
        calls: [],
        verdict: drifted.verdict,
      });
    });

    it.each([
      ['the change is five minutes old', '2026-03-01T11:55:00.000Z'],
      ['the state was written after the change', '2026-03-01T10:59:59.000Z'],
      ['AWS does not say when it was changed', null],
    ])('counts if %s', async (_, changedAt) => {
      expect(await seen(changedAt)).toEqual(drifted.verdict);
    });

    it('waits where it is a stage that no state has as long as it is as new as that', async () => {
      const status = async (at: string) => (await seen(at, scheduled, unmanaged))?.status;

      expect(await status('2026-03-01T11:55:01.000Z')).toBe('WAITING');
      expect(await status('2026-03-01T11:55:00.000Z')).toBe('UNMANAGED');
    });

    it('counts at once where it comes by an event, which has waited, or the next schedule is all that judges it again', async () => {
      const at = '2026-03-01T11:59:00.000Z';

      expect(await seen(at, request)).toEqual(drifted.verdict);
      expect(await seen(at, scheduled, drifted, { hasQueue: false })).toEqual(drifted.verdict);
    });

    it.each([
      ['a change', drifted],
      ['what is gone', deleted],
    ])('counts at once where it is %s of which an event has told the call', async (_, resource) => {
      const calls = [terraformCall('2026-03-01T11:59:00Z', 'console')];

      expect(await seen('2026-03-01T11:59:00.000Z', { ...scheduled, calls }, resource)).toEqual(resource.verdict);
    });

    it('counts at once where nothing is remembered: nobody would know since when it waits', async () => {
      expect(await seen('2026-03-01T11:59:00.000Z', scheduled, drifted, { ledger: null })).toEqual(drifted.verdict);
      expect(await seen(null, scheduled, deleted, { ledger: null })).toEqual(deleted.verdict);
    });

    it.each([
      ['was not gone before', emptyLedger, 'WAITING'],
      ['is missed for less than five minutes', pendingSince('2026-03-01T11:55:00.001Z', deleted), 'WAITING'],
      ['is missed for five minutes', pendingSince('2026-03-01T11:55:00.000Z', deleted), 'DELETED'],
      ['is known to be gone', pendingSince(null, deleted, true), 'DELETED'],
      [
        'is known to be gone, and was held back since',
        pendingSince('2026-03-01T11:59:00.000Z', deleted, true),
        'DELETED',
      ],
    ])('%s: what is gone is judged by when a run first missed it', async (_, ledger, status) => {
      expect((await seen(null, scheduled, deleted, { ledger }))?.status).toBe(status);
    });
  });

  it('waits for an hour from when a run first saw it, however old the lock is', async () => {
    const old = { ...apply, since: '2026-03-01T02:00:00.000Z' };
    const note =
      'This may pass by itself: it differs while ci@runner holds the lock of the state, taken at 2026-03-01T02:00:00.000Z.';
    const verdicts = (ledger: Ledger) => verdictsOf([drifted], watchOf({ lock: old }), {}, { ledger });

    expect(await verdicts(emptyLedger)).toEqual([['WAITING']]);
    expect(await verdicts(pendingSince('2026-03-01T11:00:00.001Z', drifted))).toEqual([['WAITING']]);
    expect(await verdicts(pendingSince('2026-03-01T11:00:00.000Z', drifted))).toEqual([['MODIFIED', note]]);
  });

  it('counts beside a lock that Terraform did not write', async () => {
    expect(await verdictsOf([drifted], watchOf({ lock: { operation: '', who: '', since: null } }))).toEqual([
      ['MODIFIED'],
    ]);
  });

  it('waits for the lock though the check cannot be asked for again: the schedule comes, and the ledger knows', async () => {
    expect(await verdictsOf([drifted], watchOf({ lock: apply }), {}, { hasQueue: false })).toEqual([['WAITING']]);
  });

  it('is told, and that it may pass by itself, where nothing is remembered or who asks wants an answer', async () => {
    expect(await verdictsOf([drifted], watchOf({ lock: apply }), {}, { ledger: null })).toEqual([
      [
        'MODIFIED',
        'This may pass by itself: it differs while ci@runner holds the lock of the state, taken at 2026-03-01T11:58:00.000Z.',
      ],
    ]);
  });

  it('counts, with a note, where whether there is a lock cannot be told', async () => {
    const denied = new StateAccessError('access denied');

    expect(await verdictsOf([drifted], watchOf({ lock: denied }))).toEqual([
      ['MODIFIED', 'Whether an apply is under way could not be told: access denied'],
    ]);
  });

  it('is judged anew if the state was written meanwhile', async () => {
    const examinations = [examinationOf([drifted]), examinationOf([checked('stage.a', { status: 'IN_SYNC' })])];
    const { watch } = watchOf({ version: { etag: 'second', writtenAt: '2026-03-01T12:00:00.000Z' } });
    const settled = await waitForApply(
      request,
      waitingBy({ watch }),
      async () => examinations.shift() ?? examinationOf([]),
    );

    expect(settled.waiting).toEqual([]);
    expect(settled.examination.results.resources.map(({ verdict }) => verdict.status)).toEqual(['IN_SYNC']);
    expect(examinations).toEqual([]);
  });

  it('waits if the state is written again each time', async () => {
    let examined = 0;
    const { watch } = watchOf({ version: { etag: 'newer', writtenAt: '2026-03-01T12:00:00.000Z' } });
    const settled = await waitForApply(request, waitingBy({ watch }), async () => {
      examined += 1;
      return examinationOf([drifted]);
    });

    expect(examined).toBe(3);
    expect(settled.waiting.map(({ state }) => state)).toEqual([orders]);
  });

  it.each([
    ['read the states', { missed: new Set([orders]) }],
    ['ask AWS', { missed: new Set(['123456789012/eu-west-1/a1b2c3d4e5']) }],
  ])('waits as it was found if its state was written meanwhile, and there is no time to %s again', async (_, late) => {
    const examinations = [examinationOf([drifted]), { ...examinationOf([]), ...late }];
    const { watch } = watchOf({ version: { ...first, etag: 'second' } });
    const settled = await waitForApply(
      request,
      waitingBy({ watch }),
      async () => examinations.shift() ?? examinationOf([]),
    );

    expect(settled.waiting.map(({ state }) => state)).toEqual([orders]);
    expect(settled.examination.results.resources.map(({ verdict }) => verdict.status)).toEqual(['WAITING']);
    expect(examinations).toEqual([]);
  });

  it('is not looked for again where there was no time for everything the first time', async () => {
    let examined = 0;
    const { watch } = watchOf({ version: { ...first, etag: 'second' } });
    await waitForApply(request, waitingBy({ watch }), async () => {
      examined += 1;
      return { ...examinationOf([drifted]), missed: new Set(['123456789012/eu-west-1/a1b2c3d4e5']) };
    });

    expect(examined).toBe(1);
  });

  it.each([
    ['not yet', '2026-03-01T11:00:00.001Z', 'WAITING'],
    ['then', '2026-03-01T11:00:00.000Z', 'MODIFIED'],
  ])(
    'counts once the ledger has it wait for an hour, whatever asks and whatever the locks: %s',
    async (_, since, is) => {
      const ledger = pendingSince(since, drifted);
      const [[status, ...notes] = []] = await verdictsOf([drifted], watchOf({ lock: apply }), {}, { ledger });

      expect(status).toBe(is);
      expect(notes.length).toBe(is === 'MODIFIED' ? 1 : 0);
    },
  );

  it('waits by itself: that another resource of its state has waited long is nothing to it', async () => {
    const ledger = pendingSince('2026-03-01T10:00:00.000Z', deleted);

    expect(await verdictsOf([drifted, deleted], watchOf({ lock: apply }), {}, { ledger })).toEqual([
      ['WAITING'],
      ['DELETED', expect.stringContaining('This may pass by itself')],
    ]);
  });

  it.each([
    ['its state is written again each time', watchOf({ version: { ...first, etag: 'newer' } }), []],
    ['a call of Terraform is said to be made in the future', watchOf({}), [terraformCall('2099-01-01T00:00:00Z')]],
  ])('counts, with a note, once it has waited for an hour, though %s', async (_why, world, calls) => {
    const ledger = pendingSince('2026-03-01T11:00:00.000Z', drifted);
    const [[status = '', note = ''] = []] = await verdictsOf([drifted], world, { calls }, { ledger });

    expect(status).toBe('MODIFIED');
    expect(note).toContain('This may pass by itself');
  });

  it('of a state that is no object is never asked about', async () => {
    const { watch, asked } = watchOf({ lock: apply });
    const settled = await waitForApply(request, waitingBy({ watch }), async () => examinationOf([drifted], null));

    expect(settled.waiting).toEqual([]);
    expect(asked).toEqual([]);
  });
});

describe('what is no drift', () => {
  it.each([{ status: 'IN_SYNC' }, { status: 'NOT_CHECKED', reason: 'throttled' }] as const)(
    'is left as it is, and no lock is asked for: %j',
    async (verdict) => {
      const world = watchOf({ lock: apply });

      expect(await verdictsOf([checked('stage.a', verdict)], world)).toEqual([[verdict.status]]);
      expect(world.asked).toEqual([]);
    },
  );
});

describe('a stage that no state has', () => {
  it('waits while an apply holds the lock of a state of its REST API, which may be creating it', async () => {
    expect(await verdictsOf([unmanaged], watchOf({ lock: apply }))).toEqual([['WAITING']]);
  });

  it('is told where nobody does', async () => {
    expect(await verdictsOf([unmanaged], watchOf({}))).toEqual([['UNMANAGED']]);
  });
});

describe('a change by Terraform without a lock beside the state', () => {
  it.each(['Terraform', 'OpenTofu'])('waits for the state to be written: %s', async (tool) => {
    const calls = [terraformCall('2026-03-01T11:59:00Z', tool)];

    expect(await verdictsOf([drifted], watchOf({}), { calls })).toEqual([['WAITING']]);
  });

  it('waits for an hour from when a run first saw it: a single long resource keeps the state old', async () => {
    const calls = [terraformCall('2026-03-01T11:05:00Z')];

    expect(await verdictsOf([drifted], watchOf({}), { calls })).toEqual([['WAITING']]);
  });

  it('leaves its call with what waits, for whoever judges it again', async () => {
    const calls = [
      {
        ...terraformCall('2026-03-01T11:59:00Z'),
        caller: { ...terraformCall('').caller, userAgent: 'AKIAIOSFODNN7EXAMPLE' },
      },
      terraformCall('2026-03-01T11:59:00Z', 'console', 'dev'),
    ];
    const { examination } = await waitForApply({ ...request, calls }, waitingBy(watchOf({})), async () =>
      examinationOf([drifted]),
    );

    expect(examination.results.resources.map(({ verdict }) => verdict)).toMatchObject([
      { calls: [{ caller: { tool: 'Terraform', userAgent: '(masked)' } }] },
    ]);
  });

  it.each([
    ['was made by another tool', terraformCall('2026-03-01T11:59:00Z', 'console')],
    ['was made before the state was written', terraformCall('2026-03-01T10:59:00Z')],
    ['was made to another stage', terraformCall('2026-03-01T11:59:00Z', 'Terraform', 'dev')],
  ])('counts if it %s', async (_why, call) => {
    expect(await verdictsOf([drifted], watchOf({}), { calls: [call] })).toEqual([['MODIFIED']]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { type ApplySigns, readApplyStatus } from '../../../lib/applying/read-apply-status.ts';
import { assessAll, usualPolicy } from '../../../lib/findings/assess.ts';
import { emptyLedger, type Ledger } from '../../../lib/ledger/ledger.ts';
import type { ApiCall } from '../../../lib/model/api-call.ts';
import type { CheckedResource } from '../../../lib/resources/verdict.ts';
import { StateAccessError } from '../../../lib/terraform/read-states.ts';
import type { StateLock } from '../../../lib/terraform/state-lock.ts';
import type { StateVersion } from '../../../lib/terraform/state-memory.ts';
import type { StateWatch } from '../../../lib/terraform/state-watch.ts';
import { found, held, idsOf, runAt, Story } from '../ledger/finding-world.ts';
import { checked, modified, readState } from '../report/sample.ts';

const orders = 's3://acme-tf/orders/terraform.tfstate';
const now = new Date('2026-03-01T12:00:00Z');
const first: StateVersion = { etag: 'first', writtenAt: '2026-03-01T11:00:00.000Z' };
const apply: StateLock = { operation: 'OperationTypeApply', who: 'ci@runner', since: '2026-03-01T11:58:00.000Z' };
const drifted = checked('stage.a', modified([['description'], 'one', 'two']));
const deleted = checked('stage.b', { status: 'DELETED', reason: 'API Gateway does not have it' });
const unmanaged: CheckedResource = {
  ...checked('a1b2c3d4e5/new', { status: 'UNMANAGED', reason: 'no state has it', deploymentId: '' }),
  state: null,
};

/** What a check found in one state. */
function foundIn(
  resources: readonly CheckedResource[],
  version: StateVersion | null = first,
  stageChangedAt: string | null = null,
) {
  const state = { ...readState(orders), version };
  return {
    states: [state.status === 'READ' ? state : readState(orders)],
    resources: assessAll(
      resources.map((one) => ({ ...one, stageChangedAt })),
      usualPolicy,
      now,
    ),
    ownedStages: new Map([[orders, { etag: 'first', stageKeys: new Set(['123456789012/eu-west-1/a1b2c3d4e5/prod']) }]]),
  };
}

/** A watch that answers the same each time, unless a test says otherwise. */
function watchOf(answers: {
  readonly lock?: StateLock | Error;
  /** What is read in further places where a lock may be. */
  readonly more?: readonly (StateLock | Error | null)[];
  readonly version?: StateVersion | null;
}) {
  const asked: string[] = [];
  const watch: StateWatch = {
    lockReaders: [answers.lock, ...(answers.more ?? [])].map((lock) => async (uri) => {
      asked.push(`lock of ${uri}`);
      if (lock instanceof Error) throw lock;
      return lock ?? null;
    }),
    async versionOf(uri) {
      asked.push(`version of ${uri}`);
      return answers.version === undefined ? first : answers.version;
    },
  };
  return { watch, asked };
}

/** Signs of a check that comes by an event: there is no ledger, and no call is known, unless the test says otherwise. */
const usualSigns: ApplySigns = { calls: [], ledger: emptyLedger, isRecencyASign: false };

/** @returns a ledger in which the findings of the resource are pending since then, and people may have heard of them before */
function pendingSince(since: string | null, resource: CheckedResource, notified = false): Ledger {
  const story = new Story();
  for (const id of idsOf(resource)) {
    const known = { ...found(), id };
    if (notified) story.notified([known], runAt(0));
    else story.notified([held(known)], runAt(0));
  }
  const pending = since === null ? null : { since, reason: 'an apply', calls: [] };
  const entries = [...story.ledger.entries].map(([id, entry]) => [id, { ...entry, pending }] as const);
  return { ...story.ledger, entries: new Map(entries) };
}

/** @returns of each resource its status, or that it is pending, and what is noted */
async function statusesOf(
  resources: readonly CheckedResource[],
  { watch }: { watch: StateWatch },
  signs: Partial<ApplySigns> = {},
) {
  const applying = await readApplyStatus(foundIn(resources), { ...usualSigns, ...signs }, { watch, now });
  return applying.resources.map(({ resource, pending }) => [
    pending === null ? resource.verdict.status : 'PENDING',
    ...resource.notes,
  ]);
}

function terraformCall(time: string, tool = 'Terraform', stageName: string | null = 'prod'): ApiCall {
  return {
    eventId: 'event-1',
    eventName: 'UpdateStage',
    time,
    target: { family: 'REST', accountId: '123456789012', region: 'eu-west-1', apiId: 'a1b2c3d4e5', stageName },
    touched: { kind: 'UNKNOWN' },
    caller: { actor: 'ci', arn: null, sourceAddress: null, tool, userAgent: null, isVerified: true },
  };
}

describe('drift', () => {
  it('counts where nobody holds the lock and the state is still the one that was read', async () => {
    const world = watchOf({});

    expect(await statusesOf([drifted], world)).toEqual([['MODIFIED']]);
    expect(world.asked).toEqual([`lock of ${orders}`, `version of ${orders}`]);
  });

  it('waits while an apply holds the lock of its state', async () => {
    const { resources, isStateNewer } = await readApplyStatus(foundIn([drifted]), usualSigns, {
      watch: watchOf({ lock: apply }).watch,
      now,
    });

    expect(resources.map(({ pending }) => pending)).toEqual([
      {
        reason:
          'it differs while ci@runner holds the lock of the state, taken at 2026-03-01T11:58:00.000Z: it is judged again after that',
        calls: [],
      },
    ]);
    expect(isStateNewer).toBe(false);
  });

  it('counts while a plan holds the lock, which changes nothing', async () => {
    expect(await statusesOf([drifted], watchOf({ lock: { ...apply, operation: 'OperationTypePlan' } }))).toEqual([
      ['MODIFIED'],
    ]);
  });

  describe('that the schedule finds, where no lock is seen and no call is known,', () => {
    /** @returns why it waits, its status where it does not */
    async function seen(changedAt: string | null, resource = drifted, signs: Partial<ApplySigns> = {}) {
      const { resources } = await readApplyStatus(
        foundIn([resource], first, changedAt),
        { ...usualSigns, isRecencyASign: true, ...signs },
        { watch: watchOf({}).watch, now },
      );
      return resources.map((one) => one.pending?.reason ?? one.resource.verdict.status).join();
    }

    it('waits while the change is newer than the state, and not five minutes old: it may be half of an apply', async () => {
      expect(await seen('2026-03-01T11:55:01.000Z')).toBe(
        'it was changed at 2026-03-01T11:55:01.000Z, and an apply may be about to write the state: it is judged again after that',
      );
    });

    it.each([
      ['the change is five minutes old', '2026-03-01T11:55:00.000Z'],
      ['the state was written after the change', '2026-03-01T10:59:59.000Z'],
      ['AWS does not say when it was changed', null],
    ])('counts if %s', async (_, changedAt) => {
      expect(await seen(changedAt)).toBe('MODIFIED');
    });

    it('waits where it is a stage that no state has as long as it is as new as that', async () => {
      expect(await seen('2026-03-01T11:55:01.000Z', unmanaged)).toContain('an apply may be about to write the state');
      expect(await seen('2026-03-01T11:55:00.000Z', unmanaged)).toBe('UNMANAGED');
    });

    it.each([
      ['a change', drifted],
      ['what is gone', deleted],
    ])('counts at once where it is %s whose call came with an event', async (_, resource) => {
      const calls = [terraformCall('2026-03-01T11:59:00Z', 'console')];

      expect(await seen('2026-03-01T11:59:00.000Z', resource, { calls })).toBe(resource.verdict.status);
    });

    it.each([
      ['a change', drifted, '2026-03-01T11:58:54Z'],
      ['what is gone', deleted, '2026-03-01T11:54:54Z'],
    ])('waits where it is %s of which only an earlier call is known', async (_, resource, time) => {
      const calls = [terraformCall(time, 'console')];

      expect(await seen('2026-03-01T11:59:00.000Z', resource, { calls })).toContain('an apply may be about to write');
    });

    it('counts at once where that is no sign, or without a ledger: nobody would know since when it waits', async () => {
      expect(await seen('2026-03-01T11:59:00.000Z', drifted, { isRecencyASign: false })).toBe('MODIFIED');
      expect(await seen('2026-03-01T11:59:00.000Z', drifted, { ledger: null })).toBe('MODIFIED');
      expect(await seen(null, deleted, { ledger: null })).toBe('DELETED');
    });

    it.each([
      ['was not gone before', emptyLedger, true],
      ['is missed for less than five minutes', pendingSince('2026-03-01T11:55:00.001Z', deleted), true],
      ['is missed for five minutes', pendingSince('2026-03-01T11:55:00.000Z', deleted), false],
      ['is known to be gone', pendingSince(null, deleted, true), false],
      ['is known to be gone, and was held back since', pendingSince('2026-03-01T11:59:00.000Z', deleted, true), false],
    ])('%s: what is gone is judged by when a run first missed it', async (_, ledger, isPending) => {
      expect((await seen(null, deleted, { ledger })) !== 'DELETED').toBe(isPending);
    });
  });

  it('waits for an hour from when a run first saw it, however old the lock is', async () => {
    const old = { ...apply, since: '2026-03-01T02:00:00.000Z' };
    const note =
      'This may pass by itself: it differs while ci@runner holds the lock of the state, taken at 2026-03-01T02:00:00.000Z.';
    const verdicts = (ledger: Ledger) => statusesOf([drifted], watchOf({ lock: old }), { ledger });

    expect(await verdicts(emptyLedger)).toEqual([['PENDING']]);
    expect(await verdicts(pendingSince('2026-03-01T11:00:00.001Z', drifted))).toEqual([['PENDING']]);
    expect(await verdicts(pendingSince('2026-03-01T11:00:00.000Z', drifted))).toEqual([['MODIFIED', note]]);
  });

  it('counts beside a lock that Terraform did not write', async () => {
    expect(await statusesOf([drifted], watchOf({ lock: { operation: '', who: '', since: null } }))).toEqual([
      ['MODIFIED'],
    ]);
  });

  it('is notified, and that it may pass by itself, without a ledger or where a person wants an answer', async () => {
    expect(await statusesOf([drifted], watchOf({ lock: apply }), { ledger: null })).toEqual([
      [
        'MODIFIED',
        'This may pass by itself: it differs while ci@runner holds the lock of the state, taken at 2026-03-01T11:58:00.000Z.',
      ],
    ]);
  });

  it.each<[string, Parameters<typeof watchOf>[0]]>([
    ['the first place alone', { lock: apply, more: [null] }],
    ['the second place alone', { more: [apply] }],
    ['both', { lock: apply, more: [apply] }],
    ['one, beside the lock of a plan', { lock: { ...apply, operation: 'OperationTypePlan' }, more: [apply] }],
    ['one, and the other cannot be read', { lock: new StateAccessError('access denied'), more: [apply] }],
  ])('waits while an apply holds its lock in %s', async (_, answers) => {
    const { resources } = await readApplyStatus(foundIn([drifted]), usualSigns, { watch: watchOf(answers).watch, now });

    expect(resources.map(({ pending }) => pending?.reason)).toEqual([
      expect.stringContaining('while ci@runner holds the lock of the state'),
    ]);
  });

  it('waits where one lock is free, and the other cannot be read', async () => {
    const { watch } = watchOf({ more: [new StateAccessError('the table is denied')] });
    const { resources } = await readApplyStatus(foundIn([drifted]), usualSigns, { watch, now });

    expect(resources.map(({ pending }) => pending?.reason)).toEqual([expect.stringContaining('the table is denied')]);
  });

  describe('where a lock cannot be read', () => {
    const denied = new StateAccessError('s3://acme-tf/orders/terraform.tfstate.tflock cannot be read: access denied');
    const note = `Whether an apply is under way is unknown: ${denied.message}`;

    it('waits, and says why', async () => {
      const { resources } = await readApplyStatus(foundIn([drifted]), usualSigns, {
        watch: watchOf({ lock: denied }).watch,
        now,
      });

      expect(resources.map(({ pending }) => pending?.reason)).toEqual([
        `it differs, and whether an apply is under way is unknown, so it is pending for an hour at most: ${denied.message}`,
      ]);
    });

    it('counts, with a note, once it has waited for an hour', async () => {
      const verdicts = (since: string) =>
        statusesOf([drifted], watchOf({ lock: denied }), { ledger: pendingSince(since, drifted) });

      expect(await verdicts('2026-03-01T11:00:00.001Z')).toEqual([['PENDING']]);
      expect(await verdicts('2026-03-01T11:00:00.000Z')).toEqual([['MODIFIED', note]]);
    });

    it('counts at once, with the note, without a ledger or where a person wants an answer', async () => {
      expect(await statusesOf([drifted], watchOf({ lock: denied }), { ledger: null })).toEqual([['MODIFIED', note]]);
    });

    it('has everything read again if its state is newer, which says more than the lock', async () => {
      const { watch } = watchOf({ lock: denied, version: { ...first, etag: 'newer' } });

      expect((await readApplyStatus(foundIn([drifted]), usualSigns, { watch, now })).isStateNewer).toBe(true);
    });

    it('waits for the call of Terraform that is newer than the state', async () => {
      const calls = [terraformCall('2026-03-01T11:59:00Z')];
      const { watch } = watchOf({ lock: denied });
      const { resources } = await readApplyStatus(foundIn([drifted]), { ...usualSigns, calls }, { watch, now });

      expect(resources.map(({ pending }) => pending?.reason)).toEqual([
        'Terraform changed it at 2026-03-01T11:59:00Z and has not written the state since: it is judged again after that',
      ]);
    });
  });

  it('waits, too, where the version of its state cannot be read, and says why for each', async () => {
    const watch: StateWatch = {
      lockReaders: [async () => Promise.reject(new StateAccessError('the lock is denied'))],
      versionOf: async () => Promise.reject(new StateAccessError('the state is denied')),
    };
    const { resources } = await readApplyStatus(foundIn([drifted]), usualSigns, { watch, now });

    expect(resources.map(({ pending }) => pending?.reason)).toEqual([
      expect.stringContaining('an hour at most: the lock is denied; the state is denied'),
    ]);
  });

  it('waits where its state was written since it was read, and says that all has to be read again', async () => {
    const { watch } = watchOf({ version: { etag: 'second', writtenAt: '2026-03-01T12:00:00.000Z' } });
    const { resources, isStateNewer } = await readApplyStatus(foundIn([drifted]), usualSigns, { watch, now });

    expect(resources.map(({ pending }) => pending?.reason)).toEqual([
      'it differs while its state is being written: it is judged again after that',
    ]);
    expect(isStateNewer).toBe(true);
  });

  it.each([
    ['not yet', '2026-03-01T11:00:00.001Z', 'PENDING'],
    ['then', '2026-03-01T11:00:00.000Z', 'MODIFIED'],
  ])(
    'counts once the ledger has it wait for an hour, whatever asks and whatever the locks: %s',
    async (_, since, is) => {
      const ledger = pendingSince(since, drifted);
      const [[status, ...notes] = []] = await statusesOf([drifted], watchOf({ lock: apply }), { ledger });

      expect(status).toBe(is);
      expect(notes.length).toBe(is === 'MODIFIED' ? 1 : 0);
    },
  );

  it('waits by itself: that another resource of its state has waited long is nothing to it', async () => {
    const ledger = pendingSince('2026-03-01T10:00:00.000Z', deleted);

    expect(await statusesOf([drifted, deleted], watchOf({ lock: apply }), { ledger })).toEqual([
      ['PENDING'],
      ['DELETED', expect.stringContaining('This may pass by itself')],
    ]);
  });

  it.each([
    ['its state is written again each time', watchOf({ version: { ...first, etag: 'newer' } }), []],
    ['a call of Terraform is said to be made in the future', watchOf({}), [terraformCall('2099-01-01T00:00:00Z')]],
  ])('counts, with a note, once it has waited for an hour, though %s', async (_why, world, calls) => {
    const ledger = pendingSince('2026-03-01T11:00:00.000Z', drifted);
    const [[status = '', note = ''] = []] = await statusesOf([drifted], world, { calls, ledger });

    expect(status).toBe('MODIFIED');
    expect(note).toContain('This may pass by itself');
  });

  it('of a state that is no object is never asked about', async () => {
    const { watch, asked } = watchOf({ lock: apply });
    const { resources } = await readApplyStatus(foundIn([drifted], null), usualSigns, { watch, now });

    expect(resources.map(({ pending }) => pending)).toEqual([null]);
    expect(asked).toEqual([]);
  });
});

describe('what is no drift', () => {
  it.each([{ status: 'IN_SYNC' }, { status: 'NOT_CHECKED', reason: 'throttled' }] as const)(
    'is left as it is, and no lock is asked for: %j',
    async (verdict) => {
      const world = watchOf({ lock: apply });

      expect(await statusesOf([checked('stage.a', verdict)], world)).toEqual([[verdict.status]]);
      expect(world.asked).toEqual([]);
    },
  );
});

describe('a stage that no state has', () => {
  it('waits while an apply holds the lock of a state of its REST API, which may be creating it', async () => {
    expect(await statusesOf([unmanaged], watchOf({ lock: apply }))).toEqual([['PENDING']]);
  });

  it('is notified where nobody does', async () => {
    expect(await statusesOf([unmanaged], watchOf({}))).toEqual([['UNMANAGED']]);
  });
});

describe('a change by Terraform without a lock beside the state', () => {
  it.each(['Terraform', 'OpenTofu'])('waits for the state to be written: %s', async (tool) => {
    const calls = [terraformCall('2026-03-01T11:59:00Z', tool)];

    expect(await statusesOf([drifted], watchOf({}), { calls })).toEqual([['PENDING']]);
  });

  it.each([
    ['2026-03-01T11:00:01Z', true],
    ['2026-03-01T11:00:00Z', false],
  ])('waits for an hour after it, since a single long resource keeps the state old: %s', async (time, isPending) => {
    const old = { ...first, writtenAt: '2026-03-01T10:00:00.000Z' };
    const signs = { ...usualSigns, calls: [terraformCall(time)] };
    const { resources } = await readApplyStatus(foundIn([drifted], old), signs, {
      watch: watchOf({ version: old }).watch,
      now,
    });

    expect(resources.map(({ pending }) => pending !== null)).toEqual([isPending]);
  });

  it('waits, too, where it was made in the second in which the state was written: neither tells a fraction of it', async () => {
    const written = { ...first, writtenAt: '2026-03-01T11:30:00.000Z' };
    const signs = { ...usualSigns, calls: [terraformCall('2026-03-01T11:30:00Z')] };
    const { watch } = watchOf({ version: written });
    const isPending = async (stageChangedAt: string | null) => {
      const { resources } = await readApplyStatus(foundIn([drifted], written, stageChangedAt), signs, { watch, now });
      return resources[0]?.pending !== null;
    };

    expect(await isPending('2026-03-01T11:30:01.000Z')).toBe(true);
    expect(await isPending(null)).toBe(true);
    // Somebody else has changed the stage since then, and the state may well have what Terraform set.
    expect(await isPending('2026-03-01T11:45:00.000Z')).toBe(false);
  });

  describe('that was made shortly before the state was written, which may have been while it was under way,', () => {
    const written = { ...first, writtenAt: '2026-03-01T11:30:00.000Z' };
    const { watch } = watchOf({ version: written });
    const resource = { ...drifted, apiPaths: () => ['/description'] };

    async function isPending(call: Partial<ApiCall>, stageChangedAt = '2026-03-01T11:29:59.000Z') {
      const calls = [{ ...terraformCall('2026-03-01T11:29:58Z'), ...call }];
      const found = foundIn([resource], written, stageChangedAt);
      const { resources } = await readApplyStatus(found, { ...usualSigns, calls }, { watch, now });
      return resources[0]?.pending !== null;
    }

    const sets = (...paths: readonly string[]) => ({ touched: { kind: 'PATHS' as const, paths } });

    it('waits if it set what differs, and nobody has changed the stage after it', async () => {
      expect(await isPending(sets('/description', '/variables/A'))).toBe(true);
      expect(await isPending({ touched: { kind: 'UNKNOWN' } })).toBe(true);
      expect(await isPending(sets('/description'), '2026-03-01T11:31:00.000Z')).toBe(false);
    });

    it('counts if it set something else, or the state was written long after it', async () => {
      const changedAt = '2026-03-01T11:29:31.000Z';
      expect(await isPending(sets('/tracingEnabled'))).toBe(false);
      expect(await isPending({ ...sets('/description'), time: '2026-03-01T11:29:29Z' }, changedAt)).toBe(false);
      expect(await isPending({ ...sets('/description'), time: '2026-03-01T11:29:30Z' }, changedAt)).toBe(true);
    });
  });

  it('leaves its call with what is pending, for the next check', async () => {
    const calls = [
      {
        ...terraformCall('2026-03-01T11:59:00Z'),
        caller: { ...terraformCall('').caller, userAgent: 'AKIAIOSFODNN7EXAMPLE' },
      },
      terraformCall('2026-03-01T11:59:00Z', 'console', 'dev'),
    ];
    const { resources } = await readApplyStatus(
      foundIn([drifted]),
      { ...usualSigns, calls },
      { watch: watchOf({}).watch, now },
    );

    expect(resources.map(({ pending }) => pending)).toMatchObject([
      { calls: [{ caller: { tool: 'Terraform', userAgent: '(masked)' } }] },
    ]);
  });

  it.each([
    ['was made by another tool', terraformCall('2026-03-01T11:59:00Z', 'console')],
    ['was made before the state was written', terraformCall('2026-03-01T10:59:00Z')],
    ['was made to another stage', terraformCall('2026-03-01T11:59:00Z', 'Terraform', 'dev')],
  ])('counts if it %s', async (_why, call) => {
    expect(await statusesOf([drifted], watchOf({}), { calls: [call] })).toEqual([['MODIFIED']]);
  });
});

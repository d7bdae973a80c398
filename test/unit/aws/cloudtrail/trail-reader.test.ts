import { beforeEach, describe, expect, it } from '@jest/globals';
import { createTrailReader } from '../../../../lib/aws/cloudtrail/trail-reader.ts';
import { outOfTime } from '../../../../lib/aws/limits/deadline.ts';
import { createVirtualClock, type VirtualClock } from '../../../virtual-clock.ts';
import { recordOf } from '../../attribution/sample-event.ts';
import { foreignAccountId } from '../live-stages.ts';
import { useLocalServices } from '../use-aws.ts';

const own = { kind: 'KNOWN', accountId: '123456789012' } as const;
const here = { accountId: '123456789012', region: 'eu-west-1' };
const since = new Date('2026-11-24T05:00:00Z');
const until = new Date('2026-11-24T06:00:00Z');
const denied = { kind: 'error', status: 400, code: 'AccessDeniedException', message: 'no LookupEvents' } as const;

const aws = useLocalServices();
let clock: VirtualClock;

beforeEach(() => {
  aws().cloudTrail.reset();
  clock = createVirtualClock();
});

/** Asks one reader for each list of names in turn; @returns its answers in brief */
async function ask(
  lists: readonly (readonly string[])[],
  options: Partial<Parameters<typeof createTrailReader>[0]> = {},
  place = here,
) {
  const reader = createTrailReader({
    crossAccountRole: null,
    clock,
    ownAccount: async () => own,
    deadline: new AbortController().signal,
    callTimeoutMs: 3_000,
    ...options,
  });
  const answers: string[] = [];
  for (const names of lists) {
    const answer = await clock.passWhile(reader.callsAt(place, names, since, until));
    const calls = answer.kind === 'READ' ? answer.calls.map(({ eventName, eventId }) => `${eventName} ${eventId}`) : [];
    answers.push(answer.kind === 'READ' ? [answer.complete ? 'all of' : 'some of', ...calls].join(' ') : answer.reason);
  }
  await reader.close();
  return answers;
}

function remember(sample: string, eventID: string, change: object = {}): void {
  aws().cloudTrail.record({ ...recordOf(sample), eventID, ...change });
}

const asked = () => aws().cloudTrail.calls.map(({ account, region, eventName }) => `${account} ${region} ${eventName}`);

describe('calls in CloudTrail', () => {
  it('are looked up operation by operation, the latest first, within a time', async () => {
    remember('update-stage', 'first', { eventTime: '2026-11-24T05:10:00Z' });
    remember('update-stage', 'second', { eventTime: '2026-11-24T05:20:00Z' });
    remember('update-stage', 'early', { eventTime: '2026-11-24T04:59:59Z' });
    remember('update-stage', 'late', { eventTime: '2026-11-24T06:00:01Z' });
    remember('delete-stage', 'gone');

    expect(await ask([['UpdateStage', 'DeleteStage']])).toEqual([
      'all of UpdateStage second UpdateStage first DeleteStage gone',
    ]);
    expect(asked().toSorted()).toEqual(['123456789012 eu-west-1 DeleteStage', '123456789012 eu-west-1 UpdateStage']);
  });

  it('are those of the region, and of the account under the role that its stages are read with', async () => {
    const there = { accountId: foreignAccountId, region: 'eu-central-1' };
    const role = { name: 'stagedrift-reader', externalId: null };
    aws().apiGateway.allowRole({ roleArn: `arn:aws:iam::${foreignAccountId}:role/${role.name}` });
    remember('update-stage', 'theirs', { recipientAccountId: foreignAccountId, awsRegion: 'eu-central-1' });
    remember('update-stage', 'ours');

    expect(await ask([['UpdateStage']], { crossAccountRole: role }, there)).toEqual(['all of UpdateStage theirs']);
    expect(asked()).toEqual([`${foreignAccountId} eu-central-1 UpdateStage`]);
  });

  it('are the others where some are of no concern', async () => {
    remember('tag', 'ours');
    remember('tag', 'lambda', { eventSource: 'lambda.amazonaws.com' });
    remember('tag', 'failed', { errorCode: 'AccessDenied' });

    expect(await ask([['TagResource']])).toEqual(['all of TagResource ours']);
  });

  it('that fill many pages are read up to the tenth, and said to be a part', async () => {
    for (let index = 0; index < 510; index += 1) remember('update-stage', `e${index}`);
    const [notified = ''] = await ask([['UpdateStage']]);

    expect(notified).toMatch(/^some of UpdateStage e/);
    expect(notified.match(/UpdateStage/g)).toHaveLength(500);
    expect(asked()).toHaveLength(10);
  });

  it.each([
    ['that is no JSON', '{'],
    ['that is malformed', '{"eventName":"UpdateStage"}'],
    ['without a text', ''],
  ])('beside one %s are read, and said to be a part', async (_title, text) => {
    remember('update-stage', 'good');
    aws().cloudTrail.record(recordOf('update-stage'), text);

    expect(await ask([['UpdateStage']])).toEqual(['some of UpdateStage good']);
  });

  it('are looked for in the last 90 days and no earlier', async () => {
    remember('update-stage', 'old', { eventTime: '2026-08-01T00:00:00Z' });
    remember('update-stage', 'older', { eventTime: '2026-08-26T05:59:59Z' });
    remember('update-stage', 'young', { eventTime: '2026-08-26T06:00:00Z' });
    const reader = createTrailReader({
      crossAccountRole: null,
      clock,
      ownAccount: async () => own,
      deadline: new AbortController().signal,
    });
    const answer = await reader.callsAt(here, ['UpdateStage'], new Date(0), until);
    await reader.close();

    expect(answer).toMatchObject({ kind: 'READ', calls: [{ eventId: 'young' }], complete: true });
  });
});

describe('a quota of two a second', () => {
  it('is kept, and what is refused all the same is asked again', async () => {
    remember('update-stage', 'one');
    aws().cloudTrail.setQuota({ requestsPerSecond: 2, burst: 2, clock });

    expect(await ask([['CreateStage', 'DeleteStage', 'UpdateStage']])).toEqual(['all of UpdateStage one']);
    aws().cloudTrail.setFault(
      {},
      { kind: 'error', status: 400, code: 'ThrottlingException', message: 'Rate exceeded', times: 1 },
    );
    expect(await ask([['UpdateStage']])).toEqual(['all of UpdateStage one']);
  });
});

describe('CloudTrail that cannot be asked', () => {
  it('for want of a permission says which', async () => {
    aws().cloudTrail.setFault({}, denied);

    expect(await ask([['UpdateStage']])).toEqual([
      'access denied by CloudTrail: AccessDeniedException: no LookupEvents (cloudtrail:LookupEvents is needed)',
    ]);
    expect(asked()).toHaveLength(1);
  });

  it('about one of several operations yields none, since a part would name the wrong one', async () => {
    remember('update-stage', 'one');
    aws().cloudTrail.setFault({}, { ...denied, times: 1 });

    expect(await ask([['CreateStage', 'UpdateStage']])).toEqual([
      'access denied by CloudTrail: AccessDeniedException: no LookupEvents (cloudtrail:LookupEvents is needed)',
    ]);
  });

  it.each([
    [{ kind: 'never' }, /^CloudTrail did not answer in time: /],
    [{ kind: 'garbage', body: '<html>', contentType: 'text/html' }, /^CloudTrail gave an answer that cannot be read$/],
    [
      { kind: 'error', status: 400, code: 'ThrottlingException', message: 'Rate exceeded' },
      /^throttled by CloudTrail: ThrottlingException/,
    ],
  ] as const)('%j', async (fault, reason) => {
    aws().cloudTrail.setFault({}, fault);

    expect(await ask([['UpdateStage']], { callTimeoutMs: 1_000 })).toEqual([expect.stringMatching(reason)]);
  });

  it('in an account without a role says so', async () => {
    expect(await ask([['UpdateStage']], {}, { ...here, accountId: foreignAccountId })).toEqual([
      `it is in account ${foreignAccountId}, while the credentials are of account 123456789012: set CROSS_ACCOUNT_ROLE_NAME to a role to assume there`,
    ]);
    expect(asked()).toEqual([]);
  });

  it('before the time of the run is up is not asked', async () => {
    expect(await ask([['UpdateStage']], { deadline: AbortSignal.abort() })).toEqual([outOfTime]);
    expect(asked()).toEqual([]);
  });

  it('and cuts off what takes longer than the run has', async () => {
    aws().cloudTrail.setFault({}, { kind: 'never' });

    expect(await ask([['UpdateStage']], { deadline: clock.alarmIn(300).signal })).toEqual([outOfTime]);
  });
});

import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LocalApiGateway } from '@stagedrift/local-aws/api-gateway';
import type { Fault } from '@stagedrift/local-aws/faults';
import { outOfTime } from '../../../lib/aws/limits/deadline.ts';
import { createLiveReader, type LiveReaderOptions } from '../../../lib/aws/live-reader.ts';
import type { StageId } from '../../../lib/model/stage-id.ts';
import type { Question } from '../../../lib/resources/live.ts';
import { createVirtualClock, type VirtualClock } from '../../virtual-clock.ts';

import {
  arrived,
  foreignAccountId,
  makeLive,
  ownAccountId,
  said,
  stageId,
  stageQuestion,
  stagesOfApis,
  startOwnApiGateway,
} from './live-stages.ts';

const own = { kind: 'KNOWN', accountId: ownAccountId } as const;
const unknown = { kind: 'UNKNOWN', reason: 'STS failed: InternalFailure' } as const;
const foreign = { accountId: foreignAccountId };
const roleArn = `arn:aws:iam::${foreignAccountId}:role/drift-reader`;
const crossAccountRole = { name: 'drift-reader', externalId: 'shared-secret' };

let apiGateway: LocalApiGateway;
let clock: VirtualClock;

beforeEach(async () => {
  clock = createVirtualClock();
  apiGateway = await startOwnApiGateway();
});
afterEach(() => apiGateway.stop());

const usual = {
  crossAccountRole: null,
  requestsPerSecond: 1_000,
  ownAccount: async () => own,
  deadline: new AbortController().signal,
  onProgress: () => {},
  callTimeoutMs: 5_000,
} satisfies Partial<LiveReaderOptions>;

async function read(ids: readonly StageId[], options: Partial<LiveReaderOptions> = {}) {
  const reader = createLiveReader({ ...usual, clock, ...options });
  const answers = await clock.passWhile(reader.read(ids.map(stageQuestion)));
  const apiCalls = await reader.apiCalls();
  await reader.close();
  return { said: ids.map((id) => said(answers.to(stageQuestion(id)))), answers, apiCalls };
}

const list = (apiId: string): Question<'STAGE_LIST'> => ({
  kind: 'STAGE_LIST',
  accountId: ownAccountId,
  region: 'eu-west-1',
  id: { apiId },
});

const gone = expect.stringMatching(/^NOT_FOUND: API Gateway does not have it any more/);
const doubtful =
  'UNREADABLE: AWS does not have it, but whether this is the right account is unknown: STS failed: InternalFailure';

describe('stages', () => {
  it('are read with one call for each REST API', async () => {
    const ids = [stageId('a', 'prod'), stageId('b', 'prod'), stageId('b', 'dev')];
    makeLive(apiGateway, ids);
    const { said, apiCalls } = await read(ids);

    expect(said).toEqual(['prod', 'prod', 'dev']);
    expect(arrived(apiGateway).toSorted()).toEqual(['GetStage a/prod', 'GetStages b']);
    expect(apiCalls).toBe(2);
  });

  it('that are none need no account and no call', async () => {
    let asked = false;
    const { apiCalls } = await read([], {
      ownAccount: async () => {
        asked = true;
        return own;
      },
    });

    expect([apiCalls, asked]).toEqual([0, false]);
    expect(apiGateway.calls).toEqual([]);
  });

  it('of two regions and two accounts are read in one run, each where it is', async () => {
    const ids = [
      stageId('a', 'one'),
      stageId('a', 'two', { region: 'us-east-1' }),
      stageId('a', 'three', foreign),
      stageId('a', 'four', { ...foreign, region: 'us-east-1' }),
    ];
    makeLive(apiGateway, ids);
    apiGateway.allowRole({ roleArn, externalId: 'shared-secret' });
    const { said, apiCalls } = await read(ids, { crossAccountRole });

    expect(said).toEqual(['one', 'two', 'three', 'four']);
    expect(apiCalls).toBe(4);
    const calls = apiGateway.calls.filter(({ operation }) => operation === 'GetStage');
    expect(new Set(calls.map(({ account, region, stageName }) => `${account} ${region} ${stageName}`))).toEqual(
      new Set([
        '123456789012 eu-west-1 one',
        '123456789012 us-east-1 two',
        '999999999999 eu-west-1 three',
        '999999999999 us-east-1 four',
      ]),
    );
  });

  it('are counted as they are read, until all are', async () => {
    const ids = [stageId('a', 'prod'), stageId('a', 'dev'), stageId('b'), stageId('c', 'prod', foreign)];
    makeLive(apiGateway, ids);
    const progress: [number, number][] = [];
    await read(ids, { onProgress: (answered, total) => progress.push([answered, total]) });

    expect(progress).toEqual([1, 2, 3, 4].map((answered) => [answered, 4]));
  });
});

describe('the fewest calls', () => {
  it('are one for a REST API, whether its stages are asked for, the list of them, or both', async () => {
    const ids = ['a', 'b', 'c'].map((apiId) => stageId(apiId));
    const two = [stageId('d', 'prod'), stageId('d', 'dev')];
    makeLive(apiGateway, [...ids, ...two]);
    const reader = createLiveReader({ ...usual, clock });
    const stages = [...ids, ...two].map(stageQuestion);
    const answers = await reader.read([list('a'), ...stages, list('d')]);
    await reader.close();

    expect(stages.map((question) => said(answers.to(question)))).toEqual(['prod', 'prod', 'prod', 'prod', 'dev']);
    expect(arrived(apiGateway).toSorted()).toEqual([
      'GetStage b/prod',
      'GetStage c/prod',
      'GetStages a',
      'GetStages d',
    ]);
    expect(await reader.apiCalls()).toBe(4);
  });

  it('are the same for a hundred stages as for their twenty-five REST APIs', async () => {
    const ids = stagesOfApis(25).flatMap((id) =>
      ['one', 'two', 'three', 'four'].map((stageName) => ({ ...id, stageName })),
    );
    makeLive(apiGateway, ids);
    const { said, apiCalls } = await read(ids);

    expect(said).toEqual(ids.map(({ stageName }) => stageName));
    expect(apiCalls).toBe(25);
    expect(new Set(arrived(apiGateway)).size).toBe(25);
  });

  it('are none for a stage that was read before in the same run', async () => {
    const ids = [stageId('a'), stageId('b', 'prod'), stageId('b', 'dev')];
    makeLive(apiGateway, ids);
    const reader = createLiveReader({ ...usual, clock });
    await reader.read(ids.map(stageQuestion));
    const again = await reader.read([stageId('a'), stageId('b', 'dev')].map(stageQuestion));
    await reader.close();

    expect([said(again.to(stageQuestion(stageId('a')))), said(again.to(stageQuestion(stageId('b', 'dev'))))]).toEqual([
      'prod',
      'dev',
    ]);
    expect(apiGateway.calls).toHaveLength(2);
  });
});

describe('a stage that API Gateway does not have', () => {
  it('is not found in our own account', async () => {
    expect((await read([stageId('a')])).said).toEqual([gone]);
  });

  it('is not found in another account that is read under its role', async () => {
    apiGateway.allowRole({ roleArn, externalId: 'shared-secret' });

    expect((await read([stageId('a', 'prod', foreign)], { crossAccountRole })).said).toEqual([gone]);
  });

  it('is unreadable where nobody knows whose credentials they are', async () => {
    expect((await read([stageId('a'), stageId('b')], { ownAccount: async () => unknown })).said).toEqual([
      doubtful,
      doubtful,
    ]);
  });

  it('is distinct from one that is denied, where nobody knows whose credentials they are', async () => {
    const fault = { kind: 'error', status: 403, code: 'AccessDeniedException', message: 'no' } as const;
    apiGateway.setFault({ restApiId: 'b' }, fault);
    const { said } = await read([stageId('a'), stageId('b')], { ownAccount: async () => unknown });

    expect(said).toEqual([doubtful, 'UNREADABLE: access denied by API Gateway: AccessDeniedException: no']);
  });

  it('is not found all the same once another stage of its account and region was found', async () => {
    makeLive(apiGateway, [stageId('a')]);
    const ids = [stageId('a'), stageId('b')];

    expect((await read(ids, { ownAccount: async () => unknown })).said).toEqual(['prod', gone]);
  });

  it('stays unreadable where the stage that was found is of another region', async () => {
    makeLive(apiGateway, [stageId('a')]);
    const ids = [stageId('a'), stageId('b', 'prod', { region: 'us-east-1' })];

    expect((await read(ids, { ownAccount: async () => unknown })).said).toEqual(['prod', doubtful]);
  });
});

describe('the list of a REST API that API Gateway does not have', () => {
  it.each([
    ['is not found in our own account', own, 'NOT_FOUND'],
    ['is unreadable where nobody knows whose credentials they are', unknown, 'UNREADABLE'],
  ] as const)('%s', async (_, account, kind) => {
    const reader = createLiveReader({ ...usual, clock, ownAccount: async () => account });
    const answers = await reader.read([list('a'), stageQuestion(stageId('a'))]);
    await reader.close();

    expect(answers.to(list('a')).kind).toBe(kind);
  });
});

describe('another account', () => {
  const ids = [stageId('own'), stageId('a', 'prod', foreign), stageId('b', 'prod', foreign)];

  it('is not asked without a role', async () => {
    makeLive(apiGateway, ids);
    const { said, apiCalls } = await read(ids);
    const reason = expect.stringContaining('UNREADABLE: it is in account 999999999999');

    expect(said).toEqual(['prod', reason, reason]);
    expect(arrived(apiGateway)).toEqual(['GetStage own/prod']);
    expect(apiCalls).toBe(1);
  });

  it.each<[string, () => void]>([
    ['there is no such role', () => {}],
    ['the external id is wrong', () => apiGateway.allowRole({ roleArn, externalId: 'another' })],
  ])('is unreadable where %s, which is memoized, and the rest is read', async (_title, prepare) => {
    makeLive(apiGateway, ids);
    prepare();
    const { said, apiCalls } = await read(ids, { crossAccountRole });
    const denied = expect.stringMatching(
      /^UNREADABLE: access denied by STS for the role .*role\/drift-reader.*sts:AssumeRole/,
    );

    expect(said).toEqual(['prod', denied, denied]);
    expect(arrived(apiGateway).toSorted()).toEqual(['AssumeRole', 'GetStage own/prod']);
    expect(apiCalls).toBe(1);
  });

  it('is read under one session for all its stages', async () => {
    makeLive(apiGateway, ids);
    apiGateway.allowRole({ roleArn });
    const { said } = await read(ids, { crossAccountRole: { ...crossAccountRole, externalId: null } });

    expect(said).toEqual(['prod', 'prod', 'prod']);
    expect(apiGateway.calls.filter(({ operation }) => operation === 'AssumeRole')).toHaveLength(1);
  });
});

it('without any credentials every stage is unreadable, and no call is made', async () => {
  const [accessKeyId, secretAccessKey] = [process.env.AWS_ACCESS_KEY_ID, process.env.AWS_SECRET_ACCESS_KEY];
  delete process.env.AWS_ACCESS_KEY_ID;
  delete process.env.AWS_SECRET_ACCESS_KEY;
  Object.assign(process.env, { AWS_EC2_METADATA_DISABLED: 'true', HOME: '/nowhere' });
  const { said } = await read(stagesOfApis(2), { ownAccount: async () => unknown });
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });

  const reason = expect.stringContaining('UNREADABLE: no usable AWS credentials for API Gateway');
  expect(said).toEqual([reason, reason]);
  expect(apiGateway.calls).toEqual([]);
});

describe('a fault', () => {
  const faults: readonly (readonly [string, Fault, RegExp])[] = [
    ['denied', { kind: 'error', status: 403, code: 'AccessDeniedException', message: 'no' }, /access denied/],
    ['failing', { kind: 'error', status: 500, code: 'InternalFailure', message: 'oops' }, /API Gateway failed/],
    ['throttled', { kind: 'throttled' }, /throttled by API Gateway/],
    ['html', { kind: 'garbage', body: '<html>', contentType: 'text/html' }, /cannot be read/],
    ['truncated', { kind: 'garbage', body: '{"stageName":"pr', contentType: 'application/json' }, /cannot be read/],
    ['empty', { kind: 'garbage', body: '{}', contentType: 'application/json' }, /stageName is missing/],
    ['other', { kind: 'garbage', body: '{"stageName":"x"}', contentType: 'application/json' }, /about another stage/],
    [
      'text',
      { kind: 'garbage', body: '{"stageName":"prod","variables":"x"}', contentType: 'application/json' },
      /variables is not an object/,
    ],
    ['silent', { kind: 'never' }, /did not answer in time/],
    ['reset', { kind: 'reset' }, /ECONNRESET/],
  ];

  it('of some stages leaves all the others found, and each has its own reason', async () => {
    const healthy = stagesOfApis(30);
    const passing = stageId('passing');
    const faulty = faults.map(([name]) => stageId(name));
    const ids = [...faulty.slice(0, 5), ...healthy, passing, ...faulty.slice(5)];
    makeLive(apiGateway, ids);
    for (const [restApiId, fault] of faults) apiGateway.setFault({ restApiId }, fault);
    apiGateway.setFault({ restApiId: 'passing' }, { kind: 'throttled', times: 1 });
    const { answers, apiCalls } = await read(ids, { callTimeoutMs: 1_200 });

    for (const id of [...healthy, passing]) expect(said(answers.to(stageQuestion(id)))).toBe('prod');
    for (const [name, , reason] of faults) {
      expect(said(answers.to(stageQuestion(stageId(name))))).toMatch(/^UNREADABLE: /);
      expect(said(answers.to(stageQuestion(stageId(name))))).toMatch(reason);
    }
    expect(apiCalls).toBeGreaterThan(ids.length);
    // The last attempt of a call that was given up may not have arrived.
    expect(apiCalls).toBeGreaterThanOrEqual(apiGateway.calls.length);
  });
});

describe('the deadline of the run', () => {
  it('that has passed leaves every stage unread, and neither STS nor API Gateway is asked', async () => {
    let asked = false;
    const { said, apiCalls } = await read([stageId('a'), stageId('b', 'prod', foreign)], {
      crossAccountRole,
      deadline: AbortSignal.abort(),
      ownAccount: async () => {
        asked = true;
        return own;
      },
    });

    expect(said).toEqual([`OUT_OF_TIME: ${outOfTime}`, `OUT_OF_TIME: ${outOfTime}`]);
    expect([apiCalls, asked]).toEqual([0, false]);
    expect(apiGateway.calls).toEqual([]);
  });

  it('that passes while STS is silent leaves every stage unread', async () => {
    const deadline = new AbortController();
    const reading = read([stageId('a')], { deadline: deadline.signal, ownAccount: () => new Promise(() => {}) });
    deadline.abort();

    expect((await reading).said).toEqual([`OUT_OF_TIME: ${outOfTime}`]);
    expect(apiGateway.calls).toEqual([]);
  });

  it('that passes in the middle keeps what was read, and of the rest nothing is asked any more', async () => {
    const ids = stagesOfApis(200);
    makeLive(apiGateway, ids);
    const deadline = new AbortController();
    const { said, apiCalls } = await read(ids, {
      requestsPerSecond: 0.5,
      deadline: deadline.signal,
      // After the first burst, when all others wait for the budget.
      onProgress: (answered) => {
        if (answered === 2) deadline.abort();
      },
    });

    expect(said.filter((answer) => answer === 'prod')).toHaveLength(2);
    expect(said.filter((answer) => answer === `OUT_OF_TIME: ${outOfTime}`)).toHaveLength(198);
    expect(apiCalls).toBe(2);
    expect(apiGateway.calls).toHaveLength(2);
  });
});

it('a fault of this program leaves the account unread, and is no want of time even if the time is up', async () => {
  const deadline = new AbortController();
  const ownAccount = async () => {
    deadline.abort();
    throw new TypeError('a fault of this program');
  };
  const { said } = await read([stageId('a')], { ownAccount, deadline: deadline.signal });

  expect(said).toEqual([expect.stringMatching(/^UNREADABLE: stagedrift itself failed on it \(TypeError/)]);
});

describe("the account's quota", () => {
  const signed = { authorization: 'AWS4-HMAC-SHA256 Credential=local/20260101/eu-west-1/apigateway/aws4_request' };

  it('is never exceeded where we keep to our share: nothing is asked twice, and no stage stays unread', async () => {
    const ids = stagesOfApis(25);
    makeLive(apiGateway, ids);
    apiGateway.setQuota({ requestsPerSecond: 10, burst: 40, clock });
    const { said, apiCalls } = await read(ids, { requestsPerSecond: 5 });

    expect(said).toEqual(ids.map(() => 'prod'));
    expect(apiCalls).toBe(25);
  });

  /** Has others ask until the work is over; @returns what they were answered */
  async function whileOthersAsk<Result>(
    { count, everyMilliseconds }: { readonly count: number; readonly everyMilliseconds: number },
    work: Promise<Result>,
  ): Promise<{ result: Result; statuses: readonly number[] }> {
    const statuses: number[] = [];
    let isOver = false;
    const others = async () => {
      while (!isOver) {
        statuses.push(...(await Promise.all(Array.from({ length: count }, askAsOther))));
        await clock.wait(everyMilliseconds);
      }
    };
    const end = () => {
      isOver = true;
    };
    void others();
    return { result: await work.finally(end), statuses };
  }

  async function askAsOther(): Promise<number> {
    const request = get(`${apiGateway.url}/restapis`, { headers: signed });
    const [response]: IncomingMessage[] = await once(request, 'response');
    response?.resume();
    return response?.statusCode ?? 0;
  }

  it('leaves others half of the quota, and none of their requests is refused', async () => {
    const ids = stagesOfApis(80);
    makeLive(apiGateway, ids);
    apiGateway.setQuota({ requestsPerSecond: 10, burst: 40, clock });
    const { result, statuses } = await whileOthersAsk(
      { count: 1, everyMilliseconds: 200 },
      read(ids, { requestsPerSecond: 5, callTimeoutMs: 20_000 }),
    );

    expect(result.said).toEqual(ids.map(() => 'prod'));
    expect(result.apiCalls).toBe(80);
    expect(statuses.length).toBeGreaterThan(50);
    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('may be used up again and again by others, and still no stage stays unread', async () => {
    const ids = stagesOfApis(20);
    makeLive(apiGateway, ids);
    apiGateway.setQuota({ requestsPerSecond: 20, burst: 8, clock });
    const { result } = await whileOthersAsk(
      { count: 8, everyMilliseconds: 400 },
      read(ids, { requestsPerSecond: 10, callTimeoutMs: 20_000 }),
    );

    expect(result.said).toEqual(ids.map(() => 'prod'));
    expect(result.apiCalls).toBeGreaterThan(20);
  });
});

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from '@jest/globals';
import pLimit from 'p-limit';
import { type BoundedCalls, createBoundedCalls, type Watch } from '../../../../lib/aws/limits/bounded-calls.ts';
import { outOfTime } from '../../../../lib/aws/limits/deadline.ts';
import { createRequestBudget, type RequestBudget } from '../../../../lib/aws/limits/request-budget.ts';
import { createVirtualClock, type VirtualClock } from '../../../virtual-clock.ts';

const noDeadline = new AbortController().signal;
const never = new Promise<never>(() => {});
const throttled = Object.assign(new Error('Too Many Requests'), {
  name: 'TooManyRequestsException',
  $metadata: { httpStatusCode: 429 },
});

let clock: VirtualClock;

beforeEach(() => {
  clock = createVirtualClock();
});

function callsWithin(deadline: AbortSignal, callTimeoutMs = 20_000): BoundedCalls {
  return createBoundedCalls(createRequestBudget(1_000, clock), deadline, callTimeoutMs, clock);
}

/** One attempt as the SDK makes it. */
function attempt<Answer>(watch: Watch, answer: Promise<Answer>): Promise<Answer> {
  return watch(() => answer)(undefined);
}

/** A budget that allows everything, less what is given. */
function budgetWith(given: Partial<RequestBudget>): RequestBudget {
  return { run: (_signal, call) => call(), take: async () => {}, backOff: () => {}, throttled: () => 0, ...given };
}

describe('a call', () => {
  it('gives its answer', async () => {
    expect(await callsWithin(noDeadline).send(async () => 'answer')).toEqual({ kind: 'ANSWERED', output: 'answer' });
  });

  it('gives what it failed with', async () => {
    expect(await callsWithin(noDeadline).send(() => Promise.reject(throttled))).toEqual({
      kind: 'FAILED',
      failure: { name: 'TooManyRequestsException', message: 'Too Many Requests', status: 429 },
    });
  });

  it('that this program itself fails on is no failure of the service', async () => {
    const fault = () => Promise.reject(new TypeError('hunter2 is not a function'));

    const outcome = await callsWithin(noDeadline).send(fault);
    const attempted = await callsWithin(noDeadline).send((_signal, watch) => attempt(watch, fault()));

    for (const notified of [outcome, attempted]) {
      expect(notified).toEqual({
        kind: 'UNREADABLE',
        reason: expect.stringMatching(/^stagedrift itself failed on it \(TypeError/),
      });
      expect(JSON.stringify(notified)).not.toContain('hunter2');
    }
  });

  it('is given up after its time, with what its last attempt failed with', async () => {
    const outcome = callsWithin(noDeadline, 30).send(async (_signal, watch) => {
      await attempt(watch, Promise.reject(new Error('first'))).catch(() => {});
      await attempt(watch, Promise.reject(throttled)).catch(() => {});
      return attempt(watch, never);
    });
    await clock.advance(1_000);

    expect(await outcome).toEqual({
      kind: 'FAILED',
      failure: { name: 'TooManyRequestsException', message: 'Too Many Requests', status: 429 },
    });
  });

  it('that got no answer at all in its time says so', async () => {
    const outcome = callsWithin(noDeadline, 30).send((_signal, watch) => attempt(watch, never));
    await clock.advance(1_000);

    expect(await outcome).toEqual({
      kind: 'FAILED',
      failure: { name: 'TimeoutError', message: 'no answer in 0.03 seconds', status: 0 },
    });
  });

  it('that is cut off by its time does not take the cutting off for what it failed with', async () => {
    const outcome = callsWithin(noDeadline, 30).send((signal, watch) => {
      const cutOff = Promise.withResolvers<never>();
      signal.addEventListener('abort', () => cutOff.reject(new Error('Request aborted')));
      return attempt(watch, cutOff.promise);
    });
    await clock.advance(1_000);

    expect(await outcome).toMatchObject({ kind: 'FAILED', failure: { message: 'no answer in 0.03 seconds' } });
  });

  it('is out of time once the run is, and is then not made', async () => {
    let made = false;
    const outcome = await callsWithin(AbortSignal.abort()).send(async () => {
      made = true;
    });

    expect(outcome).toEqual({ kind: 'OUT_OF_TIME', reason: outOfTime });
    expect(made).toBe(false);
  });

  it('is out of time when the run is, whatever its attempts failed with', async () => {
    const deadline = new AbortController();
    const outcome = callsWithin(deadline.signal).send(async (_signal, watch) => {
      await attempt(watch, Promise.reject(throttled)).catch(() => {});
      deadline.abort();
      return never;
    });

    expect(await outcome).toEqual({ kind: 'OUT_OF_TIME', reason: outOfTime });
  });

  it('that waits for the budget is out of time at once when the run is', async () => {
    const deadline = new AbortController();
    const calls = createBoundedCalls(createRequestBudget(0.001, clock), deadline.signal, 20_000, clock);
    await calls.send(async () => 'takes what there is');
    const waiting = calls.send(async () => 'has to wait for a quarter of an hour');
    deadline.abort();

    expect(await waiting).toEqual({ kind: 'OUT_OF_TIME', reason: outOfTime });
  });

  it('has its whole time left after it waited for the budget', async () => {
    const { promise: room, resolve: makeRoom } = Promise.withResolvers<void>();
    const busy = budgetWith({ run: (_signal, call) => room.then(call) });
    const waiting = createBoundedCalls(busy, noDeadline, 20, clock).send(async () => 'answer');
    await clock.advance(40);
    makeRoom();

    expect(await waiting).toEqual({ kind: 'ANSWERED', output: 'answer' });
  });
});

it('a call that waits for the budget again has the time left that it had', async () => {
  const budget = budgetWith({ take: () => clock.wait(60) });
  const outcome = createBoundedCalls(budget, noDeadline, 40, clock).send(async (_signal, watch) => {
    await attempt(watch, Promise.reject(throttled)).catch(() => {});
    return attempt(watch, Promise.resolve('answer'));
  });
  await clock.advance(60);

  expect(await outcome).toEqual({ kind: 'ANSWERED', output: 'answer' });
});

describe('the budget', () => {
  it('learns of each attempt that was one too many, and of no other failure', async () => {
    let throttledRequests = 0;
    const budget = budgetWith({
      backOff: () => {
        throttledRequests += 1;
      },
    });
    const denied = Object.assign(new Error('no'), { $metadata: { httpStatusCode: 403 } });
    const limited = Object.assign(new Error('no'), { name: 'LimitExceededException' });
    await createBoundedCalls(budget, noDeadline, 20_000, clock).send(async (_signal, watch) => {
      for (const failure of [throttled, denied, limited]) await attempt(watch, Promise.reject(failure)).catch(() => {});
      return attempt(watch, Promise.resolve('answer'));
    });

    expect(throttledRequests).toBe(2);
  });
});

describe('the limit of the calls of all accounts', () => {
  it('has a call wait that would be one too many, without taking that off its time', async () => {
    const globalConcurrency = pLimit(1);
    const [slow, fast] = [1, 2].map(() =>
      createBoundedCalls(createRequestBudget(1_000, clock, 1, globalConcurrency), noDeadline, 400, clock),
    );
    const underWay: string[] = [];
    const answers = [slow, fast].map((calls, index) =>
      calls?.send(async () => {
        underWay.push(`${index} begins`);
        await clock.wait(300);
        underWay.push(`${index} ends`);
      }),
    );

    await clock.advance(600);

    expect((await Promise.all(answers)).map((outcome) => outcome?.kind)).toEqual(['ANSWERED', 'ANSWERED']);
    expect(underWay).toEqual(['0 begins', '0 ends', '1 begins', '1 ends']);
  });

  it('is left by a call that fails, and by one that there was no time for', async () => {
    const globalConcurrency = pLimit(1);
    const calls = (deadline: AbortSignal) =>
      createBoundedCalls(createRequestBudget(1_000, clock, 1, globalConcurrency), deadline, 20_000, clock);
    const deadline = new AbortController();
    const first = calls(noDeadline).send(() => clock.wait(20).then(() => Promise.reject(new Error('no'))));
    const late = calls(deadline.signal).send(async () => 'late');
    await clock.advance(5);
    deadline.abort();
    await clock.advance(20);

    expect((await late).kind).toBe('OUT_OF_TIME');
    expect((await first).kind).toBe('FAILED');
    expect(await calls(noDeadline).send(async () => 'answer')).toEqual({ kind: 'ANSWERED', output: 'answer' });
  });
});

describe('attempts', () => {
  it('are counted over all calls, and each of them takes its part of the budget', async () => {
    let taken = 0;
    const take = async () => {
      taken += 1;
    };
    const budget = budgetWith({ run: (_signal, call) => take().then(call), take });
    const calls = createBoundedCalls(budget, noDeadline, 20_000, clock);
    await calls.send(async (_signal, watch) => {
      await attempt(watch, Promise.reject(throttled)).catch(() => {});
      await attempt(watch, Promise.reject(throttled)).catch(() => {});
      return attempt(watch, Promise.resolve('answer'));
    });
    await calls.send((_signal, watch) => attempt(watch, Promise.resolve('answer')));

    expect([calls.attempts(), taken]).toEqual([4, 4]);
  });

  it('of a call that was given up are neither made nor counted', async () => {
    const calls = callsWithin(noDeadline, 20);
    const { promise: afterwards, resolve } = Promise.withResolvers<string>();
    const outcome = calls.send(async (signal, watch) => {
      await attempt(watch, Promise.reject(throttled)).catch(() => {});
      signal.addEventListener('abort', () => {
        attempt(watch, Promise.resolve('made')).then(resolve, () => resolve('not made'));
      });
      return never;
    });

    await clock.advance(20);
    await outcome;

    expect(await afterwards).toBe('not made');
    expect(calls.attempts()).toBe(1);
  });
});

it('three thousand calls leave no listener, no warning and no rejection that nobody handles', async () => {
  const program = fileURLToPath(new URL('./many-calls.ts', import.meta.url));
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    program,
  ]);

  expect(stderr).toBe('');
  const { mostListeners, ...counts }: { mostListeners: number } = JSON.parse(stdout);
  expect(counts).toEqual({ answered: 2_980, outOfTime: 20, listenersLeft: 0 });
  expect(mostListeners).toBeLessThanOrEqual(10);
}, 30_000);

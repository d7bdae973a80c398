import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  createRequestBudget,
  createRequestBudgets,
  type RequestBudget,
} from '../../../../lib/aws/limits/request-budget.ts';
import { createVirtualClock, type VirtualClock } from '../../../virtual-clock.ts';

const { signal } = new AbortController();

let clock: VirtualClock;

beforeEach(() => {
  clock = createVirtualClock();
});

/** Asks for many requests; @returns a count of those that were let through by now */
function manyRequests(budget: RequestBudget): () => number {
  let passed = 0;
  for (let request = 0; request < 200; request += 1) {
    budget.take(signal).then(() => {
      passed += 1;
    });
  }
  return () => passed;
}

/** @returns how many requests pass in each of the seconds to come, while as many are asked for as can be had */
async function passedEachSecond(budget: RequestBudget, seconds: number): Promise<number[]> {
  const counts: number[] = [];
  let passed = 0;
  let ended = false;
  const asker = async () => {
    while (!ended) {
      await budget.take(signal);
      passed += 1;
    }
  };
  asker();
  for (let second = 0; second < seconds; second += 1) {
    const before = passed;
    await clock.advance(1_000);
    counts.push(passed - before);
  }
  ended = true;
  return counts;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}

describe('the rate', () => {
  it('lets through four seconds of requests at once, and then as many a second as it is given', async () => {
    const passed = manyRequests(createRequestBudget(5, clock));

    await clock.advance(0);
    expect(passed()).toBe(20);
    await clock.advance(1_000);
    expect(passed()).toBe(25);
    await clock.advance(10_000);
    expect(passed()).toBe(75);
  });

  it('below one request a second lets through one at once', async () => {
    const passed = manyRequests(createRequestBudget(0.1, clock));

    await clock.advance(9_999);
    expect(passed()).toBe(1);
    await clock.advance(1);
    expect(passed()).toBe(2);
  });

  it('saves up no more than the burst while nothing is asked for', async () => {
    const budget = createRequestBudget(5, clock);
    await clock.advance(3_600_000);
    const passed = manyRequests(budget);

    await clock.advance(0);
    expect(passed()).toBe(20);
  });
});

describe('a request that was one too many', () => {
  it('ends the burst at once and halves the rate, which comes back within half a minute', async () => {
    const budget = createRequestBudget(10, clock);
    budget.backOff();
    const counts = await passedEachSecond(budget, 30);

    expect(sum(counts.slice(0, 2))).toBe(10);
    expect(sum(counts.slice(14, 16))).toBe(20);
    // Three quarters of the rate on average in the first fifteen seconds.
    expect(sum(counts.slice(0, 15))).toBeGreaterThan(105);
    expect(sum(counts.slice(0, 15))).toBeLessThan(120);
    expect(sum(counts.slice(20))).toBe(100);
  });

  it('is one reason to yield together with those that were refused in the same second', async () => {
    const budget = createRequestBudget(10, clock);
    for (let refused = 0; refused < 10; refused += 1) budget.backOff();

    expect(sum(await passedEachSecond(budget, 2))).toBe(10);
  });

  it('halves the rate again and again while there are more, down to an eighth', async () => {
    const budget = createRequestBudget(8, clock);
    for (let second = 0; second < 10; second += 1) {
      budget.backOff();
      await clock.advance(1_000);
    }
    budget.backOff();

    const counts = await passedEachSecond(budget, 2);
    expect(sum(counts)).toBe(2);
  });

  it('leaves fewer calls in progress', async () => {
    const budget = createRequestBudget(4, clock);
    budget.backOff();
    let running = 0;
    for (let call = 0; call < 100; call += 1) {
      budget.run(signal, () => {
        running += 1;
        return new Promise(() => {});
      });
    }
    await clock.advance(10_000);

    expect(running).toBe(4);
  });
});

describe('budgets of a process', () => {
  it('are one for each account and service, however often asked for', async () => {
    const budgets = createRequestBudgets(clock);
    manyRequests(budgets.of('123456789012/eu-west-1 API Gateway', 5));
    await clock.advance(0);
    const again = manyRequests(budgets.of('123456789012/eu-west-1 API Gateway', 5));
    const other = manyRequests(budgets.of('123456789012/us-east-1 API Gateway', 5));
    await clock.advance(0);

    expect([again(), other()]).toEqual([0, 20]);
  });

  it('count every request that was throttled, together with others or not', () => {
    const budgets = createRequestBudgets(clock);
    for (const account of ['123456789012/eu-west-1', '123456789012/us-east-1', '123456789012/us-east-1']) {
      budgets.of(account, 5).backOff();
    }

    expect(budgets.throttled()).toBe(3);
  });
});

describe('a signal', () => {
  it('that has aborted gets no request through, not even one that there is room for', async () => {
    await expect(createRequestBudget(5, clock).take(AbortSignal.abort('time is up'))).rejects.toBe('time is up');
  });

  it('that aborts ends the wait of all', async () => {
    const budget = createRequestBudget(1, clock);
    const controller = new AbortController();
    const waiting = Promise.allSettled(Array.from({ length: 100 }, () => budget.take(controller.signal)));
    await clock.advance(0);
    controller.abort('time is up');

    const outcomes = await waiting;
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
    expect(outcomes.at(-1)).toEqual({ status: 'rejected', reason: 'time is up' });
  });
});

describe('calls in progress', () => {
  /** @returns how many of a hundred calls run at once while none of them ends */
  async function concurrency(requestsPerSecond: number): Promise<number> {
    const budget = createRequestBudget(requestsPerSecond, clock);
    let running = 0;
    for (let call = 0; call < 100; call += 1) {
      budget.run(signal, () => {
        running += 1;
        return new Promise(() => {});
      });
    }
    await clock.advance(100_000);
    return running;
  }

  it.each([
    [0.1, 1],
    [1, 2],
    [2.2, 5],
    [5, 10],
    [1_000, 10],
  ])('at %d requests a second are at most %i', async (requestsPerSecond, most) => {
    expect(await concurrency(requestsPerSecond)).toBe(most);
  });

  it('make room for the next, whether they succeed or fail, and give what they come to', async () => {
    const budget = createRequestBudget(0.1, clock);
    const failure = new Error('no');
    const calls = Promise.allSettled([
      budget.run(signal, async () => 'first'),
      budget.run(signal, () => Promise.reject(failure)),
      budget.run(signal, async () => 'third'),
    ]);
    await clock.advance(20_000);

    expect(await calls).toEqual([
      { status: 'fulfilled', value: 'first' },
      { status: 'rejected', reason: failure },
      { status: 'fulfilled', value: 'third' },
    ]);
  });
});

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { createRequestBudget, type RequestBudget } from '../../../lib/aws/request-budget.ts';

const { signal } = new AbortController();

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('the rate', () => {
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

  it('lets through four seconds of requests at once, and then as many a second as it is given', async () => {
    const passed = manyRequests(createRequestBudget(5));

    await jest.advanceTimersByTimeAsync(0);
    expect(passed()).toBe(20);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(passed()).toBe(25);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(passed()).toBe(75);
  });

  it('below one request a second lets through one at once', async () => {
    const passed = manyRequests(createRequestBudget(0.1));

    await jest.advanceTimersByTimeAsync(9_999);
    expect(passed()).toBe(1);
    await jest.advanceTimersByTimeAsync(1);
    expect(passed()).toBe(2);
  });

  it('saves up no more than the burst while nothing is asked for', async () => {
    const budget = createRequestBudget(5);
    await jest.advanceTimersByTimeAsync(3_600_000);
    const passed = manyRequests(budget);

    await jest.advanceTimersByTimeAsync(0);
    expect(passed()).toBe(20);
  });
});

describe('a signal', () => {
  it('that has aborted gets no request through, not even one that there is room for', async () => {
    await expect(createRequestBudget(5).take(AbortSignal.abort('time is up'))).rejects.toBe('time is up');
  });

  it('that aborts ends the waiting of all', async () => {
    const budget = createRequestBudget(1);
    const controller = new AbortController();
    const waiting = Promise.allSettled(Array.from({ length: 100 }, () => budget.take(controller.signal)));
    await jest.advanceTimersByTimeAsync(0);
    controller.abort('time is up');

    const outcomes = await waiting;
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
    expect(outcomes.at(-1)).toEqual({ status: 'rejected', reason: 'time is up' });
  });
});

describe('calls in progress', () => {
  /** @returns how many of a hundred calls run at once while none of them ends */
  async function concurrency(requestsPerSecond: number): Promise<number> {
    const budget = createRequestBudget(requestsPerSecond);
    let running = 0;
    for (let call = 0; call < 100; call += 1) {
      budget.inTurn(() => {
        running += 1;
        return new Promise(() => {});
      });
    }
    await jest.advanceTimersByTimeAsync(0);
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
    const budget = createRequestBudget(0.1);
    const failure = new Error('no');
    const outcomes = await Promise.allSettled([
      budget.inTurn(async () => 'first'),
      budget.inTurn(() => Promise.reject(failure)),
      budget.inTurn(async () => 'third'),
    ]);

    expect(outcomes).toEqual([
      { status: 'fulfilled', value: 'first' },
      { status: 'rejected', reason: failure },
      { status: 'fulfilled', value: 'third' },
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { createRetryStrategy, maxAttempts } from '../../../../lib/aws/limits/retry-strategy.ts';
import type { Clock } from '../../../../lib/model/clock.ts';
import { createVirtualClock } from '../../../virtual-clock.ts';

type ErrorType = 'THROTTLING' | 'TRANSIENT' | 'SERVER_ERROR' | 'CLIENT_ERROR';

/** A clock whose waits are over at once, and recorded. */
function clockThatTells(tell: (milliseconds: number) => void): Clock {
  return { ...createVirtualClock(), wait: async (milliseconds) => tell(milliseconds) };
}

/** @returns the pause before each further attempt, for a call whose every attempt fails in the same way */
async function pauses(errorType: ErrorType): Promise<number[]> {
  const found: number[] = [];
  const strategy = createRetryStrategy(clockThatTells((milliseconds) => found.push(milliseconds)));
  let token = await strategy.acquireInitialRetryToken('');
  for (;;) {
    try {
      token = await strategy.refreshRetryTokenForRetry(token, { errorType });
      expect(token.getRetryDelay()).toBe(0);
    } catch {
      return found;
    }
  }
}

function limits(first: number): number[] {
  return Array.from({ length: maxAttempts - 1 }, (_, repeat) => Math.min(4_000, first * 2 ** repeat));
}

describe('a call', () => {
  it('begins without a pause', async () => {
    const token = await createRetryStrategy(createVirtualClock()).acquireInitialRetryToken('');

    expect([token.getRetryCount(), token.getRetryDelay()]).toEqual([0, 0]);
  });

  it.each([
    ['THROTTLING', 500],
    ['TRANSIENT', 50],
  ] as const)('that fails as %s is repeated after pauses that grow from %i to 4000 ms', async (errorType, first) => {
    const runs = await Promise.all(Array.from({ length: 200 }, () => pauses(errorType)));

    for (const [repeat, limit] of limits(first).entries()) {
      const found = runs.map((run) => run[repeat] ?? Number.NaN);
      expect(Math.min(...found)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...found)).toBeLessThanOrEqual(limit);
      expect(Math.max(...found)).toBeGreaterThan(limit / 2);
      expect(new Set(found).size).toBeGreaterThan(100);
    }
  });

  it.each([
    ['THROTTLING', 9],
    ['TRANSIENT', 9],
    ['SERVER_ERROR', 0],
    ['CLIENT_ERROR', 0],
  ] as const)('that fails as %s is repeated %i times', async (errorType, repeats) => {
    expect(await pauses(errorType)).toHaveLength(repeats);
  });

  it('is repeated however many calls were throttled before it', async () => {
    const strategy = createRetryStrategy(clockThatTells(() => {}));
    const token = await strategy.acquireInitialRetryToken('');
    for (let call = 0; call < 1_000; call += 1) {
      await strategy.refreshRetryTokenForRetry(token, { errorType: 'THROTTLING' });
    }
    strategy.recordSuccess(token);

    const repeated = await strategy.refreshRetryTokenForRetry(token, { errorType: 'THROTTLING' });
    expect(repeated.getRetryCount()).toBe(1);
  });
});

import type { APIGatewayClientConfig } from '@aws-sdk/client-api-gateway';
import type { Clock } from '../../model/clock.ts';

/** How the SDK learns whether and when to repeat a request. */
type RetryStrategy = Extract<
  NonNullable<APIGatewayClientConfig['retryStrategy']>,
  { acquireInitialRetryToken: unknown }
>;
type RetryToken = Awaited<ReturnType<RetryStrategy['acquireInitialRetryToken']>>;

/** Attempts of one call, the first included. */
export const maxAttempts = 10;

/** Milliseconds before the second attempt, at most; doubled for each further one. */
const firstPauseMs = new Map<string, number>([
  ['THROTTLING', 500],
  ['TRANSIENT', 50],
]);

/** Milliseconds. With more, the attempts of a throttled call would not fit the time that a call is given. */
const maxPauseMs = 4_000;

/**
 * Repeats what was throttled or failed in passing. The SDK's own strategies give up too early for an account whose
 * quota others use up: "adaptive" waits for seconds between requests, and "standard" stops repeating after some
 * hundred repeats. Here the request budget, of which each repeat takes its part, keeps the rate down.
 */
export function createRetryStrategy(clock: Clock): RetryStrategy {
  return {
    acquireInitialRetryToken: async () => retryToken(0),
    async refreshRetryTokenForRetry(token, { errorType }) {
      const repeats = token.getRetryCount();
      const pause = firstPauseMs.get(errorType);
      // The SDK then throws what the attempt failed with, and not this.
      if (pause === undefined || repeats + 1 >= maxAttempts) throw new Error('no further attempt');
      // A random part of it, so that calls that were throttled together do not come back together.
      await clock.wait(Math.random() * Math.min(maxPauseMs, pause * 2 ** repeats));
      return retryToken(repeats + 1);
    },
    recordSuccess: () => {},
  };
}

/** The pause is over by then: the SDK, which would make it by the clock of the machine, has none to make. */
function retryToken(repeats: number): RetryToken {
  return { getRetryCount: () => repeats, getRetryDelay: () => 0 };
}

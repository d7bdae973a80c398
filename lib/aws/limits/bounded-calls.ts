import type { Clock } from '../../model/clock.ts';
import { faultReason } from '../../model/fault.ts';
import type { Unread } from '../../resources/live.ts';
import { type AwsFailure, failureOfAws, isThrottled } from '../aws-failure.ts';
import { createTimeLimit, outOfTime, untilAborted } from './deadline.ts';
import type { RequestBudget } from './request-budget.ts';

/** What became of a call. */
export type Outcome<Output> =
  | { readonly kind: 'ANSWERED'; readonly output: Output }
  | { readonly kind: 'FAILED'; readonly failure: AwsFailure }
  /** There was no time for it, or this program itself failed on it. */
  | Unread;

/** A middleware of the SDK that sees every attempt of a call. */
export type Watch = <Request, Answer>(
  next: (request: Request) => Promise<Answer>,
) => (request: Request) => Promise<Answer>;

/** Sends one command with the signal and, at `eachAttempt`, with the watch. */
type Call<Output> = (abortSignal: AbortSignal, watch: Watch) => Promise<Output>;

/** Inside the retry middleware, so that each attempt is seen; after signing, so that only what is sent is. */
export const eachAttempt = { step: 'finalizeRequest', priority: 'low', name: 'watchAttempts' } as const;

/** Calls that stay within the request budget and within time. */
export type BoundedCalls = ReturnType<typeof createBoundedCalls>;

/**
 * @param deadline aborts when the time of the run is up
 * @param callTimeoutMs for one call with all its attempts. Waiting for the budget is our own doing: it is not taken off
 * that time
 */
export function createBoundedCalls(budget: RequestBudget, deadline: AbortSignal, callTimeoutMs: number, clock: Clock) {
  let attempts = 0;
  const noAnswer = { name: 'TimeoutError', message: `no answer in ${callTimeoutMs / 1000} seconds`, status: 0 };

  async function inTime<Output>(call: Call<Output>): Promise<Outcome<Output>> {
    const limit = createTimeLimit(callTimeoutMs, clock);
    const signal = AbortSignal.any([deadline, limit.signal]);
    // What the attempts failed with is known even when time cuts them off.
    let failure: AwsFailure = noAnswer;
    let repeated = false;
    const watch: Watch = (next) => async (request) => {
      if (repeated) await limit.pausedDuring(() => budget.take(signal));
      repeated = true;
      attempts += 1;
      try {
        return await next(request);
      } catch (error) {
        const cause = failureOfAws(error);
        if (cause !== null && isThrottled(cause)) budget.backOff();
        if (cause !== null && !signal.aborted) failure = cause;
        throw error;
      }
    };
    try {
      return { kind: 'ANSWERED', output: await untilAborted(signal, call(signal, watch)) };
    } catch (error) {
      return failed(error, signal.aborted ? failure : null);
    } finally {
      limit.end();
    }
  }

  function failed(error: unknown, failure: AwsFailure | null): Outcome<never> {
    const cause = failureOfAws(error);
    if (cause === null) return { kind: 'UNREADABLE', reason: faultReason(error) };
    if (deadline.aborted) return { kind: 'OUT_OF_TIME', reason: outOfTime };
    return { kind: 'FAILED', failure: failure ?? cause };
  }

  return {
    /** Requests sent so far, repeated attempts included. */
    attempts: () => attempts,
    // The budget comes before the call, since a call that waits inside the SDK has been signed and grows old.
    send<Output>(call: Call<Output>): Promise<Outcome<Output>> {
      return budget.run(deadline, () => inTime(call)).catch((error: unknown) => failed(error, null));
    },
  };
}

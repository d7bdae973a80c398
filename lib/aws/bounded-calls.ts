import type { Clock } from '../clock.ts';
import { faultReason } from '../fault.ts';
import { createTimeLimit, untilAborted } from './deadline.ts';
import { type AwsFailure, failureOfAws, isThrottled } from './error-reason.ts';
import type { RequestBudget } from './request-budget.ts';

/** What became of a call. */
export type Outcome<Output> =
  | { readonly kind: 'ANSWERED'; readonly output: Output }
  | { readonly kind: 'FAILED'; readonly failure: AwsFailure }
  | { readonly kind: 'OUT_OF_TIME' }
  /** This program failed on it, and on nothing else. */
  | { readonly kind: 'FAULT'; readonly reason: string };

/** A middleware of the SDK that sees every attempt of a call. */
export type Watch = <Request, Answer>(
  next: (request: Request) => Promise<Answer>,
) => (request: Request) => Promise<Answer>;

/** Inside the retry middleware, so that each attempt is seen; after signing, so that only what is sent is. */
export const eachAttempt = { step: 'finalizeRequest', priority: 'low', name: 'watchAttempts' } as const;

/** Calls that stay within the request budget and within time. */
export interface BoundedCalls {
  /** @param call sends one command with the signal and, at `eachAttempt`, with the watch */
  send<Output>(call: (abortSignal: AbortSignal, watch: Watch) => Promise<Output>): Promise<Outcome<Output>>;
  /** Requests sent so far, repeated attempts included. */
  attempts(): number;
}

/**
 * @param deadline aborts when the time of the run is up
 * @param callDeadline milliseconds for one call with all its attempts. Waiting for the budget is our own doing: it is
 * not taken off that time
 */
export function createBoundedCalls(
  budget: RequestBudget,
  deadline: AbortSignal,
  callDeadline: number,
  clock: Clock,
): BoundedCalls {
  let attempts = 0;
  const noAnswer = { name: 'TimeoutError', message: `no answer in ${callDeadline / 1000} seconds`, status: 0 };

  async function inTime<Output>(call: (abortSignal: AbortSignal, watch: Watch) => Promise<Output>) {
    const limit = createTimeLimit(callDeadline, clock);
    const signal = AbortSignal.any([deadline, limit.signal]);
    // What the attempts failed with is known even when time cuts them off.
    let failure: AwsFailure = noAnswer;
    let repeated = false;
    const watch: Watch = (next) => async (request) => {
      if (repeated) await limit.without(() => budget.take(signal));
      repeated = true;
      attempts += 1;
      try {
        return await next(request);
      } catch (error) {
        const cause = failureOfAws(error);
        if (cause !== null && isThrottled(cause)) budget.yield();
        if (cause !== null && !signal.aborted) failure = cause;
        throw error;
      }
    };
    let leave = () => {};
    try {
      // Before the call is made at all, since a call that waits inside the SDK has been signed and grows old.
      await limit.without(() => budget.take(deadline));
      leave = await limit.without(() => budget.enter(deadline));
      return { kind: 'ANSWERED', output: await untilAborted(signal, call(signal, watch)) } as const;
    } catch (error) {
      const cause = failureOfAws(error);
      if (cause === null) return { kind: 'FAULT', reason: faultReason(error) } as const;
      if (deadline.aborted) return { kind: 'OUT_OF_TIME' } as const;
      return { kind: 'FAILED', failure: signal.aborted ? failure : cause } as const;
    } finally {
      leave();
      limit.lift();
    }
  }

  return { attempts: () => attempts, send: (call) => budget.inTurn(() => inTime(call)) };
}

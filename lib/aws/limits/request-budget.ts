import pLimit from 'p-limit';
import type { Clock } from '../../model/clock.ts';
import { once } from '../once.ts';
import { untilAborted } from './deadline.ts';

/** Calls of one budget that may be under way at once, so that one hanging call does not hold up the others. */
const maxConcurrent = 10;

/**
 * Calls that may be under way at once, whichever account they go to. With more, an answer that is there would wait for
 * this process longer than AWS took for it, and count as late: a request takes 2 to 3 ms of a processor, of which a
 * function with 512 MB has less than a third.
 */
const maxConcurrentGlobally = 200;

/** Seconds of budget that the calls under way may lay claim to, so that a repeat does not wait long for its turn. */
const claimedSeconds = 2;

/**
 * Seconds of unused budget that may be spent at once. API Gateway itself allows bursts of four seconds' worth (40 at
 * 10 a second), so a small account is checked without waiting.
 */
const defaultBurstSeconds = 4;

/** Part of the rate below which nothing goes: who stops asking does not learn that there is room again. */
const minShare = 1 / 8;

/** Seconds in which a rate that was given up comes back, all of it. */
const recoverySeconds = 30;

/** Milliseconds. Requests that are throttled within them were sent together, so they are one reason to back off. */
const togetherMs = 1_000;

/** Our share of the control-plane requests of one account and region. */
export type RequestBudget = ReturnType<typeof createRequestBudget>;

/**
 * @param requestsPerSecond above 0; the account's whole quota is 10
 * @param burstSeconds of unused budget that may be spent at once, where a service allows other bursts than API Gateway
 * @param globalConcurrency limit that the calls of all budgets share
 */
export function createRequestBudget(
  requestsPerSecond: number,
  clock: Clock,
  burstSeconds = defaultBurstSeconds,
  globalConcurrency = pLimit(maxConcurrentGlobally),
) {
  const limit = pLimit(1);
  let throttled = 0;
  let reduced = { share: 1, at: Number.NEGATIVE_INFINITY };
  /** When the next request has its turn. What lies in the past is unused budget. */
  let nextTurnMs = Number.NEGATIVE_INFINITY;

  function share(): number {
    return Math.min(1, reduced.share + (clock.elapsedMilliseconds() - reduced.at) / 1_000 / recoverySeconds);
  }

  /**
   * Waits until there is room for one more request, behind all who asked before. Each further attempt of a call is one.
   * @throws the reason of the signal once it has aborted
   */
  async function take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const rate = requestsPerSecond * share();
    const nowMs = clock.elapsedMilliseconds();
    const maxUnused = Math.max(1, rate * burstSeconds) - 1;
    const turnMs = Math.max(nextTurnMs, nowMs - (maxUnused * 1_000) / rate);
    nextTurnMs = turnMs + 1_000 / rate;
    if (turnMs > nowMs) await clock.wait(Math.ceil(turnMs - nowMs), signal);
  }

  return {
    take,
    /**
     * Runs a call as soon as few enough others are under way and there is room for its first request.
     * @throws the reason of the signal once it has aborted
     */
    run<Result>(signal: AbortSignal, call: () => Promise<Result>): Promise<Result> {
      const claimed = Math.ceil(requestsPerSecond * share() * claimedSeconds);
      limit.concurrency = Math.min(maxConcurrent, Math.max(1, claimed));
      return limit(async () => {
        await take(signal);
        const turn = globalConcurrency(() => {
          signal.throwIfAborted();
          return call();
        });
        return untilAborted(signal, turn);
      });
    },
    /**
     * Called when the service throttled a request: somebody else needs the account's quota, so we go on at half the rate and
     * come back to the whole of it slowly.
     */
    backOff(): void {
      throttled += 1;
      const at = clock.elapsedMilliseconds();
      if (at - reduced.at < togetherMs) return;
      reduced = { share: Math.max(minShare, share() / 2), at };
      nextTurnMs = Math.max(nextTurnMs, at + 1_000 / (requestsPerSecond * reduced.share));
    },
    /** Requests so far that the service throttled. */
    throttled: () => throttled,
  };
}

/** Budgets that outlast a run: what one has spent, the next in the same process does not have. */
export type RequestBudgets = ReturnType<typeof createRequestBudgets>;

/** @param burstSeconds as of `createRequestBudget` */
export function createRequestBudgets(clock: Clock, burstSeconds = defaultBurstSeconds) {
  const budgets = new Map<string, RequestBudget>();
  const globalConcurrency = pLimit(maxConcurrentGlobally);
  return {
    /** @param account an account, a region and a service in one text */
    of(account: string, requestsPerSecond: number): RequestBudget {
      const key = `${account} ${requestsPerSecond}`;
      return once(budgets, key, () => createRequestBudget(requestsPerSecond, clock, burstSeconds, globalConcurrency));
    },
    /** Requests so far that any service throttled. */
    throttled: () => [...budgets.values()].reduce((sum, budget) => sum + budget.throttled(), 0),
  };
}

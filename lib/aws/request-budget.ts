import pLimit from 'p-limit';
import type { Clock } from '../clock.ts';
import { type Crowd, createCrowd } from './crowd.ts';
import { once } from './once.ts';
import { createTokenBucket } from './token-bucket.ts';

/** Calls that may wait for an answer at once, so that one hanging call does not hold up the others. */
const mostConcurrent = 10;

/** Seconds of budget that the calls in progress may lay claim to, so that a repeat does not wait long for its turn. */
const claimedSeconds = 2;

/**
 * Seconds of unused budget that may be spent at once. API Gateway itself allows bursts of four seconds' worth (40 at
 * 10 a second), so a small account is checked without waiting.
 */
const burstSeconds = 4;

/** Part of the rate below which nothing goes: who stops asking does not learn that there is room again. */
const leastShare = 1 / 8;

/** Seconds in which a rate that was given up comes back, all of it. */
const recoverySeconds = 30;

/** Milliseconds. Requests that are refused within them were sent in the same crowd, so they are one reason to yield. */
const oneCrowd = 1_000;

/** Our share of the control-plane requests of one account and region. */
export interface RequestBudget {
  /** Runs a call as soon as few enough others are in progress. */
  inTurn<Result>(call: () => Promise<Result>): Promise<Result>;
  /**
   * Waits until there is room for one more request. Each attempt of a call is one.
   * @throws the reason of the signal once it has aborted
   */
  take(signal: AbortSignal): Promise<void>;
  /**
   * Waits until there are few enough requests under way, in whatever account.
   * @returns what ends the request
   * @throws the reason of the signal once it has aborted
   */
  enter(signal: AbortSignal): Promise<() => void>;
  /**
   * Told that the service refused a request as one too many: somebody else needs the account's quota, so we go on at
   * half the rate and come back to the whole of it slowly.
   */
  yield(): void;
  /** Requests so far that the service refused. */
  refused(): number;
}

/**
 * @param requestsPerSecond above 0; the account's whole quota is 10
 * @param burst seconds of unused budget that may be spent at once, where a service allows other bursts than API Gateway
 * @param crowd of the requests of all accounts
 */
export function createRequestBudget(
  requestsPerSecond: number,
  clock: Clock,
  burst: number = burstSeconds,
  crowd: Crowd = createCrowd(),
): RequestBudget {
  const room = (rate: number) => Math.max(1, rate * burst);
  const bucket = createTokenBucket(requestsPerSecond, room(requestsPerSecond), clock);
  const limit = pLimit(1);
  let refused = 0;
  let yielded = { share: 1, at: Number.NEGATIVE_INFINITY };

  function share(): number {
    return Math.min(1, yielded.share + (clock.elapsedMilliseconds() - yielded.at) / 1_000 / recoverySeconds);
  }

  function adapt(): void {
    const rate = requestsPerSecond * share();
    bucket.setRate(rate, room(rate));
    limit.concurrency = Math.min(mostConcurrent, Math.max(1, Math.ceil(rate * claimedSeconds)));
  }

  return {
    inTurn(call) {
      adapt();
      return limit(call);
    },
    async take(signal) {
      adapt();
      await bucket.take(signal);
    },
    enter: crowd.enter,
    yield() {
      refused += 1;
      const at = clock.elapsedMilliseconds();
      if (at - yielded.at < oneCrowd) return;
      yielded = { share: Math.max(leastShare, share() / 2), at };
      adapt();
      bucket.empty();
    },
    refused: () => refused,
  };
}

/** Budgets that outlast a run: what one has spent, the next in the same process does not have. */
export interface RequestBudgets {
  /** @param account an account, a region and a service in one text */
  of(account: string, requestsPerSecond: number): RequestBudget;
  /** Requests so far that any service refused as one too many. */
  refused(): number;
}

/** @param burst as of `createRequestBudget` */
export function createRequestBudgets(clock: Clock, burst: number = burstSeconds): RequestBudgets {
  const budgets = new Map<string, RequestBudget>();
  const crowd = createCrowd();
  return {
    of(account, requestsPerSecond) {
      const key = `${account} ${requestsPerSecond}`;
      return once(budgets, key, () => createRequestBudget(requestsPerSecond, clock, burst, crowd));
    },
    refused: () => [...budgets.values()].reduce((sum, budget) => sum + budget.refused(), 0),
  };
}

import { TokenBucket } from 'limiter';
import pLimit from 'p-limit';
import { untilAborted } from './deadline.ts';

/** Calls that may wait for an answer at once, so that one hanging call does not hold up the others. */
const mostConcurrent = 10;

/** Seconds of budget that the calls in progress may lay claim to, so that a repeat does not wait long for its turn. */
const claimedSeconds = 2;

/**
 * Seconds of unused budget that may be spent at once. API Gateway itself allows bursts of four seconds' worth (40 at
 * 10 a second), so a small account is checked without waiting.
 */
const burstSeconds = 4;

/** Our share of the control-plane requests of one account and region. */
export interface RequestBudget {
  /** Runs a call as soon as few enough others are in progress. */
  inTurn<Result>(call: () => Promise<Result>): Promise<Result>;
  /**
   * Waits until there is room for one more request. Each attempt of a call is one.
   * @throws the reason of the signal once it has aborted
   */
  take(signal: AbortSignal): Promise<void>;
}

/**
 * @param requestsPerSecond above 0; the account's whole quota is 10
 * @param burst seconds of unused budget that may be spent at once, where a service allows other bursts than API Gateway
 */
export function createRequestBudget(requestsPerSecond: number, burst: number = burstSeconds): RequestBudget {
  const bucketSize = Math.max(1, requestsPerSecond * burst);
  const bucket = new TokenBucket({ bucketSize, tokensPerInterval: requestsPerSecond, interval: 1_000 });
  bucket.content = bucketSize;
  const limit = pLimit(Math.min(mostConcurrent, Math.max(1, Math.ceil(requestsPerSecond * claimedSeconds))));
  return {
    inTurn: (call) => limit(call),
    async take(signal) {
      signal.throwIfAborted();
      await untilAborted(signal, bucket.removeTokens(1));
    },
  };
}

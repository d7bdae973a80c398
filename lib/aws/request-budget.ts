import { TokenBucket } from 'limiter';
import pLimit from 'p-limit';

/** Requests that may wait for an answer at once, so that one hanging request does not hold up the others. */
const concurrency = 10;

/**
 * Seconds of unused budget that may be spent at once. API Gateway itself allows bursts of four seconds' worth (40 at
 * 10 a second), so a small account is checked without waiting.
 */
const burstSeconds = 4;

/** Our share of the control-plane requests of one account and region. */
export interface RequestBudget {
  /** Runs the request when the budget has room for it. */
  spend<Result>(request: () => Promise<Result>): Promise<Result>;
}

/** @param requestsPerSecond above 0; the account's whole quota is 10 */
export function createRequestBudget(requestsPerSecond: number): RequestBudget {
  const bucketSize = Math.max(1, requestsPerSecond * burstSeconds);
  const bucket = new TokenBucket({ bucketSize, tokensPerInterval: requestsPerSecond, interval: 1_000 });
  bucket.content = bucketSize;
  const limit = pLimit(concurrency);
  return {
    spend: (request) =>
      limit(async () => {
        await bucket.removeTokens(1);
        return request();
      }),
  };
}

import { TokenBucket } from 'limiter';
import { tooManyRequests } from './api-gateway-error.ts';
import type { AccountRegion } from './credential-scope.ts';

/** How many requests API Gateway takes from one account in one region. */
export interface QuotaRate {
  readonly requestsPerSecond: number;
  /** How many requests may come at once. */
  readonly burst: number;
}

/** A token bucket for each account and region; without a rate every request passes. */
export class Quota {
  #rate: QuotaRate | undefined;
  readonly #buckets = new Map<string, TokenBucket>();

  /** Sets the rate for all, with full buckets. */
  set(rate: QuotaRate | undefined): void {
    this.#rate = rate;
    this.#buckets.clear();
  }

  /** Counts one request; throws TooManyRequestsException when it is one too many. */
  take({ account, region }: AccountRegion): void {
    if (this.#rate === undefined) return;
    const key = `${account}/${region}`;
    const bucket = this.#buckets.get(key) ?? fullBucket(this.#rate);
    this.#buckets.set(key, bucket);
    if (!bucket.tryRemoveTokens(1)) throw tooManyRequests();
  }
}

function fullBucket({ requestsPerSecond, burst }: QuotaRate): TokenBucket {
  const bucket = new TokenBucket({ bucketSize: burst, tokensPerInterval: requestsPerSecond, interval: 'second' });
  bucket.content = burst;
  return bucket;
}

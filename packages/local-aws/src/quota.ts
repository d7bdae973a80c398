import { tooManyRequests } from './api-gateway-error.ts';
import type { AccountRegion } from './credential-scope.ts';

/** How many requests API Gateway takes from one account in one region. */
export interface QuotaRate {
  readonly requestsPerSecond: number;
  /** How many requests may come at once. */
  readonly burst: number;
  /** By which the seconds pass: milliseconds since some moment, which never go back. */
  readonly clock: { elapsedMilliseconds(): number };
}

/** A token bucket for each account and region; without a rate every request passes. */
export class Quota {
  #rate: QuotaRate | undefined;
  readonly #buckets = new Map<string, Bucket>();

  /** Sets the rate for all, with full buckets. */
  set(rate: QuotaRate | undefined): void {
    this.#rate = rate;
    this.#buckets.clear();
  }

  /** Counts one request; throws TooManyRequestsException when it is one too many. */
  take({ account, region }: AccountRegion): void {
    if (this.#rate === undefined) return;
    const key = `${account}/${region}`;
    const { requestsPerSecond, burst, clock } = this.#rate;
    const at = clock.elapsedMilliseconds();
    const bucket = this.#buckets.get(key) ?? { room: burst, at };
    bucket.room = Math.min(burst, bucket.room + ((at - bucket.at) / 1_000) * requestsPerSecond);
    bucket.at = at;
    this.#buckets.set(key, bucket);
    if (bucket.room < 1) throw tooManyRequests();
    bucket.room -= 1;
  }
}

/** How many requests may still come, as of a moment. */
interface Bucket {
  room: number;
  at: number;
}

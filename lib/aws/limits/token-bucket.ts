import pLimit from 'p-limit';
import type { Clock } from '../../model/clock.ts';
import { untilAborted } from './deadline.ts';

/**
 * Room for requests, which comes in at a rate and is kept up to a limit. It begins full.
 * @param capacity tokens that are kept, at least 1
 */
export function createTokenBucket(tokensPerSecond: number, capacity: number, clock: Clock) {
  const queue = pLimit(1);
  let rate = tokensPerSecond;
  let limit = capacity;
  let content = capacity;
  let filledAtMs = clock.elapsedMilliseconds();

  function fill(): void {
    const atMs = clock.elapsedMilliseconds();
    content = Math.min(limit, content + ((atMs - filledAtMs) / 1_000) * rate);
    filledAtMs = atMs;
  }

  async function takeOne(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    fill();
    while (content < 1) {
      // A rate that changed meanwhile, or a timer that went off early, has it wait again.
      await clock.wait(Math.max(1, Math.ceil(((1 - content) / rate) * 1_000)), signal);
      fill();
    }
    content -= 1;
  }

  return {
    /** Changes both from now on: what came in until now came in at the rate until now. */
    setRate(tokensPerSecond: number, capacity: number): void {
      fill();
      rate = tokensPerSecond;
      limit = capacity;
    },
    /**
     * Waits for a token, behind all who asked before.
     * @throws the reason of the signal once it has aborted
     */
    async take(signal: AbortSignal): Promise<void> {
      signal.throwIfAborted();
      await untilAborted(
        signal,
        queue(() => takeOne(signal)),
      );
    },
    /** Takes out all there is. */
    empty(): void {
      fill();
      content = 0;
    },
  };
}

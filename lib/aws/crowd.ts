import pLimit from 'p-limit';
import { untilAborted } from './deadline.ts';

/** All requests that are under way at once, whichever account they go to. */
export interface Crowd {
  /**
   * Waits until one more is not too many.
   * @returns what ends the request
   * @throws the reason of the signal once it has aborted
   */
  enter(signal: AbortSignal): Promise<() => void>;
}

/**
 * With more, an answer that is there would wait for this process longer than AWS took for it, and count as late: a request
 * takes 2 to 3 ms of a processor, of which a function with 512 MB has less than a third.
 */
const mostUnderWay = 200;

export function createCrowd(most = mostUnderWay): Crowd {
  const limit = pLimit(most);
  return {
    async enter(signal) {
      const entered = Promise.withResolvers<void>();
      const over = Promise.withResolvers<void>();
      void limit(() => {
        entered.resolve();
        return over.promise;
      });
      try {
        await untilAborted(signal, entered.promise);
      } catch (error) {
        // Its turn comes all the same, and must be over then.
        over.resolve();
        throw error;
      }
      return over.resolve;
    },
  };
}

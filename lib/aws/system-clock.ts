import type { Clock } from '../model/clock.ts';
import { untilAborted } from './limits/deadline.ts';

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => new Date(),
  elapsedMilliseconds: () => performance.now(),
  async wait(milliseconds, signal) {
    const over = Promise.withResolvers<void>();
    const timer = setTimeout(over.resolve, milliseconds);
    if (signal === undefined) return over.promise;
    return untilAborted(signal, over.promise).finally(() => clearTimeout(timer));
  },
  alarmIn(milliseconds) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), milliseconds).unref();
    return { signal: controller.signal, cancel: () => clearTimeout(timer) };
  },
};

import type { Clock } from '../../model/clock.ts';

/** Reason for whatever was cut off, or never begun, because the run has to report what it has. */
export const outOfTime = 'the time of this run was up before it could be read';

/**
 * Waits for a promise, but no longer than until the signal aborts; some waits inside the SDK take no signal.
 * @throws the reason of the signal
 */
export async function untilAborted<Result>(signal: AbortSignal, promise: Promise<Result>): Promise<Result> {
  const aborted = Promise.withResolvers<never>();
  const onAbort = () => aborted.reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([promise, aborted.promise]);
  } finally {
    // The signal may outlive thousands of promises.
    signal.removeEventListener('abort', onAbort);
  }
}

/**
 * A limit of time that can stand still.
 * @param timeoutMs until the time is up, from now on
 */
export function createTimeLimit(timeoutMs: number, clock: Clock) {
  const controller = new AbortController();
  let leftMs = timeoutMs;
  let startedAtMs = 0;
  const start = () => {
    startedAtMs = clock.elapsedMilliseconds();
    const started = clock.alarmIn(Math.max(0, leftMs));
    started.signal.addEventListener('abort', () => controller.abort());
    return started;
  };
  let alarm = start();
  return {
    /** Aborts when the time is up. */
    signal: controller.signal,
    /** Waits for something that does not count against the time. */
    async pausedDuring<Result>(wait: () => Promise<Result>): Promise<Result> {
      alarm.cancel();
      leftMs -= clock.elapsedMilliseconds() - startedAtMs;
      try {
        return await wait();
      } finally {
        alarm = start();
      }
    },
    /** Ends the limit, which then never aborts. */
    end: () => alarm.cancel(),
  };
}

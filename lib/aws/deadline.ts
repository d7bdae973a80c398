import type { Clock } from '../clock.ts';

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

/** A limit of time that can stand still. */
export interface TimeLimit {
  /** Aborts when the time is up. */
  readonly signal: AbortSignal;
  /** Waits for something that does not count against the time. */
  pausedDuring<Result>(wait: () => Promise<Result>): Promise<Result>;
  /** Ends the limit, which then never aborts. */
  end(): void;
}

/** @param timeoutMs until the time is up, from now on */
export function createTimeLimit(timeoutMs: number, clock: Clock): TimeLimit {
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
    signal: controller.signal,
    async pausedDuring(wait) {
      alarm.cancel();
      leftMs -= clock.elapsedMilliseconds() - startedAtMs;
      try {
        return await wait();
      } finally {
        alarm = start();
      }
    },
    end: () => alarm.cancel(),
  };
}

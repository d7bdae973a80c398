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

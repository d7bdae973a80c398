/** Requests a second to API Gateway that one invocation of each function may make, as the functions read it. */
export interface RequestShares {
  readonly schedule: string;
  readonly events: string;
}

/** The requests cannot be shared; the message says what to do. */
export class RequestSharesError extends Error {
  override readonly name = 'RequestSharesError';
}

/** What API Gateway takes a second, for everything in an account and region. */
const quota = 10;

/**
 * An invocation knows nothing of the others. One of the schedule and two of events, the least that Lambda takes as a limit,
 * may be under way at once: each of events has a fifth, and the schedule, which asks for more, has the rest.
 * @param total whole number of requests a second, as text, so that the shares are no longer fractions than tenths
 * @throws RequestSharesError
 */
export function requestSharesOf(total: string): RequestShares {
  const requests = Number(total);
  if (!/^\d+$/.test(total) || requests < 1 || requests > quota) {
    throw new RequestSharesError(
      `apiRequestsPerSecond: ${JSON.stringify(total)} is not a whole number from 1 to ${quota}, which the schedule and events can share`,
    );
  }
  return { schedule: String((requests * 3) / 5), events: String(requests / 5) };
}

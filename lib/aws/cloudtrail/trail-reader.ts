import type { Trail, TrailAnswer } from '../../attribution/find-callers.ts';
import type { ApiCall } from '../../model/api-call.ts';
import { createAccounts, type SessionOptions } from '../accounts.ts';
import { createRequestBudgets } from '../limits/request-budget.ts';

/** LookupEvents in one account and region, of which none can be saved up. Source: CloudTrail's reference of the operation. */
const lookupsPerSecond = 2;
const burstSeconds = 1;

/** Milliseconds that CloudTrail looks back. */
const lookbackMs = 90 * 24 * 60 * 60_000;

/**
 * Looks calls up in CloudTrail, in each account with the credentials that its stages are read with. CloudTrail's part of
 * the SDK is loaded when something is looked up.
 */
export function createTrailReader(
  options: Omit<SessionOptions, 'requestsPerSecond' | 'budgets'>,
): Trail & Pick<ReturnType<typeof createAccounts>, 'close'> {
  const budgets = createRequestBudgets(options.clock, burstSeconds);
  const accounts = createAccounts({ ...options, requestsPerSecond: lookupsPerSecond, budgets }, async (session) => {
    const { createTrailLookup } = await import('./trail-lookup.ts');
    return createTrailLookup(session);
  });
  return {
    async callsAt(place, eventNames, since, until) {
      const opening = await accounts.of(place);
      if (opening.kind !== 'OPEN') return { kind: 'UNREADABLE', reason: opening.reason };
      const from = new Date(Math.max(since.getTime(), until.getTime() - lookbackMs));
      return together(
        await Promise.all(eventNames.map((eventName) => opening.account({ eventName, since: from, until }))),
      );
    },
    close: accounts.close,
  };
}

/** A part of the calls would have the wrong one taken for the last. */
function together(read: readonly TrailAnswer[]): TrailAnswer {
  const calls: ApiCall[] = [];
  let complete = true;
  for (const answer of read) {
    if (answer.kind === 'UNREADABLE') return answer;
    calls.push(...answer.calls);
    complete &&= answer.complete;
  }
  return { kind: 'READ', calls, complete };
}

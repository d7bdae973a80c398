import { assess, type Policy } from '../findings/assess.ts';
import type { Ledger, LedgerEntry } from '../findings/ledger/ledger.ts';
import type { CheckedResource } from '../resources/verdict.ts';

/**
 * Milliseconds for which a schedule passes over what nothing is known of, since it may be that of an apply. While
 * Terraform applies, it writes the state every 20 seconds, less what is still under way. Source: `TF_STATE_PERSIST_INTERVAL`
 * in its backends.
 */
const recentMs = 5 * 60_000;

/**
 * @param writtenAt when the state was written that has the resource, ISO 8601
 * @returns whether what a check found is as new as what CloudTrail may not have told of yet
 */
export function isRecent(
  resource: CheckedResource,
  writtenAt: string,
  { entries }: Ledger,
  policy: Policy,
  now: Date,
): boolean {
  // AWS does not say when something was deleted: the ledger says when a run first missed it. What a rule ignores is not new.
  if (resource.verdict.status === 'DELETED') {
    return assess(resource, policy, now).some(
      ({ id, ignoredBy }) => ignoredBy === null && isNewlyMissed(entries.get(id), now),
    );
  }
  const changedAt = Date.parse(resource.stageChangedAt ?? '');
  return changedAt > Date.parse(writtenAt) && now.getTime() - changedAt < recentMs;
}

function isNewlyMissed(entry: LedgerEntry | undefined, now: Date): boolean {
  if (entry === undefined) return true;
  const { closed, told, pending } = entry;
  if (pending === null || (closed === null && told !== null)) return closed !== null;
  return now.getTime() - Date.parse(pending.since) < recentMs;
}

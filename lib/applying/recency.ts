import type { AssessedResource } from '../findings/assess.ts';
import type { Ledger, LedgerEntry } from '../ledger/ledger.ts';

/**
 * Milliseconds for which a schedule passes over what nothing is known of, since it may be that of an apply. While
 * Terraform applies, it writes the state every 20 seconds, less what is still under way. Source: `TF_STATE_PERSIST_INTERVAL`
 * in its backends.
 */
const recentMs = 5 * 60_000;

/**
 * @param writtenAt when the state was written that has the resource, ISO 8601
 * @returns why it may be so new that CloudTrail has not told of its call yet, `null` where it is older
 */
export function recencyOf(
  { resource, findings }: AssessedResource,
  writtenAt: string,
  { entries }: Ledger,
  now: Date,
): string | null {
  const { verdict, stageChangedAt } = resource;
  // AWS does not say when something was deleted: the ledger says when a run first missed it. What a rule ignores is not new.
  if (verdict.status === 'DELETED') {
    const isNew = findings.some(({ id, ignoredBy }) => ignoredBy === null && isNewlyMissed(entries.get(id), now));
    return isNew ? `it is newly gone, ${unwritten}` : null;
  }
  const changedAt = Date.parse(stageChangedAt ?? '');
  const isNew = changedAt > Date.parse(writtenAt) && now.getTime() - changedAt < recentMs;
  return isNew ? `it was changed at ${stageChangedAt}, ${unwritten}` : null;
}

const unwritten = 'and an apply may be about to write the state';

function isNewlyMissed(entry: LedgerEntry | undefined, now: Date): boolean {
  if (entry === undefined) return true;
  const { closed, notifiedAt, pending } = entry;
  if (pending === null || (closed === null && notifiedAt !== null)) return closed !== null;
  return now.getTime() - Date.parse(pending.since) < recentMs;
}

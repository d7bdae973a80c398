import type { AssessedResource } from '../findings/assess.ts';
import type { Ledger, LedgerEntry } from '../ledger/ledger.ts';
import type { ApiCall } from '../model/api-call.ts';

/**
 * Milliseconds for which a schedule leaves alone what nothing is known of, since it may be that of an apply. While
 * Terraform applies, it writes the state every 20 seconds, less what is still under way. Source: `TF_STATE_PERSIST_INTERVAL`
 * in its backends.
 */
const recentMs = 5 * 60_000;

/** Milliseconds that a call may take until AWS has changed; CloudTrail knows its time to the second. */
export const callTakesMs = 5_000;

/** What says how recently a resource began to differ. */
interface RecencySigns {
  /** When the state was written that has the resource, ISO 8601. */
  readonly writtenAt: string;
  /** Calls that are known to have been made to the resource. */
  readonly calls: readonly ApiCall[];
  readonly ledger: Ledger;
}

/** @returns why it may be so new that CloudTrail has no record of its call yet, `null` where it is older */
export function recencyOf(
  { resource, findings }: AssessedResource,
  { writtenAt, calls, ledger: { entries } }: RecencySigns,
  now: Date,
): string | null {
  const { verdict, stageChangedAt } = resource;
  // A call before that made another change.
  const isCallKnown = (changedMs: number) => calls.some(({ time }) => Date.parse(time) >= changedMs - callTakesMs);
  // AWS does not say when something was deleted: the ledger says when a run first missed it. What a rule ignores is not new.
  if (verdict.status === 'DELETED') {
    const isNew = findings.some(({ id, ignoredBy }) => ignoredBy === null && isNewlyMissed(entries.get(id), now));
    return isNew && !isCallKnown(now.getTime() - recentMs) ? `it is newly gone, ${unwritten}` : null;
  }
  const changedAt = Date.parse(stageChangedAt ?? '');
  const isNew = changedAt > Date.parse(writtenAt) && now.getTime() - changedAt < recentMs;
  return isNew && !isCallKnown(changedAt) ? `it was changed at ${stageChangedAt}, ${unwritten}` : null;
}

const unwritten = 'and an apply may be about to write the state';

function isNewlyMissed(entry: LedgerEntry | undefined, now: Date): boolean {
  if (entry === undefined) return true;
  const { closed, notifiedAt, pending } = entry;
  if (pending === null || (closed === null && notifiedAt !== null)) return closed !== null;
  return now.getTime() - Date.parse(pending.since) < recentMs;
}

import type { Examination } from '../check-drift.ts';
import { assess } from '../findings/assess.ts';
import type { Ledger, LedgerEntry } from '../findings/ledger/ledger.ts';
import type { CheckedResource } from '../resources/verdict.ts';
import type { CheckRequest } from '../trigger/check-request.ts';

/**
 * Milliseconds for which a schedule passes over what nothing is known of, since it may be that of an apply. While
 * Terraform applies, it writes the state every 20 seconds, less what is still under way. Source: `TF_STATE_PERSIST_INTERVAL`
 * in its backends.
 */
export const freshMs = 5 * 60_000;

/** How new it is what a check found, as far as that makes it look like the half of an apply. */
export interface Novelty {
  /** Whether it matters when stages were changed. */
  readonly isRecencyOfInterest: boolean;
  /** What is gone, and was not before. */
  readonly deleted: ReadonlySet<CheckedResource>;
}

/** Of a check to which it does not matter. */
export const nothingNew: Novelty = { isRecencyOfInterest: false, deleted: new Set() };

/** An event has waited already, and comes with its call; what the schedule finds may be a moment old. */
export function noveltyOf(
  { results: { resources, detectedAt }, policy }: Examination,
  { trigger }: CheckRequest,
  { entries }: Ledger,
  now: Date,
): Novelty {
  if (trigger.kind !== 'schedule') return nothingNew;
  // AWS does not say when something was deleted: the ledger says when a run first missed it. What a rule ignores is not new.
  const isNew = (resource: CheckedResource) =>
    resource.verdict.status === 'DELETED' &&
    assess(resource, policy, detectedAt).some(
      ({ id, ignoredBy }) => ignoredBy === null && !isSeenBefore(entries.get(id), now),
    );
  return { isRecencyOfInterest: true, deleted: new Set(resources.filter(isNew)) };
}

function isSeenBefore(entry: LedgerEntry | undefined, now: Date): boolean {
  if (entry === undefined) return false;
  const { closed, told, pending } = entry;
  if (pending === null || (closed === null && told !== null)) return closed === null;
  return now.getTime() - Date.parse(pending.since) >= freshMs;
}

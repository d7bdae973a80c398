import type { Examination } from '../check-drift.ts';
import { assess } from '../findings/assess.ts';
import { LedgerError } from '../findings/ledger/ledger.ts';
import { readLedger } from '../findings/ledger/ledger-object.ts';
import { type ObjectStore, ObjectStoreError } from '../findings/ledger/object-store.ts';
import type { StatedStageId } from '../resources/stage-id.ts';
import type { CheckedResource } from '../resources/verdict.ts';
import type { CheckRequest } from '../trigger/check-request.ts';

/** How new it is what a check found, as far as that makes it look like the half of an apply. */
export interface Novelty {
  /** @returns when a stage was changed last, or made, ISO 8601; `null` where that is not known, or to be passed over */
  changedAt(id: StatedStageId): string | null;
  /** What is gone, and was not before. */
  readonly deleted: ReadonlySet<CheckedResource>;
}

/** Of a check to which it does not matter. */
export const nothingNew: Novelty = { changedAt: () => null, deleted: new Set() };

/**
 * An event has waited already, and comes with its call; what the schedule finds may be a moment old.
 * @param store where the ledger is, `null` where nothing is remembered
 */
export async function noveltyOf(
  examination: Examination,
  { trigger, waitingSince }: CheckRequest,
  store: ObjectStore | null,
): Promise<Novelty> {
  if (trigger.kind !== 'schedule') return nothingNew;
  const { changedAt } = examination;
  // AWS does not say when something was deleted, so that one wait has to do.
  const deleted = waitingSince === null ? await newlyDeleted(examination, store) : nothingNew.deleted;
  return { changedAt, deleted };
}

/** What is open in the ledger, or a rule passes over, is gone for longer. Where that cannot be told, nothing is new. */
async function newlyDeleted(
  { results: { resources, detectedAt }, policy }: Examination,
  store: ObjectStore | null,
): Promise<ReadonlySet<CheckedResource>> {
  const deleted = resources.filter(({ verdict }) => verdict.status === 'DELETED');
  if (store === null || deleted.length === 0) return new Set();
  try {
    const { ledger } = await readLedger(store);
    const isOpen = (id: string) => ledger.get(id)?.closed === null;
    const isNew = (resource: CheckedResource) =>
      assess(resource, policy, detectedAt).some(({ id, ignoredBy }) => ignoredBy === null && !isOpen(id));
    return new Set(deleted.filter(isNew));
  } catch (error) {
    // What is wrong with the ledger is told with the report.
    if (error instanceof LedgerError || error instanceof ObjectStoreError) return new Set();
    throw error;
  }
}

import { keptObjects } from './kept-objects.ts';
import { emptyLedger, type Ledger, LedgerError, ledgerText, parseLedger } from './ledger.ts';
import { changeObject, type ObjectStore, type VersionedObject, writtenByOthers } from './object-store.ts';

/** The ledger as it was read, and the version it was read at. */
export interface LedgerVersion {
  readonly ledger: Ledger;
  /** `null` where there was none yet. */
  readonly etag: string | null;
}

const key = keptObjects.ledger;

/** Runs that may write between our reading and our writing, before this one gives up. */
const patience = 20;

/**
 * Lets `change` work out a new ledger, and writes that upon the version that was read, see `changeObject`.
 * @throws LedgerError, ObjectStoreError
 */
export async function changeLedger<Outcome extends { readonly ledger: Ledger }>(
  store: ObjectStore,
  change: (ledger: Ledger) => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  const changed = await changeObject(store, key, patience, async (object) => {
    const outcome = await change(ledgerIn(object, store));
    const isNothing = object === null && outcome.ledger.size === 0;
    return { text: isNothing ? null : ledgerText(outcome.ledger), outcome };
  });
  if (changed === null) throw new LedgerError(writtenByOthers(store, key));
  return changed.outcome;
}

/** @throws LedgerError, ObjectStoreError */
export async function readLedger(store: ObjectStore): Promise<LedgerVersion> {
  const object = await store.read(key);
  return { ledger: ledgerIn(object, store), etag: object?.etag ?? null };
}

function ledgerIn(object: VersionedObject | null, store: ObjectStore): Ledger {
  if (object === null) return emptyLedger;
  try {
    return parseLedger(object.text);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new LedgerError(`${store.uriOf(key)}: ${error.message}; move it away to begin anew`, { cause: error });
  }
}

import { type ObjectStore, storeErrorReason, type VersionedObject } from '../model/object-store.ts';
import { storedObjects } from '../model/stored-objects.ts';
import { emptyLedger, type Ledger, LedgerError, ledgerText, parseLedger } from './ledger.ts';

/** The ledger before a run looked at anything. */
export type LedgerAtStart =
  | ({ readonly kind: 'READ' } & LedgerVersion)
  | { readonly kind: 'FAILED'; readonly reason: string };

/** The ledger, and the object that it was read from; `null` where there was none yet. */
export interface LedgerVersion {
  readonly ledger: Ledger;
  readonly object: VersionedObject | null;
}

const key = storedObjects.ledger;

/** Other runs may write between our reading and our writing; after so many attempts this one gives up. */
const maxAttempts = 20;

/** @throws LedgerError, ObjectStoreError */
export async function readLedger(store: ObjectStore): Promise<LedgerVersion> {
  const object = await store.read(key);
  return { ledger: ledgerIn(object, store), object };
}

/** Reads the ledger for a run that begins. */
export async function readLedgerAtStart(store: ObjectStore): Promise<LedgerAtStart> {
  try {
    return { kind: 'READ', ...(await readLedger(store)) };
  } catch (error) {
    return { kind: 'FAILED', reason: ledgerErrorReason(error) };
  }
}

/**
 * Lets `change` work out a new ledger, and writes that upon the version that was read. Where another run wrote in between,
 * all of it is done again, so that neither loses what the other wrote. A change that returns the ledger as it was writes
 * nothing.
 * @param known the version to begin with, `null` where it is to be read first
 * @throws LedgerError, ObjectStoreError, and whatever `change` throws
 */
export async function changeLedger<Outcome extends { readonly ledger: Ledger }>(
  store: ObjectStore,
  change: (ledger: Ledger) => Outcome,
  known: LedgerVersion | null,
): Promise<Outcome> {
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    // A large ledger takes its time to parse, and most runs meet the version that they began with.
    const { ledger, object } = attempt === 0 && known !== null ? known : await readLedger(store);
    const outcome = change(ledger);
    const isNothing = outcome.ledger === ledger || (object === null && outcome.ledger.entries.size === 0);
    if (isNothing || (await store.write(key, ledgerText(outcome.ledger), 'application/json', object?.etag ?? null))) {
      return outcome;
    }
  }
  throw new LedgerError(`${store.uriOf(key)} was written by other runs at each attempt of this one`);
}

/** @returns why the ledger could not be had or kept, for who can do without it; a fault of this program stays an exception */
export function ledgerErrorReason(error: unknown): string {
  return error instanceof LedgerError ? error.message : storeErrorReason(error);
}

function ledgerIn(object: VersionedObject | null, store: ObjectStore): Ledger {
  if (object === null) return emptyLedger;
  try {
    return parseLedger(object.text);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new LedgerError(`${store.uriOf(key)}: ${error.message}; move it away to start again`, { cause: error });
  }
}

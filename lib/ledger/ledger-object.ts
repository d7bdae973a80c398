import { keptObjects } from '../model/kept-objects.ts';
import {
  changeObject,
  type ObjectStore,
  storeTrouble,
  type VersionedObject,
  writtenByOthers,
} from '../model/object-store.ts';
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

const key = keptObjects.ledger;

/** Runs that may write between our reading and our writing, before this one gives up. */
const patience = 20;

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
    return { kind: 'FAILED', reason: ledgerTrouble(error) };
  }
}

/**
 * Lets `change` work out a new ledger, and writes that upon the version that was read, see `changeObject`. A change that
 * returns the ledger as it was writes nothing.
 * @param known the version to begin with, `undefined` where it is to be read first
 * @throws LedgerError, ObjectStoreError
 */
export async function changeLedger<Outcome extends { readonly ledger: Ledger }>(
  store: ObjectStore,
  change: (ledger: Ledger) => Outcome | Promise<Outcome>,
  known?: LedgerVersion,
): Promise<Outcome> {
  const changeText = async (object: VersionedObject | null) => {
    // A large ledger takes its time to parse, and most runs meet the version that they began with.
    const before = known !== undefined && object === known.object ? known.ledger : ledgerIn(object, store);
    const outcome = await change(before);
    const isNothing = outcome.ledger === before || (object === null && outcome.ledger.entries.size === 0);
    return { text: isNothing ? null : ledgerText(outcome.ledger), outcome };
  };
  const changed = await changeObject(store, key, patience, changeText, known?.object);
  if (changed === null) throw new LedgerError(writtenByOthers(store, key));
  return changed.outcome;
}

/** @returns why the ledger could not be had or kept, for who can do without it; a fault of this program stays an exception */
export function ledgerTrouble(error: unknown): string {
  return error instanceof LedgerError ? error.message : storeTrouble(error);
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

import { emptyLedger, type Ledger, LedgerError, ledgerText, parseLedger } from './ledger.ts';
import type { ObjectStore } from './object-store.ts';

/** The ledger as it was read, and the version it was read at. */
export interface LedgerVersion {
  readonly ledger: Ledger;
  /** `null` where there was none yet. */
  readonly etag: string | null;
}

const key = 'ledger.json';

/** Runs that may write between our reading and our writing, before this one gives up. */
const patience = 20;

/**
 * Reads the ledger, lets `change` work out a new one, and writes that upon the version that was read. Where another run
 * wrote in between, all of it is done again, so that neither loses what the other wrote.
 * @throws LedgerError, ObjectStoreError
 */
export async function changeLedger<Outcome extends { readonly ledger: Ledger }>(
  store: ObjectStore,
  change: (ledger: Ledger) => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  for (let attempt = 0; attempt < patience; attempt += 1) {
    const { ledger, etag } = await readLedger(store);
    const outcome = await change(ledger);
    const isNothing = etag === null && outcome.ledger.size === 0;
    if (isNothing || (await store.write(key, ledgerText(outcome.ledger), 'application/json', etag))) return outcome;
  }
  throw new LedgerError(`${store.uriOf(key)} was written by other runs each time that this one wanted to`);
}

/** @throws LedgerError, ObjectStoreError */
export async function readLedger(store: ObjectStore): Promise<LedgerVersion> {
  const object = await store.read(key);
  if (object === null) return { ledger: emptyLedger, etag: null };
  try {
    return { ledger: parseLedger(object.text), etag: object.etag };
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    throw new LedgerError(`${store.uriOf(key)}: ${error.message}; move it away to begin anew`, { cause: error });
  }
}

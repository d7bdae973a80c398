import type { Attribution } from '../attribution/attribution.ts';
import { type Changes, type ClaimSettings, type Found, type LedgerAccess, runOf, seenIn } from './claim-changes.ts';
import { markArrived, releaseClaims } from './claims.ts';
import type { Ledger } from './ledger.ts';
import { changeLedger, ledgerErrorReason } from './ledger-object.ts';
import { reconcile } from './lifecycle.ts';
import type { Invocation } from './run.ts';

/** What became of a message. FAILED is one that may have arrived nevertheless. */
export type Notified =
  | { readonly kind: 'NOTHING' }
  | { readonly kind: 'FAILED' }
  /** Ids of the findings that were in the message, or in an archive that it links to. */
  | { readonly kind: 'NOTIFIED'; isIn(id: string): boolean };

/** By the id of a finding. */
type Authors = ReadonlyMap<string, Attribution>;

/** What a run claimed, and what it goes by. */
interface Claimed {
  readonly found: Found;
  readonly changes: Changes;
  readonly settings: ClaimSettings;
  readonly ledgerAccess: LedgerAccess | null;
}

/**
 * Writes down what became of the message, and who is behind what.
 * @returns why that failed, `null` where it did not: some of the message may be sent once more
 */
export async function markNotified(
  { found, changes, settings, ledgerAccess }: Claimed,
  { notified, authors }: { readonly notified: Notified; readonly authors: Authors },
  now: Date,
): Promise<string | null> {
  if (ledgerAccess === null || settings.dryRun) return null;
  if (notified.kind === 'NOTHING' && (authors.size === 0 || changes.ledger === null)) return null;
  const run = runOf({ found, settings, ledgerAccess }, now);
  // What was said without a ledger was never claimed: now that it may be written down, it is as if it had been.
  const seen = seenIn({ ...found, resources: changes.resources });
  const claimed = (ledger: Ledger) =>
    changes.ledger === null
      ? reconcile(ledger, { seen, endingOf: () => null }, { ...run, sequence: ledger.sequence }).ledger
      : ledger;
  try {
    await changeLedger(
      ledgerAccess.store,
      (before) => {
        const ledger = claimed(before);
        const sequence = changes.ledger === null ? ledger.sequence : changes.ledger.sequence;
        return { ledger: marked(withAuthors(ledger, authors, sequence), run, notified) };
      },
      null,
    );
    return null;
  } catch (error) {
    return ledgerErrorReason(error);
  }
}

function marked(ledger: Ledger, run: Invocation, notified: Notified): Ledger {
  if (notified.kind === 'FAILED') return releaseClaims(ledger, run);
  return notified.kind === 'NOTIFIED' ? markArrived(ledger, run, notified.isIn) : ledger;
}

/** What another run has seen since then may have been made by another. */
function withAuthors(ledger: Ledger, authors: Authors, sequence: number): Ledger {
  if (authors.size === 0) return ledger;
  const entries = [...ledger.entries].map(([id, entry]) => {
    const attribution = authors.get(id);
    return [id, attribution !== undefined && entry.sequence === sequence ? { ...entry, attribution } : entry] as const;
  });
  return { ...ledger, entries: new Map(entries) };
}

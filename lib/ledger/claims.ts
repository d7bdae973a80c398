import type { Claim, Ledger, LedgerEntry } from './ledger.ts';

/**
 * Milliseconds. No invocation lasts as long: one that said that it would tell and has not done so by then is dead, and
 * whether its message arrived is not known.
 */
const claimHolds = 20 * 60_000;

/** An invocation that claims what it tells. */
export interface Claimant {
  readonly token: string;
  readonly now: Date;
}

/**
 * Whether another invocation is about to tell the finding. What that one says arrives at any moment, so that whatever else
 * is said of the finding could arrive before it.
 */
export function isClaimedElsewhere({ claim }: LedgerEntry, { token, now }: Claimant): boolean {
  return claim !== null && claim.token !== token && isHeld(claim, now);
}

/** A time far ahead is that of a clock that was wrong. */
function isHeld({ at, isReleased }: Claim, now: Date): boolean {
  return !isReleased && Math.abs(now.getTime() - Date.parse(at)) < claimHolds;
}

/**
 * @param arrived ids of the findings that were in the message, or in an archive that it links to
 * @returns the ledger after the message of an invocation went out: what it claimed is known now
 */
export function markTold(ledger: Ledger, { token, now }: Claimant, arrived: (id: string) => boolean): Ledger {
  return changeClaimed(ledger, token, (entry) => {
    if (!arrived(entry.id)) return { ...entry, claim: null };
    const closed = entry.closed && { ...entry.closed, told: true };
    const told = { at: now.toISOString(), values: entry.values };
    return { ...entry, claim: null, isUncertain: false, closed, told };
  });
}

/** @returns the ledger after the message of an invocation failed: whichever run comes next may tell what it claimed */
export function releaseClaims(ledger: Ledger, { token }: Pick<Claimant, 'token'>): Ledger {
  return changeClaimed(ledger, token, (entry) => ({
    ...entry,
    claim: entry.claim && { ...entry.claim, isReleased: true },
  }));
}

function changeClaimed(ledger: Ledger, token: string, change: (entry: LedgerEntry) => LedgerEntry): Ledger {
  const isOwn = ({ claim }: LedgerEntry) => claim?.token === token;
  if (![...ledger.entries.values()].some(isOwn)) return ledger;
  const entries = [...ledger.entries].map(([id, entry]) => [id, isOwn(entry) ? change(entry) : entry] as const);
  return { ...ledger, entries: new Map(entries) };
}

import { asNotified } from './claimants.ts';
import type { Claim, Ledger, LedgerEntry } from './ledger.ts';
import type { Invocation, Run } from './run.ts';
import { areAlike } from './values.ts';

/**
 * Milliseconds. No invocation lasts as long: one that said that it would notify people and has not done so by then is dead,
 * and whether its message arrived is not known.
 */
const claimHoldsMs = 20 * 60_000;

/**
 * Whether another invocation is about to notify people of the finding. What that one says arrives at any moment, so that
 * whatever else is said of the finding could arrive before it.
 */
export function isClaimedElsewhere({ claim }: LedgerEntry, { token, now }: Invocation): boolean {
  return claim !== null && claim.token !== token && isHeld(claim, now);
}

/** What another run saw since this one began, or is about to say, is for the run after both to judge. */
export function isOfAnotherRun(entry: LedgerEntry, run: Run): boolean {
  return entry.sequence > run.sequence || isClaimedElsewhere(entry, run);
}

/** @returns the entry without a claim that nobody holds any more: what it was for may have been said */
export function withoutClaim(entry: LedgerEntry): LedgerEntry {
  return { ...entry, claim: null, isUncertain: entry.isUncertain || (entry.claim !== null && saysMore(entry)) };
}

/** Whether a message about it says more than what people know. */
function saysMore({ closed, notifiedAt, claimants }: LedgerEntry): boolean {
  if (closed !== null || notifiedAt === null) return true;
  return claimants.some(({ values, notified }) => notified === null || !areAlike(notified, values));
}

/** A time far ahead is that of a clock that was wrong. */
function isHeld({ at, isReleased }: Claim, now: Date): boolean {
  return !isReleased && Math.abs(now.getTime() - Date.parse(at)) < claimHoldsMs;
}

/**
 * @param arrived ids of the findings that were in the message, or in an archive that it links to
 * @returns the ledger after the message of an invocation went out: what it claimed is known now
 */
export function markArrived(ledger: Ledger, { token, now }: Invocation, arrived: (id: string) => boolean): Ledger {
  return changeClaimed(ledger, token, (entry) => {
    if (!arrived(entry.id)) return { ...entry, claim: null };
    const closed = entry.closed && { ...entry.closed, isNotified: true };
    const claimants = asNotified(entry.claimants, entry.sequence);
    return { ...entry, claimants, claim: null, isUncertain: false, closed, notifiedAt: now.toISOString() };
  });
}

/** @returns the ledger after the message of an invocation failed: whichever run comes next may send what it claimed */
export function releaseClaims(ledger: Ledger, { token }: Pick<Invocation, 'token'>): Ledger {
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

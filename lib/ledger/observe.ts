import type { PendingReason } from '../findings/assess.ts';
import { type ApiCall, distinctCalls } from '../model/api-call.ts';
import { stageIdOf } from '../model/stage-id.ts';
import { areKnown, asKnown, claimantsNow, type Sightings } from './claimants.ts';
import { isOfAnotherRun, withoutClaim } from './claims.ts';
import type { FindingLifecycle } from './finding-event.ts';
import type { LedgerEntry } from './ledger.ts';
import type { Run, Step, WritingRun } from './run.ts';

/** Calls that the ledger keeps of a finding that is pending: the latest tell who set what is live. */
const maxPendingCalls = 20;

/**
 * @param known what the ledger has of the finding
 * @param pending why nobody is notified yet, `null` where people may be
 * @returns what becomes of a finding that a run saw
 */
export function observe(
  known: LedgerEntry | undefined,
  { sightings, pending }: { readonly sightings: Sightings; readonly pending: PendingReason | null },
  run: WritingRun,
): Step {
  if (known !== undefined && isOfAnotherRun(known, run)) {
    const isSeenAlike =
      known.closed === null && known.pending === null && areKnown(sightings, known.claimants, ({ values }) => values);
    return { ...unchanged(withCalls(known, pending)), isContested: !isSeenAlike && pending === null };
  }
  const left = known && withoutClaim(known);
  // What ended without anybody having heard of it never ended for those who read.
  const before = left !== undefined && isHeardToBeOver(left) && pending === null ? undefined : left;
  const entry: LedgerEntry = {
    ...(before ?? unheardOf(sightings, run)),
    lastSeen: run.begunAt.toISOString(),
    sequence: run.newSequence,
  };
  if (pending !== null) {
    const since = notLater(before?.pending?.since ?? run.now.toISOString(), run.now);
    const calls = latestCalls([...pending.calls, ...(before?.pending?.calls ?? [])]);
    return unchanged({ ...entry, pending: { since, reason: pending.reason, calls } });
  }
  const event = eventOf(before, sightings, run);
  const [{ kind, type, name, path, severity }] = sightings;
  const claimants = claimantsNow(before?.claimants ?? [], sightings, run);
  // What was away meanwhile is new, even where nobody heard of that.
  const isUnchanged = before?.closed === null && areKnown(sightings, before.claimants, ({ values }) => values);
  const seen: LedgerEntry = {
    ...entry,
    ...{ kind, type, name, path, severity },
    claimants: event === 'KNOWN' || event === 'REMINDER' ? asKnown(claimants, run.newSequence) : claimants,
    unchangedSince: isUnchanged ? before.unchangedSince : run.now.toISOString(),
    notifiedAt: entry.notifiedAt && notLater(entry.notifiedAt, run.now),
    pending: null,
    // What changed once more may have been changed by another.
    attribution: event === 'CHANGED' ? null : entry.attribution,
    closed: null,
  };
  return { entry: seen, lifecycle: lifecycleOf(event, seen), hasChanged: event !== 'KNOWN', isContested: false };
}

/** A call that one run knows of was made, whichever run saw the finding last. */
function withCalls(known: LedgerEntry, seen: PendingReason | null): LedgerEntry {
  if (known.pending === null || seen === null) return known;
  return { ...known, pending: { ...known.pending, calls: latestCalls([...seen.calls, ...known.pending.calls]) } };
}

function latestCalls(calls: readonly ApiCall[]): readonly ApiCall[] {
  return distinctCalls(calls)
    .toSorted((a, b) => Date.parse(b.time) - Date.parse(a.time))
    .slice(0, maxPendingCalls);
}

/** @returns the step of a finding that is seen, and of which there is nothing new to say */
export function unchanged(entry: LedgerEntry): Step {
  return { entry, lifecycle: lifecycleOf('KNOWN', entry), hasChanged: false, isContested: false };
}

function unheardOf(sightings: Sightings, run: WritingRun): LedgerEntry {
  const [finding] = sightings;
  const { id, kind, type, name, path, severity } = finding;
  const seenAt = run.begunAt.toISOString();
  return {
    ...{ id, kind, ...stageIdOf(finding), type, name, path, severity },
    claimants: claimantsNow([], sightings, run),
    ...{
      firstSeen: seenAt,
      lastSeen: seenAt,
      unchangedSince: run.now.toISOString(),
      sequence: run.newSequence,
      notifiedAt: null,
    },
    ...{ isUncertain: false, pending: null, attribution: null, claim: null, closed: null },
  };
}

function lifecycleOf(event: FindingLifecycle['event'], { firstSeen, attribution }: LedgerEntry): FindingLifecycle {
  return { event, firstSeen, attribution };
}

function eventOf(before: LedgerEntry | undefined, sightings: Sightings, run: Run): FindingLifecycle['event'] {
  if (before === undefined || before.notifiedAt === null) return 'OPENED';
  if (before.isUncertain || !areKnown(sightings, before.claimants, ({ notified }) => notified)) return 'CHANGED';
  return run.now.getTime() - Date.parse(before.notifiedAt) >= run.remindAfterMs ? 'REMINDER' : 'KNOWN';
}

function isHeardToBeOver({ closed, isUncertain }: LedgerEntry): boolean {
  return closed !== null && (closed.isNotified || isUncertain);
}

/** A time that is still to come is that of a clock that was wrong. */
function notLater(time: string, now: Date): string {
  return Date.parse(time) > now.getTime() ? now.toISOString() : time;
}

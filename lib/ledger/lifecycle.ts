import type { AssessedFinding, PendingReason } from '../findings/assess.ts';
import { resourceKey } from '../findings/finding.ts';
import { type StatedStageId, stageIdOf } from '../model/stage-id.ts';
import type { Sightings } from './claimants.ts';
import { isOfAnotherRun, withoutClaim } from './claims.ts';
import type { FindingLifecycle, Resolution, ResolvedFinding } from './finding-event.ts';
import { type Ledger, type LedgerEntry, resourceKeyOf } from './ledger.ts';
import { observe, unchanged } from './observe.ts';
import type { Run, Step, WritingRun } from './run.ts';

/** What a run found, and why nobody is notified of it yet, `null` where people may be. */
export interface SeenFinding {
  readonly finding: AssessedFinding;
  readonly pending: PendingReason | null;
}

/** How a finding ended that a run did not see, `null` where the run cannot tell: unchecked is not resolved. */
export type Ending = { readonly how: Resolution; readonly explanation: string } | null;

/** What a run has to say of findings. */
interface Found {
  readonly seen: readonly SeenFinding[];
  /** Says how a finding ended that is in the ledger and was not seen. */
  readonly endingOf: (entry: LedgerEntry) => Ending;
}

/** What several runs judge that are under way. */
export type Contested = StatedStageId & Pick<LedgerEntry, 'kind'> & { readonly state: string | null };

export interface Reconciled {
  readonly ledger: Ledger;
  readonly lifecycles: ReadonlyMap<string, FindingLifecycle>;
  readonly resolved: readonly ResolvedFinding[];
  /** Whether there is anything to send a message for. */
  readonly hasChanges: boolean;
  /** What this run would have judged otherwise than another one that is still about to notify, or saw it later. */
  readonly contested: readonly Contested[];
}

/** Milliseconds for which an ended finding is kept, so that a slower run that saw it open does not open it again. */
const closedKeptMs = 7 * 24 * 60 * 60_000;

/** What ended without anything having happened in AWS or Terraform is said along with other changes, and never by itself. */
const quiet: ReadonlySet<Resolution> = new Set(['CHECKED', 'IGNORED']);

/**
 * Reconciles what a run found with the ledger. What is new is claimed for the invocation; only after the message is
 * out does `markArrived` make it known, and after one that failed `releaseClaims` leaves it to the next run.
 */
export function reconcile(ledger: Ledger, { seen: findings, endingOf }: Found, run: Run): Reconciled {
  const writing = { ...run, newSequence: ledger.sequence + 1 };
  const seen = sightingsIn(findings);
  const leftPending = pendingForOthers(ledger, run);
  const observed = [...seen.values()].flatMap((one): readonly Step[] => {
    const [{ id }] = one.sightings;
    const known = ledger.entries.get(id);
    if (!leftPending.has(resourceKey(one.sightings[0]))) return [observe(known, one, writing)];
    return known === undefined ? [] : [unchanged(known)];
  });
  // Of a resource that is pending nothing ends, nor is it said that something ended before.
  const pending = new Set([
    ...leftPending,
    ...findings.flatMap(({ finding, pending }) => (pending === null ? [] : [resourceKey(finding)])),
    ...observed.flatMap(({ entry }) => (entry.pending === null ? [] : [resourceKeyOf(entry)])),
  ]);
  const others = [...ledger.entries.values()]
    .filter((entry) => !seen.has(entry.id) && !isForgotten(entry, run))
    .map((entry) => (pending.has(resourceKeyOf(entry)) ? unseen(entry, false) : end(entry, endingOf(entry), writing)));
  const steps = [...observed, ...others];
  const hasChanges = steps.some(
    ({ hasChanged, entry, lifecycle }) => hasChanged && (lifecycle !== null || !isQuiet(entry)),
  );
  const claim = { reportId: run.reportId, token: run.token, at: run.now.toISOString(), isReleased: false };
  const entries = steps.map(({ entry, hasChanged }) => (hasChanges && hasChanged ? { ...entry, claim } : entry));
  return {
    ledger: { sequence: writing.newSequence, entries: new Map(entries.map((entry) => [entry.id, entry])) },
    lifecycles: new Map(
      observed.flatMap(({ entry, lifecycle }) => (lifecycle === null ? [] : [[entry.id, lifecycle]])),
    ),
    resolved: hasChanges ? others.flatMap(({ entry, hasChanged }) => (hasChanged ? toResolved(entry) : [])) : [],
    hasChanges,
    contested: steps.flatMap(({ isContested, entry }) => (isContested ? [toContested(entry)] : [])),
  };
}

/** @returns what no rule ignores, by id, with each claimant that has it; it is pending where it is for any of them */
function sightingsIn(findings: readonly SeenFinding[]) {
  const seen = new Map<string, { readonly sightings: Sightings; readonly pending: PendingReason | null }>();
  for (const { finding, pending } of findings) {
    if (finding.ignoredBy !== null) continue;
    const before = seen.get(finding.id);
    seen.set(finding.id, {
      sightings: before === undefined ? [finding] : [...before.sightings, finding],
      pending: before?.pending ?? pending,
    });
  }
  return seen;
}

/** @returns the keys of the resources that a run leaves pending, since a person asked for it */
function pendingForOthers({ entries }: Ledger, { isManual }: Run): ReadonlySet<string> {
  if (!isManual) return new Set();
  return new Set([...entries.values()].filter(({ pending }) => pending !== null).map(resourceKeyOf));
}

function end(entry: LedgerEntry, ending: Ending, run: WritingRun): Step {
  if (isOfAnotherRun(entry, run)) {
    return { ...unseen(entry, false), isContested: ending !== null && entry.closed === null };
  }
  // What ended for an earlier run may have begun again since: only who looks can tell, and has a claim given up.
  if (ending === null) return unseen(entry, false);
  const left = withoutClaim(entry);
  const before = left.closed;
  if (before?.isNotified) return unseen({ ...left, pending: null }, false);
  // What people are still to hear of is said as it is by now. What was checked again was checked for good.
  const { how, explanation } = before?.how === 'CHECKED' ? before : ending;
  // Nobody misses the end of what nobody heard of, or of what goes on as another finding.
  const isNotified = (left.notifiedAt === null && !left.isUncertain) || how === 'SUPERSEDED';
  const closed = { at: before?.at ?? run.begunAt.toISOString(), how, explanation, isNotified };
  return unseen({ ...left, sequence: run.newSequence, pending: null, closed }, !isNotified);
}

function unseen(entry: LedgerEntry, hasChanged: boolean): Step {
  return { entry, lifecycle: null, hasChanged, isContested: false };
}

function isQuiet({ closed }: LedgerEntry): boolean {
  return closed !== null && quiet.has(closed.how);
}

/** What people are still to hear of is kept for as long as that takes. */
function isForgotten(entry: LedgerEntry, { now }: Run): boolean {
  const { closed, pending } = entry;
  if (closed === null || pending !== null || !(closed.isNotified || isQuiet(entry))) return false;
  return now.getTime() - Date.parse(closed.at) >= closedKeptMs;
}

function toContested(entry: LedgerEntry): Contested {
  const { kind, claimants } = entry;
  return { kind, state: claimants[0].state, ...stageIdOf(entry) };
}

function toResolved(entry: LedgerEntry): ResolvedFinding[] {
  const { id, kind, claimants, type, path, severity, firstSeen, closed } = entry;
  if (closed === null) return [];
  const [{ address, state }] = claimants;
  const { how, explanation } = closed;
  return [{ id, kind, address, type, state, resource: stageIdOf(entry), path, severity, firstSeen, how, explanation }];
}

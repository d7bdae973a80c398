import type { AssessedFinding, PendingReason } from '../findings/assess.ts';
import { resourceKey } from '../findings/finding.ts';
import { unmarked } from '../findings/masking.ts';
import { distinctCalls } from '../model/api-call.ts';
import type { StatedStageId } from '../model/stage-id.ts';
import { type Claimant, isClaimedElsewhere } from './claims.ts';
import type { LifeOfFinding, Resolution, ResolvedFinding } from './finding-event.ts';
import { type Ledger, type LedgerEntry, type Values, valueDigest } from './ledger.ts';

/** A run, as far as the life of findings is concerned. */
export interface Run extends Claimant {
  /** The same when the run is made again for the same event. */
  readonly reportId: string;
  /** The ledger's sequence number before the run looked at anything: what was written later may be seen later. */
  readonly sequence: number;
  /** What the run saw is dated by it, since it may have seen it then. */
  readonly begunAt: Date;
  /** Milliseconds after which an open finding is told again. */
  readonly remindAfter: number;
  /** @returns the serial of a state, `null` of one that was not read */
  serialOf(state: string | null): number | null;
}

/** What a run found, and why it is not told yet, `null` where it may be. */
export interface SeenFinding {
  readonly finding: AssessedFinding;
  readonly pending: PendingReason | null;
}

/** How a finding ended that a run did not see, `null` where the run cannot tell: unchecked is not resolved. */
export type Ending = { readonly how: Resolution; readonly explanation: string } | null;

/** What several runs judge that are under way. */
export type Contested = Pick<LedgerEntry, 'kind' | 'state'> & StatedStageId;

export interface Followed {
  readonly ledger: Ledger;
  readonly lives: ReadonlyMap<string, LifeOfFinding>;
  readonly resolved: readonly ResolvedFinding[];
  /** Whether there is anything to send a message for. */
  readonly isNews: boolean;
  /** What this run would have judged otherwise than another one that is still about to tell, or saw it later. */
  readonly contested: readonly Contested[];
}

/** Milliseconds for which an ended finding is kept, so that a slower run that saw it open does not open it again. */
const closedKept = 7 * 24 * 60 * 60_000;

/** Calls that the ledger keeps of a finding that waits: the latest tell who set what is live. */
const maxPendingCalls = 20;

/** What ended without anything having happened in AWS or Terraform is told along with other news, and never by itself. */
const quiet: ReadonlySet<Resolution> = new Set(['CHECKED', 'IGNORED']);

/** What becomes of one finding. */
interface Step {
  readonly entry: LedgerEntry;
  /** `null` where it was not seen. */
  readonly life: LifeOfFinding | null;
  /** Whether there is something to tell of it. */
  readonly isTold: boolean;
  /** Whether it is another run's to judge, and this one would have judged otherwise. */
  readonly isContested: boolean;
}

/**
 * Holds what a run found against what is remembered. What is news is claimed for the invocation; only after the message is
 * out does `markTold` make it known, and after one that failed `releaseClaims` leaves it to the next run.
 * @param endingOf what the run says of a finding that it did not see
 */
export function follow(
  ledger: Ledger,
  findings: readonly SeenFinding[],
  endingOf: (entry: LedgerEntry) => Ending,
  run: Run,
): Followed {
  const seen = new Map<string, SeenFinding>();
  for (const one of findings) {
    if (one.finding.ignoredBy === null && !seen.has(one.finding.id)) seen.set(one.finding.id, one);
  }
  const sequence = ledger.sequence + 1;
  const observed = [...seen.values()].map((one) => observe(ledger.entries.get(one.finding.id), one, run, sequence));
  // Of a resource that waits for an apply nothing ends, nor is it told that something ended before: whoever has it wait.
  const waiting = new Set([
    ...findings.flatMap(({ finding, pending }) => (pending === null ? [] : [resourceKey(finding)])),
    ...observed.flatMap(({ entry }) => (entry.pending === null ? [] : [resourceKey(entry)])),
  ]);
  const others = [...ledger.entries.values()]
    .filter((entry) => !seen.has(entry.id) && !isForgotten(entry, run))
    .map((entry) => (waiting.has(resourceKey(entry)) ? unseen(entry, false) : end(entry, endingOf, run, sequence)));
  const steps = [...observed, ...others];
  const isNews = steps.some(({ isTold, entry, life }) => isTold && (life !== null || !isQuiet(entry)));
  const claim = { reportId: run.reportId, token: run.token, at: run.now.toISOString(), isReleased: false };
  const entries = steps.map(({ entry, isTold }) => (isNews && isTold ? { ...entry, claim } : entry));
  return {
    ledger: { sequence, entries: new Map(entries.map((entry) => [entry.id, entry])) },
    lives: new Map(observed.flatMap(({ entry, life }) => (life === null ? [] : [[entry.id, life]]))),
    resolved: isNews ? others.flatMap(({ entry, isTold }) => (isTold ? toResolved(entry) : [])) : [],
    isNews,
    contested: steps.flatMap(({ isContested, entry }) => (isContested ? [entry] : [])),
  };
}

function observe(known: LedgerEntry | undefined, { finding, pending }: SeenFinding, run: Run, sequence: number): Step {
  const values = valuesOf(finding);
  if (known !== undefined && isOfAnotherRun(known, run)) {
    const isSeenAlike = known.closed === null && known.pending === null && areEqual(known.values, values);
    return { entry: known, life: lifeOf('KNOWN', known), isTold: false, isContested: !isSeenAlike && pending === null };
  }
  const seenAt = run.begunAt.toISOString();
  const left = known && withoutClaim(known);
  // What ended without anybody having heard of it never ended for those who read.
  const before = left !== undefined && isHeardToBeOver(left) && pending === null ? undefined : left;
  const { id, kind, accountId, region, restApiId, stageName, type, name, path, address, state, severity } = finding;
  const subject = { id, kind, accountId, region, restApiId, stageName, type, name, path, address, state, severity };
  const entry: LedgerEntry = { ...(before ?? unheardOf(subject, values, run)), lastSeen: seenAt, sequence };
  if (pending !== null) {
    const since = earlier(before?.pending?.since ?? run.now.toISOString(), run.now);
    const calls = distinctCalls([...pending.calls, ...(before?.pending?.calls ?? [])]);
    const latest = calls.toSorted((a, b) => Date.parse(b.time) - Date.parse(a.time)).slice(0, maxPendingCalls);
    const waiting = { ...entry, pending: { since, reason: pending.reason, calls: latest } };
    return { entry: waiting, life: lifeOf('KNOWN', waiting), isTold: false, isContested: false };
  }
  const event = eventOf(before, values, run);
  // What was away meanwhile has come anew, even where nobody heard of that.
  const isUnchanged = before?.closed === null && areEqual(before.values, values);
  const seen: LedgerEntry = {
    ...entry,
    ...subject,
    serial: run.serialOf(state),
    unchangedSince: isUnchanged ? before.unchangedSince : run.now.toISOString(),
    values,
    told: entry.told && { ...entry.told, at: earlier(entry.told.at, run.now) },
    pending: null,
    // What changed once more may have been changed by another.
    attribution: event === 'CHANGED' ? null : entry.attribution,
    closed: null,
  };
  return { entry: seen, life: lifeOf(event, seen), isTold: event !== 'KNOWN', isContested: false };
}

/** @returns the entry without a claim that nobody holds any more: what it was for may have been told */
function withoutClaim(entry: LedgerEntry): LedgerEntry {
  return { ...entry, claim: null, isUncertain: entry.isUncertain || (entry.claim !== null && saysMore(entry)) };
}

type Subject = Omit<LedgerEntry, keyof ReturnType<typeof beginning>>;

function beginning(values: Values, { begunAt, now }: Run) {
  const [seenAt, changedAt] = [begunAt.toISOString(), now.toISOString()];
  return {
    ...{
      firstSeen: seenAt,
      lastSeen: seenAt,
      unchangedSince: changedAt,
      sequence: 0,
      serial: null,
      values,
      told: null,
    },
    ...{ isUncertain: false, pending: null, attribution: null, claim: null, closed: null },
  };
}

function unheardOf(subject: Subject, values: Values, run: Run): LedgerEntry {
  return { ...subject, ...beginning(values, run), serial: run.serialOf(subject.state) };
}

function lifeOf(event: LifeOfFinding['event'], { firstSeen, attribution }: LedgerEntry): LifeOfFinding {
  return { event, firstSeen, attribution };
}

function eventOf(before: LedgerEntry | undefined, values: Values, run: Run): LifeOfFinding['event'] {
  if (before === undefined || before.told === null) return 'OPENED';
  if (before.isUncertain || !areEqual(before.told.values, values)) return 'CHANGED';
  return run.now.getTime() - Date.parse(before.told.at) >= run.remindAfter ? 'REMINDER' : 'KNOWN';
}

function end(entry: LedgerEntry, endingOf: (entry: LedgerEntry) => Ending, run: Run, sequence: number): Step {
  const ending = endingOf(entry);
  if (isOfAnotherRun(entry, run)) {
    return { ...unseen(entry, false), isContested: ending !== null && entry.closed === null };
  }
  const left = withoutClaim(entry);
  // What ended for an earlier run may have begun again since: only who looks can tell.
  if (ending === null) return unseen(left, false);
  if (left.closed !== null) return unseen({ ...left, pending: null }, !left.closed.told);
  // Nobody misses the end of what nobody heard of, or of what goes on as another finding.
  const told = (left.told === null && !left.isUncertain) || ending.how === 'SUPERSEDED';
  const closed = { at: run.begunAt.toISOString(), ...ending, told };
  return unseen({ ...left, sequence, pending: null, closed }, !told);
}

function unseen(entry: LedgerEntry, isTold: boolean): Step {
  return { entry, life: null, isTold, isContested: false };
}

/** What another run saw since this one began, or is about to tell, is for the run after both to judge. */
function isOfAnotherRun(entry: LedgerEntry, run: Run): boolean {
  return entry.sequence > run.sequence || isClaimedElsewhere(entry, run);
}

function isHeardToBeOver({ closed, isUncertain }: LedgerEntry): boolean {
  return closed !== null && (closed.told || isUncertain);
}

function isQuiet({ closed }: LedgerEntry): boolean {
  return closed !== null && quiet.has(closed.how);
}

/** Whether a message about it says more than what people know. */
function saysMore({ closed, told, values }: LedgerEntry): boolean {
  return closed !== null || told === null || !areEqual(told.values, values);
}

/** What people are still to hear of is kept for as long as that takes. */
function isForgotten(entry: LedgerEntry, { now }: Run): boolean {
  const { closed, pending } = entry;
  if (closed === null || pending !== null || !(closed.told || isQuiet(entry))) return false;
  return now.getTime() - Date.parse(closed.at) >= closedKept;
}

/** A time that is still to come is that of a clock that was wrong. */
function earlier(time: string, now: Date): string {
  return Date.parse(time) > now.getTime() ? now.toISOString() : time;
}

/** Of a resource as a whole there are no values. */
function valuesOf({ difference }: AssessedFinding): Values {
  return { expected: valueDigest(difference?.expected ?? null), actual: valueDigest(difference?.actual ?? null) };
}

function areEqual(a: Values, b: Values): boolean {
  return isSame(a.expected, b.expected) && isSame(a.actual, b.actual);
}

/** A hidden value without a mark may be any: where the key is missing for once, nothing has changed for that. */
function isSame(a: string, b: string): boolean {
  return a === b || a === anyHidden || b === anyHidden;
}

const anyHidden = valueDigest(unmarked);

function toResolved(entry: LedgerEntry): ResolvedFinding[] {
  const { id, kind, address, type, state, path, severity, firstSeen, closed } = entry;
  if (closed === null) return [];
  const { accountId, region, restApiId, stageName } = entry;
  const resource = { accountId, region, restApiId, stageName };
  const { how, explanation } = closed;
  return [{ id, kind, address, type, state, resource, path, severity, firstSeen, how, explanation }];
}

import type { Attribution } from '../../attribution/attribution.ts';
import type { AssessedFinding } from '../assess.ts';
import { unmarked } from '../masking.ts';
import { type Ledger, type LedgerEntry, type Values, valueDigest } from './ledger.ts';
import type { LifeOfFinding, Resolution, ResolvedFinding } from './life.ts';

/** A run, as far as the life of findings is concerned. */
export interface Run {
  /** The same when the run is made again for the same event. */
  readonly reportId: string;
  /** What the run saw is dated by it, since it may have seen it then. */
  readonly begunAt: Date;
  /** May be minutes later: all that it found has been read by then, and claims are made by it. */
  readonly now: Date;
  /** Milliseconds after which an open finding is told again. */
  readonly remindAfter: number;
  /** @returns the serial of a state, `null` of one that was not read */
  serialOf(state: string | null): number | null;
}

/** How a finding ended that a run did not see, `null` where the run cannot tell: unchecked is not resolved. */
export type Ending = { readonly how: Resolution; readonly explanation: string } | null;

export interface Followed {
  readonly ledger: Ledger;
  readonly lives: ReadonlyMap<string, LifeOfFinding>;
  readonly resolved: readonly ResolvedFinding[];
  /** Whether there is anything to send a message for. */
  readonly isNews: boolean;
}

/** Milliseconds. No invocation takes longer; one that said it would tell and has not done so by then has failed. */
const claimHolds = 15 * 60_000;

/** Milliseconds for which an ended finding is kept, so that a slower run that saw it open does not open it again. */
const closedKept = 7 * 24 * 60 * 60_000;

/** What ended without anything having happened in AWS or Terraform is told along with other news, and never by itself. */
const quiet: ReadonlySet<Resolution> = new Set(['CHECKED', 'IGNORED']);

/**
 * Holds what a run found against what is remembered. What is news is claimed for the run; only after the message is out
 * does `markTold` make it known, and after one that failed `releaseClaims` leaves it to the next run.
 * @param endingOf what the run says of a finding that it did not see
 */
export function follow(
  ledger: Ledger,
  findings: readonly AssessedFinding[],
  endingOf: (entry: LedgerEntry) => Ending,
  run: Run,
): Followed {
  const seen = new Map<string, AssessedFinding>();
  for (const finding of findings) {
    if (finding.ignoredBy === null && !seen.has(finding.id)) seen.set(finding.id, finding);
  }
  const observed = [...seen.values()].map((finding) => observe(ledger.get(finding.id), finding, run));
  const others = [...ledger.values()]
    .filter(({ id, closed }) => !seen.has(id) && !isForgotten(closed, run))
    .map((entry) => end(entry, endingOf, run));
  const ended = others.filter((entry) => isToBeTold(entry, run));
  const telling = new Set(ended);
  const isNews =
    observed.some(({ life }) => life.event !== 'KNOWN') || ended.some(({ closed }) => closed && !quiet.has(closed.how));
  const claim = { reportId: run.reportId, at: run.now.toISOString() };
  const claimed = (entry: LedgerEntry, wanted: boolean) => (isNews && wanted ? { ...entry, claim } : entry);
  const entries = [
    ...observed.map(({ entry, life }) => claimed(entry, life.event !== 'KNOWN')),
    ...others.map((entry) => claimed(entry, telling.has(entry))),
  ];
  return {
    ledger: new Map(entries.map((entry) => [entry.id, entry])),
    lives: new Map(observed.map(({ entry, life }) => [entry.id, life])),
    resolved: isNews ? ended.flatMap(toResolved) : [],
    isNews,
  };
}

/** @param attributions by the id of a finding @returns the same with who is behind findings, where that was found out */
export function attributed(followed: Followed, attributions: ReadonlyMap<string, Attribution>): Followed {
  const named = <Item extends { readonly attribution: Attribution | null }>(items: ReadonlyMap<string, Item>) =>
    new Map([...items].map(([id, item]) => [id, { ...item, attribution: attributions.get(id) ?? item.attribution }]));
  return { ...followed, ledger: named(followed.ledger), lives: named(followed.lives) };
}

/** @returns the ledger after the message of a run went out: what the run claimed is known now */
export function markTold(ledger: Ledger, { reportId, now }: Pick<Run, 'reportId' | 'now'>): Ledger {
  return new Map(
    [...ledger].map(([id, entry]) => {
      if (entry.claim?.reportId !== reportId) return [id, entry];
      const closed = entry.closed && { ...entry.closed, told: true };
      return [id, { ...entry, claim: null, closed, told: { at: now.toISOString(), values: entry.values } }];
    }),
  );
}

/** @returns the ledger after the message of a run failed: what it claimed, whichever run comes next may tell */
export function releaseClaims(ledger: Ledger, { reportId }: Pick<Run, 'reportId'>): Ledger {
  return new Map(
    [...ledger].map(([id, entry]) => [id, entry.claim?.reportId === reportId ? { ...entry, claim: null } : entry]),
  );
}

function observe(
  known: LedgerEntry | undefined,
  finding: AssessedFinding,
  run: Run,
): { entry: LedgerEntry; life: LifeOfFinding } {
  const seenAt = run.begunAt.toISOString();
  // A run that started later has seen more than this one.
  if (known !== undefined && (known.closed?.at ?? known.lastSeen) > seenAt) {
    return { entry: known, life: { event: 'KNOWN', firstSeen: known.firstSeen, attribution: known.attribution } };
  }
  // What ended without anybody having heard of it never ended for those who read.
  const before = known !== undefined && isHeardToBeOver(known, run) ? undefined : known;
  const values = valuesOf(finding);
  const { id, kind, accountId, region, restApiId, stageName, type, name, path, address, state, severity } = finding;
  const firstSeen = before?.firstSeen ?? seenAt;
  const event = eventOf(before, values, run);
  // What changed once more may have been changed by another.
  const attribution = event === 'CHANGED' ? null : (before?.attribution ?? null);
  // What was away meanwhile has come anew, even where nobody heard of that.
  const isUnchanged = before?.closed === null && areEqual(before.values, values);
  return {
    life: { event, firstSeen, attribution },
    entry: {
      ...{ id, kind, accountId, region, restApiId, stageName, type, name, path, address, state, severity },
      serial: run.serialOf(state),
      firstSeen,
      lastSeen: seenAt,
      unchangedSince: isUnchanged ? before.unchangedSince : run.now.toISOString(),
      values,
      told: before?.told ?? null,
      attribution,
      claim: before?.claim ?? null,
      closed: null,
    },
  };
}

function eventOf(before: LedgerEntry | undefined, values: Values, run: Run): LifeOfFinding['event'] {
  if (before === undefined) return 'OPENED';
  if (isClaimedElsewhere(before, run)) return areEqual(before.values, values) ? 'KNOWN' : 'CHANGED';
  if (before.told === null) return 'OPENED';
  if (!areEqual(before.told.values, values)) return 'CHANGED';
  return run.now.getTime() - Date.parse(before.told.at) >= run.remindAfter ? 'REMINDER' : 'KNOWN';
}

function end(entry: LedgerEntry, endingOf: (entry: LedgerEntry) => Ending, { begunAt }: Run): LedgerEntry {
  const seenAt = begunAt.toISOString();
  if (entry.closed !== null || entry.lastSeen > seenAt) return entry;
  const ending = endingOf(entry);
  if (ending === null) return entry;
  // Nobody misses the end of what nobody heard of, or of what goes on as another finding.
  const told = (entry.told === null && entry.claim === null) || ending.how === 'SUPERSEDED';
  // A run that is telling the finding knows nothing of its end: its claim must not make that known as well.
  return { ...entry, claim: null, closed: { at: seenAt, ...ending, told } };
}

/** What another run has claimed to be over, its message says at any moment. */
function isHeardToBeOver(entry: LedgerEntry, run: Run): boolean {
  return entry.closed !== null && (entry.closed.told || isClaimedElsewhere(entry, run));
}

function isToBeTold(entry: LedgerEntry, run: Run): boolean {
  return entry.closed !== null && !entry.closed.told && !isClaimedElsewhere(entry, run);
}

function isClaimedElsewhere({ claim }: LedgerEntry, { reportId, now }: Run): boolean {
  return claim !== null && claim.reportId !== reportId && now.getTime() - Date.parse(claim.at) < claimHolds;
}

function isForgotten(closed: LedgerEntry['closed'], { now }: Run): boolean {
  return closed !== null && now.getTime() - Date.parse(closed.at) >= closedKept;
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

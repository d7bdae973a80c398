import type { AskedFinding, FoundCallers } from './attribution/find-callers.ts';
import type { Examination } from './check-drift.ts';
import { faultReason } from './fault.ts';
import { assess, assessState, shownExpected } from './findings/assess.ts';
import { type Claimant, markTold, releaseClaims } from './findings/ledger/claims.ts';
import { endings } from './findings/ledger/ending.ts';
import type { Ledger } from './findings/ledger/ledger.ts';
import { changeLedger, type LedgerAtStart, ledgerTrouble } from './findings/ledger/ledger-object.ts';
import { firstSight } from './findings/ledger/life.ts';
import {
  attributed,
  type Contested,
  type Followed,
  follow,
  type Run,
  type SeenFinding,
} from './findings/ledger/lifecycle.ts';
import { type ObjectStore, ObjectStoreError } from './findings/ledger/object-store.ts';
import { archiveOf, archiveReport } from './report/archive.ts';
import { createReport } from './report/create-report.ts';
import type { Report } from './report/report.ts';
import { isNews } from './report/told.ts';
import type { CheckedResource } from './resources/verdict.ts';

/** All that a delivery needs of the world outside. */
export interface DeliveryPorts {
  /** Where findings are remembered and reports are kept; `null` where neither is. */
  readonly memory: Memory | null;
  /**
   * Finds out who is behind findings.
   * @param until time of the check: the same where a run has to ask once more, so that nothing is looked up twice
   */
  findCallers(findings: readonly AskedFinding[], until: Date): Promise<FoundCallers>;
  /**
   * @returns ids of the findings that are in the message, as far as there was room
   * @throws if nobody was told
   */
  publish(report: Report): Promise<ReadonlySet<string>>;
  /** Tells it in a chat too. @returns why that failed, `null` where it did not: the report is out all the same */
  chat(report: Report): Promise<string | null>;
  readonly now: () => Date;
}

/** Where a run remembers, and what was remembered when it began. */
export interface Memory {
  readonly store: ObjectStore;
  readonly atStart: LedgerAtStart;
  /** Of this invocation and no other. */
  readonly token: string;
}

export interface DeliverySettings {
  /** Milliseconds after which an open finding is told again. */
  readonly remindAfter: number;
  /** Work out what would be told, but tell and remember nothing. */
  readonly dryRun: boolean;
}

export interface Delivery {
  readonly report: Report;
  readonly published: boolean;
  /** What another run judges otherwise at this moment: it has to be checked once more. */
  readonly contested: readonly Contested[];
  /** What went wrong without keeping anybody from being told, `null` where nothing did. */
  readonly trouble: string | null;
}

/**
 * Tells what is new. What is news is claimed in the ledger, the report is archived and published, and only then what was
 * claimed is known: what was in the message, or in an archive that it links to. What failed to be published is left to
 * whichever run comes next: as a rule, the retry of this one.
 * @throws whatever `publish` throws
 */
export async function deliver(
  examination: Examination,
  settings: DeliverySettings,
  ports: DeliveryPorts,
): Promise<Delivery> {
  const { memory, publish, chat } = ports;
  const prepared =
    memory === null ? await forgetful(examination, ports) : await prepare(examination, settings, ports, memory);
  if (!prepared.isToBeTold || settings.dryRun) {
    const { report, contested, trouble } = prepared;
    return { report, published: false, contested, trouble };
  }
  const kept = memory === null || prepared.trouble !== null ? prepared : await keep(memory.store, prepared.report);
  const { report } = kept;
  let inMessage: ReadonlySet<string>;
  try {
    inMessage = await publish(report);
  } catch (error) {
    // Where that fails, too, the claim runs out by itself.
    if (memory !== null) await remember(memory, prepared, settings, ports.now(), releaseClaims);
    throw error;
  }
  const arrived = (id: string) => report.archive !== null || inMessage.has(id);
  const markArrived = (ledger: Ledger, run: Claimant) => markTold(ledger, run, arrived);
  const forgot = memory && (await remember(memory, prepared, settings, ports.now(), markArrived));
  // A chat that fails must not have the mail sent again.
  const unsaid = await chat(report);
  const troubles = [kept.trouble ?? forgot, unsaid].filter((trouble) => trouble !== null);
  const trouble = troubles.length === 0 ? null : troubles.join('; ');
  return { report, published: true, contested: prepared.contested, trouble };
}

interface Prepared {
  readonly report: Report;
  /** What the report has, as far as it has a life. */
  readonly seen: readonly SeenFinding[];
  readonly examination: Examination;
  readonly isToBeTold: boolean;
  readonly contested: readonly Contested[];
  readonly trouble: string | null;
}

/** An alert must not be lost for want of a memory: without one it is told as if it were new, and says so. */
async function prepare(
  examination: Examination,
  settings: DeliverySettings,
  ports: DeliveryPorts,
  memory: Memory,
): Promise<Prepared> {
  const { store, atStart } = memory;
  if (atStart.kind === 'FAILED') return withoutLedger(examination, ports, atStart.reason);
  const followThis = (ledger: Ledger) =>
    followIn(examination, settings, ports, memory, ledger, atStart.ledger.sequence);
  try {
    const { ledger: _, ...prepared } = settings.dryRun
      ? await followThis(atStart.ledger)
      : await changeLedger(store, followThis, atStart);
    return { ...prepared, trouble: null };
  } catch (error) {
    return withoutLedger(examination, ports, ledgerTrouble(error));
  }
}

async function withoutLedger(examination: Examination, ports: DeliveryPorts, trouble: string): Promise<Prepared> {
  const { results } = examination;
  const warnings = [...results.warnings, `This may repeat what was told before, since the ledger failed: ${trouble}`];
  return { ...(await forgetful({ ...examination, results: { ...results, warnings } }, ports)), trouble };
}

/** CloudTrail is not asked: each run would ask about the same again. And nothing waits, since nobody would know that it did. */
async function forgetful(waiting: Examination, { findCallers }: DeliveryPorts): Promise<Prepared> {
  const examination = withoutWaiting(waiting);
  const { results, policy } = examination;
  const { detectedAt } = results;
  const { seen, ofResources } = findingsIn(examination);
  const circumstances = { isNew: false, known: null, unchangedSince: null };
  const { attributions } = await findCallers(
    ofResources.map(({ finding, resource }) => ({ finding, resource, ...circumstances })),
    detectedAt,
  );
  const life = firstSight(detectedAt);
  const of = (id: string) => ({ ...life.of(id), attribution: attributions.get(id) ?? null });
  const report = createReport(results, policy, { ...life, of });
  return { report, seen, examination, isToBeTold: isNews(report), contested: [], trouble: null };
}

/** Drift that waits is drift where nothing can wait. */
function withoutWaiting(examination: Examination): Examination {
  const { results } = examination;
  const resources = results.resources.map((resource) => {
    const { verdict, notes } = resource;
    if (verdict.status !== 'WAITING') return resource;
    return { ...resource, verdict: verdict.verdict, notes: [...notes, `This may pass by itself: ${verdict.reason}.`] };
  });
  return { ...examination, results: { ...results, resources } };
}

/** What was asked for by name and is nowhere has no life: it is told to whoever asked. */
function findingsIn({ results: { states, resources, detectedAt }, policy }: Examination) {
  const known = resources.filter((resource) => !isNowhere(resource));
  const ofResources = known.flatMap((resource) => {
    const { verdict } = resource;
    const [judged, pending] = verdict.status === 'WAITING' ? [verdict.verdict, verdict] : [verdict, null];
    return assess({ ...resource, verdict: judged }, policy, detectedAt).map((finding) => ({
      finding,
      resource,
      pending,
    }));
  });
  const ofStates = states.flatMap(assessState).map((finding) => ({ finding, pending: null }));
  return { seen: [...ofStates, ...ofResources], ofResources };
}

function runOf(
  { results }: Examination,
  { token }: Pick<Memory, 'token'>,
  { remindAfter }: DeliverySettings,
  now: Date,
): Omit<Run, 'sequence'> {
  const { reportId, detectedAt, states } = results;
  const serials = new Map(states.map((state) => [state.uri, state.status === 'READ' ? state.file.serial : null]));
  const serialOf = (state: string | null) => serials.get(state ?? '') ?? null;
  return { reportId, token, begunAt: detectedAt, now, remindAfter, serialOf };
}

/**
 * Writes down what became of the message.
 * @returns why that failed, `null` where it did not: some of the message may be told once more
 */
async function remember(
  { store, ...memory }: Memory,
  { seen, examination, trouble }: Prepared,
  settings: DeliverySettings,
  now: Date,
  change: (ledger: Ledger, run: Claimant) => Ledger,
): Promise<string | null> {
  const run = runOf(examination, memory, settings, now);
  // What was told without a ledger was never claimed: now that it may be told, it is as if it had been.
  const claimed = (ledger: Ledger) =>
    trouble === null ? ledger : follow(ledger, seen, () => null, { ...run, sequence: ledger.sequence }).ledger;
  try {
    await changeLedger(store, (ledger) => ({ ledger: change(claimed(ledger), run) }));
    return null;
  } catch (error) {
    return ledgerTrouble(error);
  }
}

/** Milliseconds. CloudTrail knows of a call some minutes later, so that the next check may learn what this one cannot. */
const callsAppearWithin = 2 * 60 * 60_000;

async function followIn(
  examination: Examination,
  settings: DeliverySettings,
  { findCallers, now }: DeliveryPorts,
  memory: Memory,
  remembered: Ledger,
  sequence: number,
): Promise<Omit<Prepared, 'trouble'> & Pick<Followed, 'ledger'>> {
  const { results, coverage, policy } = examination;
  const { detectedAt, states, resources } = results;
  const { seen, ofResources } = findingsIn(examination);
  const run: Run = { ...runOf(examination, memory, settings, now()), sequence };
  const endingOf = endings({
    states,
    resources,
    coverage,
    findings: seen.map(({ finding }) => finding),
    shownExpected: (resource, path) => shownExpected(resource, path, policy),
  });
  const followed = follow(remembered, seen, endingOf, run);
  const { attributions, warnings } = await findCallers(
    ofResources.flatMap(({ finding, resource, pending }) => {
      const life = followed.lives.get(finding.id);
      const entry = followed.ledger.entries.get(finding.id);
      if (life === undefined || entry === undefined || pending !== null) return [];
      const isRecent = detectedAt.getTime() - Date.parse(life.firstSeen) < callsAppearWithin;
      const isNew = life.event === 'OPENED' || life.event === 'CHANGED' || isRecent;
      const { attribution: knownBefore, unchangedSince } = entry;
      return [{ finding, resource, isNew, known: knownBefore, unchangedSince }];
    }),
    detectedAt,
  );
  const { ledger, lives, resolved, isNews: hasNews, contested } = attributed(followed, attributions);
  const isToBeTold = hasNews || resources.some(isNowhere);
  const unseen = firstSight(detectedAt);
  const life = { ledger: memory.store.uriOf(''), of: (id: string) => lives.get(id) ?? unseen.of(id), resolved };
  const report = createReport({ ...results, warnings: [...results.warnings, ...warnings] }, policy, life);
  const archive = isToBeTold ? archiveOf(memory.store, report) : null;
  return { ledger, report: { ...report, archive }, seen, examination, isToBeTold, contested };
}

function isNowhere({ state, verdict }: CheckedResource): boolean {
  return state === null && verdict.status === 'NOT_CHECKED';
}

/** @returns the report, and nowhere to find it where it could not be archived: to tell it is worth more */
async function keep(store: ObjectStore, report: Report): Promise<Pick<Delivery, 'report' | 'trouble'>> {
  try {
    // Most runs have nothing to tell, and need not load what makes pages.
    const { renderHtml } = await import('./report/html.ts');
    await archiveReport(store, report, renderHtml);
    return { report, trouble: null };
  } catch (error) {
    const trouble = error instanceof ObjectStoreError ? error.message : faultReason(error);
    // It comes first, since what there is no room for is nowhere else then.
    const warnings = [`This report is not kept: ${trouble}`, ...report.warnings];
    return { report: { ...report, archive: null, warnings }, trouble };
  }
}

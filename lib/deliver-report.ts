import type { AskedFinding, FoundCallers } from './attribution/find-callers.ts';
import type { Examination } from './check-drift.ts';
import { assess, assessState, shownExpected } from './findings/assess.ts';
import { endings } from './findings/ledger/ending.ts';
import { type Ledger, LedgerError } from './findings/ledger/ledger.ts';
import { changeLedger, readLedger } from './findings/ledger/ledger-object.ts';
import { firstSight } from './findings/ledger/life.ts';
import { attributed, follow, markTold, type Run, releaseClaims } from './findings/ledger/lifecycle.ts';
import { type ObjectStore, storeTrouble } from './findings/ledger/object-store.ts';
import { archiveOf, archiveReport } from './report/archive.ts';
import { createReport } from './report/create-report.ts';
import type { Report } from './report/report.ts';
import { isNews } from './report/told.ts';
import type { CheckedResource } from './resources/verdict.ts';

/** All that a delivery needs of the world outside. */
export interface DeliveryPorts {
  /** Where findings are remembered and reports are kept; `null` where neither is. */
  readonly store: ObjectStore | null;
  /**
   * Finds out who is behind findings.
   * @param until time of the check: the same where a run has to ask once more, so that nothing is looked up twice
   */
  findCallers(findings: readonly AskedFinding[], until: Date): Promise<FoundCallers>;
  /** @throws if nobody was told */
  publish(report: Report): Promise<void>;
  /** Tells it in a chat too. @returns why that failed, `null` where it did not: the report is out all the same */
  chat(report: Report): Promise<string | null>;
  readonly now: () => Date;
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
  /** What went wrong without keeping anybody from being told, `null` where nothing did. */
  readonly trouble: string | null;
}

/**
 * Tells what is new. What is news is claimed in the ledger, the report is archived and published, and only then what was
 * claimed is known. What failed to be published is left to whichever run comes next: as a rule, the retry of this one.
 * @throws whatever `publish` throws
 */
export async function deliver(
  examination: Examination,
  settings: DeliverySettings,
  ports: DeliveryPorts,
): Promise<Delivery> {
  const { store, publish, chat, now } = ports;
  const prepared =
    store === null ? await forgetful(examination, ports) : await prepare(examination, settings, ports, store);
  if (!prepared.isToBeTold || settings.dryRun) return { ...prepared, published: false };
  const kept = store === null || prepared.trouble !== null ? prepared : await keep(store, prepared.report);
  const { reportId } = kept.report;
  const ledger = prepared.trouble === null ? store : null;
  try {
    await publish(kept.report);
  } catch (error) {
    // Where that fails, too, the claim runs out by itself.
    if (ledger !== null) await changeClaims(ledger, (claimed) => releaseClaims(claimed, { reportId }));
    throw error;
  }
  const forgot =
    ledger === null ? null : await changeClaims(ledger, (claimed) => markTold(claimed, { reportId, now: now() }));
  // A chat that fails must not have the mail sent again.
  const unsaid = await chat(kept.report);
  const troubles = [kept.trouble ?? forgot, unsaid].filter((trouble) => trouble !== null);
  return { report: kept.report, published: true, trouble: troubles.length === 0 ? null : troubles.join('; ') };
}

interface Prepared {
  readonly report: Report;
  readonly isToBeTold: boolean;
  readonly trouble: string | null;
}

/** An alert must not be lost for want of a memory: without one it is told as if it were new, and says so. */
async function prepare(
  examination: Examination,
  settings: DeliverySettings,
  ports: DeliveryPorts,
  store: ObjectStore,
): Promise<Prepared> {
  try {
    const { report, isToBeTold } = settings.dryRun
      ? await followIn(examination, settings, ports, store, (await readLedger(store)).ledger)
      : await changeLedger(store, (ledger) => followIn(examination, settings, ports, store, ledger));
    return { report, isToBeTold, trouble: null };
  } catch (error) {
    const trouble = troubleOf(error);
    const { results } = examination;
    const warnings = [...results.warnings, `This may repeat what was told before, since the ledger failed: ${trouble}`];
    return { ...(await forgetful({ ...examination, results: { ...results, warnings } }, ports)), trouble };
  }
}

/** CloudTrail is not asked: each run would ask about the same again. */
async function forgetful(
  { results, policy, changedAt }: Examination,
  { findCallers }: DeliveryPorts,
): Promise<Prepared> {
  const { detectedAt, resources } = results;
  const asked = resources.flatMap((resource) => {
    const circumstances = { isNew: false, known: null, unchangedSince: null, stageChangedAt: changedAt(resource.id) };
    return assess(resource, policy, detectedAt).map((finding) => ({ finding, resource, ...circumstances }));
  });
  const { attributions } = await findCallers(asked, detectedAt);
  const life = firstSight(detectedAt);
  const of = (id: string) => ({ ...life.of(id), attribution: attributions.get(id) ?? null });
  const report = createReport(results, policy, { ...life, of });
  return { report, isToBeTold: isNews(report), trouble: null };
}

/** Milliseconds. CloudTrail knows of a call some minutes later, so that the next check may learn what this one cannot. */
const callsAppearWithin = 2 * 60 * 60_000;

async function followIn(
  { results, coverage, policy, changedAt }: Examination,
  { remindAfter }: DeliverySettings,
  { findCallers, now }: DeliveryPorts,
  store: ObjectStore,
  remembered: Ledger,
): Promise<{ readonly ledger: Ledger; readonly report: Report; readonly isToBeTold: boolean }> {
  const { reportId, detectedAt, states, resources } = results;
  // What was asked for by name and is nowhere has no life: it is told to whoever asked.
  const known = resources.filter((resource) => !isNowhere(resource));
  const ofResources = known.flatMap((resource) =>
    assess(resource, policy, detectedAt).map((finding) => ({ finding, resource })),
  );
  const findings = [...states.flatMap(assessState), ...ofResources.map(({ finding }) => finding)];
  const serials = new Map(states.map((state) => [state.uri, state.status === 'READ' ? state.file.serial : null]));
  const serialOf = (state: string | null) => serials.get(state ?? '') ?? null;
  const run: Run = { reportId, begunAt: detectedAt, now: now(), remindAfter, serialOf };
  const endingOf = endings({
    states,
    resources,
    coverage,
    findings,
    shownExpected: (resource, path) => shownExpected(resource, path, policy),
  });
  const followed = follow(remembered, findings, endingOf, run);
  const { attributions, warnings } = await findCallers(
    ofResources.flatMap(({ finding, resource }) => {
      const life = followed.lives.get(finding.id);
      const entry = followed.ledger.get(finding.id);
      if (life === undefined || entry === undefined) return [];
      const isRecent = detectedAt.getTime() - Date.parse(life.firstSeen) < callsAppearWithin;
      const isNew = life.event === 'OPENED' || life.event === 'CHANGED' || isRecent;
      const { attribution: known, unchangedSince } = entry;
      return [{ finding, resource, isNew, known, unchangedSince, stageChangedAt: changedAt(resource.id) }];
    }),
    detectedAt,
  );
  const { ledger, lives, resolved, isNews } = attributed(followed, attributions);
  const isToBeTold = isNews || known.length < resources.length;
  const unseen = firstSight(detectedAt);
  const life = { ledger: store.uriOf(''), of: (id: string) => lives.get(id) ?? unseen.of(id), resolved };
  const report = createReport({ ...results, warnings: [...results.warnings, ...warnings] }, policy, life);
  return { ledger, report: { ...report, archive: isToBeTold ? archiveOf(store, report) : null }, isToBeTold };
}

function isNowhere({ state, verdict }: CheckedResource): boolean {
  return state === null && verdict.status === 'NOT_CHECKED';
}

/** @returns the report, and nowhere to find it where it could not be archived: to tell it is worth more */
async function keep(store: ObjectStore, report: Report): Promise<Pick<Delivery, 'report' | 'trouble'>> {
  try {
    // Most runs have nothing to tell, and need not load what makes pages.
    const { renderHtml } = await import('./report/html.ts');
    await archiveReport(store, report, renderHtml(report));
    return { report, trouble: null };
  } catch (error) {
    const trouble = troubleOf(error);
    const warnings = [...report.warnings, `This report is not kept: ${trouble}`];
    return { report: { ...report, archive: null, warnings }, trouble };
  }
}

/** @returns what kept the ledger from knowing what became of the message: some of it may be told once more */
async function changeClaims(store: ObjectStore, change: (ledger: Ledger) => Ledger): Promise<string | null> {
  try {
    await changeLedger(store, (ledger) => ({ ledger: change(ledger) }));
    return null;
  } catch (error) {
    return troubleOf(error);
  }
}

function troubleOf(error: unknown): string {
  return error instanceof LedgerError ? error.message : storeTrouble(error);
}

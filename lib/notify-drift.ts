import type { AskedFinding } from './attribution/asked-finding.ts';
import type { Attribution } from './attribution/attribution.ts';
import type { FoundCallers } from './attribution/find-callers.ts';
import { type ClaimSettings, claimChanges, type Found, type Memory } from './ledger/claim-changes.ts';
import type { Contested } from './ledger/lifecycle.ts';
import { markNotified, type Notified } from './ledger/mark-notified.ts';
import { askedAbout } from './ledger/required-lookups.ts';
import { createReport, type Results } from './report/create-report.ts';
import { keepReport, type Notifier, publishReport } from './report/publish.ts';
import { isNews, type Report } from './report/report.ts';

/** What a check found, and how it came about. */
export type FoundDrift = Found & Results;

/** All that it takes of the world outside to notify people. */
export interface NotifyPorts {
  /** Where findings are remembered and reports are kept; `null` where neither is. */
  readonly memory: Memory | null;
  /** Finds out who is behind findings. @param until time of the check */
  findCallers(findings: readonly AskedFinding[], until: Date): Promise<FoundCallers>;
  readonly notifier: Notifier;
  readonly now: () => Date;
}

export interface Delivery {
  readonly report: Report;
  readonly published: boolean;
  /** What another run judges otherwise at this moment: it has to be checked once more. */
  readonly contested: readonly Contested[];
  /** What went wrong without keeping anybody from being told, `null` where nothing did. */
  readonly error: string | null;
}

/**
 * Notifies people of what is new. It is claimed in the ledger, the report is archived and published, and only then what was
 * claimed is known: what was in the message, or in an archive that it links to. What failed to be published is left to
 * whichever run comes next: as a rule, the retry of this one.
 * @throws whatever `publish` throws
 */
export async function notifyDrift(
  drift: FoundDrift,
  settings: ClaimSettings,
  { memory, findCallers, notifier, now }: NotifyPorts,
): Promise<Delivery> {
  const changes = await claimChanges(drift, settings, memory, now);
  const authors = await findCallers(askedAbout(changes, drift.detectedAt), drift.detectedAt);
  const { attributions } = authors;
  const warnings = [...drift.warnings, ...changes.warnings, ...authors.warnings];
  const { life } = changes;
  const found = createReport(
    { ...drift, resources: changes.resources, warnings },
    { ...life, of: (id) => ({ ...life.of(id), ...attributed(attributions.get(id)) }) },
  );
  const claimed = { found: drift, changes, settings, memory };
  const mark = (notified: Notified) => markNotified(claimed, { notified, authors: attributions }, now());
  if (settings.dryRun || !(changes.hasNews ?? isNews(found))) {
    const unmarked = await mark({ kind: 'NOTHING' });
    return { report: found, published: false, contested: changes.contested, error: changes.error ?? unmarked };
  }
  const isKept = memory !== null && changes.error === null;
  const kept = isKept ? await keepReport(memory.store, found) : { report: found, error: changes.error };
  const unmarked = await mark(await publishReport(kept.report, notifier, mark));
  // A chat that fails must not have the mail sent again.
  const unsaid = await notifier.chat(kept.report);
  const error = inOneText([kept.error ?? unmarked, unsaid]);
  return { report: kept.report, published: true, contested: changes.contested, error };
}

/** @returns what went wrong, each once, `null` where nothing did */
export function inOneText(errors: readonly (string | null)[]): string | null {
  const happened = [...new Set(errors.filter((error) => error !== null))];
  return happened.length === 0 ? null : happened.join('; ');
}

function attributed(attribution: Attribution | undefined) {
  return attribution === undefined ? {} : { attribution };
}

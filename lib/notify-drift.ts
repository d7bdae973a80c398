import type { FoundCallers } from './attribution/find-callers.ts';
import type { RequiredLookup } from './attribution/required-lookup.ts';
import { type ClaimPorts, type ClaimSettings, claimChanges, type Found } from './ledger/claim-changes.ts';
import type { Contested } from './ledger/lifecycle.ts';
import { markNotified, type Notified } from './ledger/mark-notified.ts';
import { requiredLookups } from './ledger/required-lookups.ts';
import { archiveReport } from './report/archive.ts';
import { createReport, type Results } from './report/create-report.ts';
import { isWorthNotifying, type Report } from './report/report.ts';

/** What a check found, and how it came about. */
export type FoundDrift = Found & Results;

/** Who is notified. */
export interface Notifier {
  /**
   * @returns ids of the findings that are in the message, as far as there was room
   * @throws if nobody was notified
   */
  publish(report: Report): Promise<ReadonlySet<string>>;
  /** Sends it to a chat too. @returns why that failed, `null` where it did not: the report is out all the same */
  chat(report: Report): Promise<string | null>;
}

/** All that it takes of the world outside to notify people. */
export interface NotifyPorts extends ClaimPorts {
  /** Finds out who is behind findings. @param until time of the check */
  findCallers(findings: readonly RequiredLookup[], until: Date): Promise<FoundCallers>;
  readonly notifier: Notifier;
}

export interface Delivery {
  readonly report: Report;
  readonly published: boolean;
  /** What another run judges otherwise at this moment: it has to be checked once more. */
  readonly contested: readonly Contested[];
  /** What went wrong without keeping anybody from being notified, `null` where nothing did. */
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
  { ledgerAccess, findCallers, notifier, now }: NotifyPorts,
): Promise<Delivery> {
  const changes = await claimChanges(drift, settings, { ledgerAccess, now });
  const authors = await findCallers(requiredLookups(changes, drift.detectedAt), drift.detectedAt);
  const { attributions } = authors;
  const warnings = [...drift.warnings, ...changes.warnings, ...authors.warnings];
  const { lifecycle } = changes;
  const found = createReport(
    { ...drift, resources: changes.resources, warnings },
    {
      ...lifecycle,
      of: (id) => ({ ...lifecycle.of(id), attribution: attributions.get(id) ?? lifecycle.of(id).attribution }),
    },
  );
  const claimed = { found: drift, changes, settings, ledgerAccess };
  const mark = (notified: Notified) => markNotified(claimed, { notified, authors: attributions }, now());
  if (settings.dryRun || !(changes.hasChanges ?? isWorthNotifying(found))) {
    const unmarked = await mark({ kind: 'NOTHING' });
    return { report: found, published: false, contested: changes.contested, error: changes.error ?? unmarked };
  }
  const isKept = ledgerAccess !== null && changes.error === null;
  const kept = isKept ? await archiveReport(ledgerAccess.store, found) : { report: found, error: changes.error };
  const inMessage = await notifier.publish(kept.report).catch(async (error: unknown) => {
    await mark({ kind: 'FAILED' });
    throw error;
  });
  const { archive } = kept.report;
  const unmarked = await mark({ kind: 'NOTIFIED', isIn: (id) => archive !== null || inMessage.has(id) });
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

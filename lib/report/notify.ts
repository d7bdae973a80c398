import type { Notified } from '../ledger/claim-changes.ts';
import { faultReason } from '../model/fault.ts';
import { type ObjectStore, ObjectStoreError } from '../model/object-store.ts';
import { archiveOf, archiveReport } from './archive.ts';
import type { Report } from './report.ts';

/** Who is told. */
export interface Notifier {
  /**
   * @returns ids of the findings that are in the message, as far as there was room
   * @throws if nobody was told
   */
  publish(report: Report): Promise<ReadonlySet<string>>;
  /** Tells it in a chat too. @returns why that failed, `null` where it did not: the report is out all the same */
  chat(report: Report): Promise<string | null>;
}

/** A report, and why it could not be kept, `null` where it could. */
export interface KeptReport {
  readonly report: Report;
  readonly error: string | null;
}

/** @returns the report, and nowhere to find it where it could not be archived: to tell it is worth more */
export async function keepReport(store: ObjectStore, report: Report): Promise<KeptReport> {
  const kept = { ...report, archive: archiveOf(store, report) };
  try {
    // Most runs have nothing to tell, and need not load what makes pages.
    const { renderHtml } = await import('./html.ts');
    await archiveReport(store, kept, renderHtml);
    return { report: kept, error: null };
  } catch (error) {
    const reason = error instanceof ObjectStoreError ? error.message : faultReason(error);
    // It comes first, since what there is no room for is nowhere else then.
    return {
      report: { ...report, warnings: [`This report is not archived: ${reason}`, ...report.warnings] },
      error: reason,
    };
  }
}

/**
 * Publishes a report.
 * @param mark is told of a message that failed, before that is thrown
 * @throws whatever `publish` throws
 */
export async function publishReport(
  report: Report,
  { publish }: Notifier,
  mark: (notified: Notified) => Promise<unknown>,
): Promise<Notified> {
  try {
    const inMessage = await publish(report);
    return { kind: 'NOTIFIED', isIn: (id) => report.archive !== null || inMessage.has(id) };
  } catch (error) {
    await mark({ kind: 'FAILED' });
    throw error;
  }
}

import type { Notified } from '../ledger/mark-notified.ts';
import { faultReason } from '../model/fault.ts';
import { type ObjectStore, ObjectStoreError } from '../model/object-store.ts';
import { archiveReport } from './archive.ts';
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

/**
 * @returns the report, with nowhere to find it where it could not be archived, since to tell it is worth more; and why that
 * failed, `null` where it did not
 */
export async function keepReport(store: ObjectStore, report: Report) {
  try {
    // Most runs have nothing to tell, and need not load what makes pages.
    const { renderHtml } = await import('./html.ts');
    return { report: await archiveReport(store, report, renderHtml), error: null };
  } catch (error) {
    const reason = error instanceof ObjectStoreError ? error.message : faultReason(error);
    // It comes first, since what there is no room for is nowhere else then.
    const warnings = [`This report is not archived: ${reason}`, ...report.warnings];
    return { report: { ...report, warnings }, error: reason };
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

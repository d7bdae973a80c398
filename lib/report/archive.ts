import type { ObjectStore } from '../findings/ledger/object-store.ts';
import { archiveKeys } from './archive-keys.ts';
import type { Report, ReportArchive } from './report.ts';

/** @returns where `archiveReport` keeps the report, so that the report itself can say it */
export function archiveOf(
  store: Pick<ObjectStore, 'uriOf'>,
  report: Pick<Report, 'detectedAt' | 'reportId'>,
): ReportArchive {
  const { json, page } = archiveKeys(report);
  return { report: store.uriOf(json), page: store.uriOf(page) };
}

/**
 * Keeps a whole report as JSON and as a page. Keeping it again changes nothing.
 * @param page the report as HTML
 * @throws ObjectStoreError
 */
export async function archiveReport(store: ObjectStore, report: Report, page: string): Promise<ReportArchive> {
  const keys = archiveKeys(report);
  await Promise.all([
    store.put(keys.json, `${JSON.stringify(report)}\n`, 'application/json'),
    store.put(keys.page, page, 'text/html; charset=utf-8'),
  ]);
  return archiveOf(store, report);
}

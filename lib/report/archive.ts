import { faultReason } from '../model/fault.ts';
import { type ObjectStore, ObjectStoreError } from '../model/object-store.ts';
import { keptReports } from '../model/stored-objects.ts';
import { renderings } from './renderings.ts';
import type { Report } from './report.ts';

/**
 * Keeps a whole report as JSON, and then as a page: a large one would fill the memory twice over if both were made at once.
 * Keeping it again changes nothing.
 * @returns the report, which says itself where it is kept; and why it could not be kept, `null` where it is: to tell it is
 * worth more
 */
export async function archiveReport(store: ObjectStore, report: Report) {
  const { json, page } = archiveKeys(report);
  const kept = { ...report, archive: { report: store.uriOf(json), page: store.uriOf(page) } };
  try {
    await store.put(json, `${JSON.stringify(kept)}\n`, 'application/json');
    await store.put(page, await renderings.html(kept), 'text/html; charset=utf-8');
    return { report: kept, error: null };
  } catch (error) {
    const reason = error instanceof ObjectStoreError ? error.message : faultReason(error);
    // It comes first, since what the message leaves out is nowhere else then.
    const warnings = [`This report is not archived: ${reason}`, ...report.warnings];
    return { report: { ...report, warnings }, error: reason };
  }
}

/** Characters of a report's id that are kept: it may come with an event, which can have any text for it. */
const longestId = 100;

/**
 * @returns keys of a report and of its page, below the place where the archive is: in order of time, and the same for every
 * delivery of one run
 */
export function archiveKeys({ detectedAt, reportId }: Pick<Report, 'detectedAt' | 'reportId'>) {
  const [date = '', time = ''] = detectedAt.split('T');
  const id = reportId.replaceAll(/[^A-Za-z0-9-]/g, '-').slice(0, longestId);
  const name = `${keptReports}${date.replaceAll('-', '/')}/${time.slice(0, 8).replaceAll(':', '')}-${id}`;
  return { json: `${name}.json`, page: `${name}.html` };
}

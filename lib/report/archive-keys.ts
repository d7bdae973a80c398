import { keptReports } from '../findings/ledger/kept-objects.ts';
import type { Report } from './report.ts';

/** Keys of a report and of its page, below the place where reports are kept. */
interface ArchiveKeys {
  readonly json: string;
  readonly page: string;
}

/** Characters of a report's id that are kept: it may come with an event, which can have any text for it. */
const longestId = 100;

/** @returns where a report and its page are kept: in order of time, and the same for every delivery of one run */
export function archiveKeys({ detectedAt, reportId }: Pick<Report, 'detectedAt' | 'reportId'>): ArchiveKeys {
  const [date = '', time = ''] = detectedAt.split('T');
  const name = `${keptReports}${date.replaceAll('-', '/')}/${time.slice(0, 8).replaceAll(':', '')}-${idInKey(reportId)}`;
  return { json: `${name}.json`, page: `${name}.html` };
}

/** @returns the id of a report as a part of a key */
function idInKey(reportId: string): string {
  return reportId.replaceAll(/[^A-Za-z0-9-]/g, '-').slice(0, longestId);
}

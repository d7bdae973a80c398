import type { Report } from './report.ts';

/** Keys below the ledger's prefix. */
export interface ArchiveKeys {
  readonly json: string;
  readonly page: string;
}

/** @returns where a report and its page are kept: in order of time, and the same for every delivery of one run */
export function archiveKeys({ detectedAt, reportId }: Pick<Report, 'detectedAt' | 'reportId'>): ArchiveKeys {
  const [date = '', time = ''] = detectedAt.split('T');
  const name = `reports/${date.replaceAll('-', '/')}/${time.slice(0, 8).replaceAll(':', '')}-${safe(reportId)}`;
  return { json: `${name}.json`, page: `${name}.html` };
}

/** An event's id can be any text, and a key is a part of a link. */
function safe(reportId: string): string {
  return reportId.replace(/[^A-Za-z0-9-]/g, '-').slice(0, 100);
}

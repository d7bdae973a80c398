import { createS3Client } from '../lib/aws/s3/client.ts';
import { createS3Objects } from '../lib/aws/s3/objects.ts';
import { ArchiveAccessError, maxReportBytes, readArchive } from '../lib/aws/s3/report-archive-reader.ts';
import type { LedgerLocation } from '../lib/model/ledger-uri.ts';
import { parseArchivedReport, UnusableReportError } from '../lib/report/history/archived-report.ts';
import { createHistory, type History, type ReportRead } from '../lib/report/history/history.ts';
import { renderHistoryText } from '../lib/report/history/history-text.ts';
import { colors, createProgress, print } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** Which reports to read, and how to print what they say. */
export interface HistoryOptions {
  readonly archive: LedgerLocation;
  /** Days to look back. */
  readonly days: number;
  readonly format: 'text' | 'json';
}

/**
 * Reads the archived reports and prints what they say.
 * @param until the moment from which to look back
 * @returns the exit code
 * @throws UsageError if the archive cannot be read
 */
export async function runHistory({ archive, days, format }: HistoryOptions, until: Date): Promise<number> {
  try {
    const history = await readHistory(archive, days, until);
    await print(format === 'json' ? `${JSON.stringify(history, null, 2)}\n` : renderHistoryText(history, colors));
    return 0;
  } catch (error) {
    if (!(error instanceof ArchiveAccessError)) throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

async function readHistory(archive: LedgerLocation, days: number, until: Date): Promise<History> {
  const since = new Date(until.getTime() - days * 86_400_000);
  const progress = createProgress(process.stderr);
  // A person at a terminal ends a run that takes too long.
  const objects = createS3Objects(createS3Client(), new AbortController().signal, maxReportBytes);
  progress.show('Listing reports …');
  const reads: ReportRead[] = [];
  try {
    for await (const found of readArchive(objects, archive, since, until)) {
      reads.push(found.status === 'READ' ? parseRead(found.uri, found.text) : found);
      progress.show(`Reading reports: ${reads.length} …`);
    }
  } finally {
    progress.clear();
  }
  return createHistory(reads, since, until);
}

function parseRead(uri: string, content: string): ReportRead {
  try {
    return { status: 'READ', sightings: parseArchivedReport(content) };
  } catch (error) {
    if (!(error instanceof UnusableReportError)) throw error;
    return { status: 'FAILED', uri, reason: error.message };
  }
}

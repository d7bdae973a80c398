import colors from 'picocolors';
import { createS3Client } from '../../lib/aws/clients.ts';
import { ArchiveAccessError, largestReport, readArchive } from '../../lib/aws/report-archive-reader.ts';
import { createS3Objects } from '../../lib/aws/s3-objects.ts';
import { parseArchivedReport, UnusableReportError } from '../../lib/findings/ledger/archived-report.ts';
import { createHistory, type History, type ReportRead } from '../../lib/findings/ledger/history.ts';
import { type LedgerLocation, parseLedgerUri } from '../../lib/findings/ledger/ledger-uri.ts';
import { type HistoryStyle, renderHistoryText } from '../../lib/report/history/history-text.ts';
import { createProgress, isInColor, print } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { type Command, readWith } from './command.ts';

/** Days that no archive will ever reach back. */
const mostDays = 36_500;

const formats: ReadonlyMap<string, (history: History) => string> = new Map([
  ['text', text],
  ['json', (history: History) => `${JSON.stringify(history, null, 2)}\n`],
]);

export const history: Command = {
  name: 'history',
  usage: 's3://BUCKET/PREFIX [--since DAYS] [--format text|json]',
  summary: 'shows when each stage drifted and for how long, from the reports kept at LEDGER_URI (of 90 days)',
  help: null,
  options: ['format', 'since'],
  prepare(call) {
    const [uri = '', ...others] = call.words;
    const format = call.options.get('format') ?? 'text';
    const since = call.options.get('since') ?? '90';
    const days = Number(since);
    const render = formats.get(format) ?? text;
    const archive =
      uri === '' || others.length > 0
        ? call.problem('history needs one archive: s3://bucket/prefix')
        : readWith(parseLedgerUri, uri, call);
    if (!formats.has(format))
      call.problem(`--format ${JSON.stringify(format)} is none of ${[...formats.keys()].join(', ')}`);
    if (!(days > 0 && days <= mostDays))
      call.problem(`--since ${JSON.stringify(since)} is not a number of days above 0`);
    return async () => {
      if (!archive) return 1;
      try {
        await print(render(await readHistory(archive, days)));
        return 0;
      } catch (error) {
        if (!(error instanceof ArchiveAccessError)) throw error;
        throw new UsageError(error.message, { cause: error });
      }
    };
  },
};

async function readHistory(archive: LedgerLocation, days: number): Promise<History> {
  const until = new Date();
  const since = new Date(until.getTime() - days * 86_400_000);
  const progress = createProgress(process.stderr);
  // Whoever sits at a terminal ends a run that takes too long.
  const objects = createS3Objects(createS3Client(), new AbortController().signal, largestReport);
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
    return { status: 'READ', report: parseArchivedReport(content) };
  } catch (error) {
    if (!(error instanceof UnusableReportError)) throw error;
    return { status: 'FAILED', uri, reason: error.message };
  }
}

const colored: HistoryStyle = {
  headline: colors.bold,
  stage: (line) => colors.bold(colors.yellow(line)),
  dim: colors.dim,
  open: colors.red,
  over: colors.green,
};

function text(history: History): string {
  return isInColor() ? renderHistoryText(history, colored) : renderHistoryText(history);
}

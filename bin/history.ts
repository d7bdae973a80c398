import { parseArgs } from 'node:util';
import colors from 'picocolors';
import { createS3Client } from '../lib/aws/clients.ts';
import { ArchiveAccessError, type ArchiveLocation, readArchive } from '../lib/aws/report-archive-reader.ts';
import { createS3StateStore } from '../lib/aws/state-reader.ts';
import { parseArchivedReport, UnusableReportError } from '../lib/findings/archived-report.ts';
import { createHistory, type History, type ReportRead } from '../lib/findings/history.ts';
import { type HistoryStyle, renderHistoryText } from '../lib/report/history-text.ts';
import { UsageError } from './arguments.ts';
import { createProgress } from './terminal.ts';

type HistoryCommand =
  | { readonly kind: 'HELP' }
  | {
      readonly kind: 'HISTORY';
      readonly archive: ArchiveLocation;
      readonly format: 'text' | 'json';
      readonly days: number;
    };

const help = `stagedrift history: when did each stage drift, and for how long?

Usage
  stagedrift history s3://BUCKET/PREFIX [--format text|json] [--since DAYS]

s3://BUCKET/PREFIX is what LEDGER_URI of the function says: below it lies a report of every run that had news.

Options
  --format FORMAT   text or json (text unless said otherwise)
  --since DAYS      how far to look back (90 days unless said otherwise)
  --help

Exit code
  0   the history was written
  1   the archive could not be read, or the command could not run

It only reads: s3:ListBucket and s3:GetObject for the archive.
`;

/** Days that no archive will ever reach back. */
const mostDays = 36_500;

/**
 * @param args what stands behind `history`
 * @returns the exit code, once everything is written
 * @throws UsageError with every problem of the arguments
 */
export async function historyCommand(args: readonly string[]): Promise<number> {
  const command = parseHistoryArguments(args);
  if (command.kind === 'HELP') return write(process.stdout, help, 0);
  try {
    const history = await readHistory(command);
    return write(
      process.stdout,
      command.format === 'json' ? `${JSON.stringify(history, null, 2)}\n` : text(history),
      0,
    );
  } catch (error) {
    if (!(error instanceof ArchiveAccessError)) throw error;
    return write(process.stderr, `stagedrift: ${error.message}\n`, 1);
  }
}

async function readHistory({ archive, days }: Extract<HistoryCommand, { kind: 'HISTORY' }>): Promise<History> {
  const until = new Date();
  const since = new Date(until.getTime() - days * 86_400_000);
  const progress = createProgress(process.stderr);
  // Whoever sits at a terminal ends a run that takes too long.
  const store = createS3StateStore(createS3Client(), new AbortController().signal);
  progress.show('Listing reports …');
  const reads: ReportRead[] = [];
  try {
    for await (const found of readArchive(store, archive, since, until)) {
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
  const inColor = process.stdout.isTTY === true && colors.isColorSupported;
  return inColor ? renderHistoryText(history, colored) : renderHistoryText(history);
}

function parseHistoryArguments(args: readonly string[]): HistoryCommand {
  const { values, positionals } = parse(args);
  if (values.help === true) return { kind: 'HELP' };
  const { format = 'text', since = '90' } = values;
  const days = Number(since);
  const problems: string[] = [];
  const [, bucket = '', prefix = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*?))?\/*$/.exec(positionals[0] ?? '') ?? [];
  if (positionals.length !== 1) problems.push('history needs one archive: s3://bucket/prefix');
  else if (bucket === '') problems.push(`${JSON.stringify(positionals[0])} is not of the form s3://bucket/prefix`);
  if (format !== 'text' && format !== 'json') problems.push(`--format ${JSON.stringify(format)} is none of text, json`);
  if (!(days > 0 && days <= mostDays))
    problems.push(`--since ${JSON.stringify(since)} is not a number of days above 0`);
  if (problems.length > 0 || (format !== 'text' && format !== 'json')) throw new UsageError(problems.join('; '));
  return { kind: 'HISTORY', archive: { bucket, prefix }, format, days };
}

function parse(args: readonly string[]) {
  const options = {
    format: { type: 'string' },
    since: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Waits until the reader has all of it, since a pipe may be slower than the program's end. */
function write(stream: NodeJS.WriteStream, content: string, code: number): Promise<number> {
  return new Promise((resolve) => stream.write(content, () => resolve(code)));
}

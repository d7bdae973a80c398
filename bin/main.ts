import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import colors from 'picocolors';
import { createS3Client, createStsClient } from '../lib/aws/clients.ts';
import { createLiveReader } from '../lib/aws/live-reader.ts';
import { askOwnAccount } from '../lib/aws/own-account.ts';
import { createS3StateStore } from '../lib/aws/state-reader.ts';
import { checkDrift } from '../lib/check-drift.ts';
import { ConfigError, loadStageSettings } from '../lib/config.ts';
import { renderings } from '../lib/report/renderings.ts';
import { isIncomplete, type Report } from '../lib/report/report.ts';
import { renderText } from '../lib/report/text.ts';
import { checkedTypes, typesOfStages } from '../lib/resources/registry.ts';
import type { CheckRequest } from '../lib/trigger.ts';
import packageJson from '../package.json' with { type: 'json' };
import { type Command, help, parseArguments, UsageError } from './arguments.ts';
import { historyCommand } from './history.ts';
import { withLocalFiles } from './local-states.ts';
import { colored, createProgress } from './terminal.ts';

/** @returns the exit code: 0 in sync, 2 drift, 1 not everything could be checked */
async function main(): Promise<number> {
  const [name, ...rest] = process.argv.slice(2);
  if (name === 'history') return historyCommand(rest);
  const command = parseArguments(process.argv.slice(2));
  if (command.kind === 'HELP') return print(help, 0);
  if (command.kind === 'VERSION') return print(`${packageJson.version}\n`, 0);
  const report = await check(command);
  const text = render(report, command);
  if (command.output === null) return print(text, exitCode(report));
  await writeFile(command.output, text);
  return exitCode(report);
}

async function check({ sources }: Extract<Command, { kind: 'CHECK' }>): Promise<Report> {
  const { stageAccess, companions } = loadStageSettings(process.env);
  const progress = createProgress(process.stderr);
  progress.show('Reading states …');
  // Whoever sits at a terminal ends a run that takes too long.
  const deadline = new AbortController().signal;
  const liveReader = createLiveReader({
    ...stageAccess,
    ownAccount: (region) => askOwnAccount(createStsClient(region)),
    deadline,
    onProgress: (answered, total) => progress.show(`Asking AWS: ${answered} of ${total} answers …`),
  });
  const stateStore = withLocalFiles(createS3StateStore(createS3Client(), deadline));
  const request: CheckRequest = {
    trigger: { kind: 'command-line' },
    eventId: null,
    states: null,
    stages: null,
    dryRun: true,
  };
  const ports = { stateStore, liveReader, now: () => new Date() };
  const types = companions ? checkedTypes : typesOfStages;
  return checkDrift(request, randomUUID(), sources, ports, types).finally(progress.clear);
}

function render(report: Report, { format, output }: Extract<Command, { kind: 'CHECK' }>): string {
  const inColor = format === 'text' && output === null && process.stdout.isTTY === true && colors.isColorSupported;
  return inColor ? renderText(report, colored) : renderings[format](report);
}

function exitCode(report: Report): number {
  if (report.status === 'DRIFTED') return 2;
  return isIncomplete(report) ? 1 : 0;
}

/** Waits until the reader has all of it, since a pipe may be slower than the program's end. */
function print(text: string, code: number): Promise<number> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve(code)));
}

try {
  // A request that was given up may still hold a timer: the work is done, so nobody waits for it.
  process.exit(await main());
} catch (error) {
  if (!(error instanceof UsageError || error instanceof ConfigError)) throw error;
  process.stderr.write(`stagedrift: ${error.message}\nSee stagedrift --help.\n`);
  process.exit(1);
}

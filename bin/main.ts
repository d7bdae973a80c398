import { systemClock } from '../lib/aws/system-clock.ts';
import { ConfigError } from '../lib/config/config.ts';
import { RulesError } from '../lib/findings/rules/rules.ts';
import packageJson from '../package.json' with { type: 'json' };
import { parseArguments } from './arguments.ts';
import { print } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/** @returns the exit code */
async function main(): Promise<number> {
  const request = parseArguments(process.argv.slice(2));
  switch (request.kind) {
    case 'HELP':
      return print(request.text).then(() => 0);
    case 'VERSION':
      return print(`${packageJson.version}\n`).then(() => 0);
    case 'RUN':
      return request.run(systemClock);
  }
}

function fail(error: unknown): never {
  if (!(error instanceof UsageError || error instanceof ConfigError || error instanceof RulesError)) throw error;
  process.stderr.write(`stagedrift: ${error.message}\nSee stagedrift --help.\n`);
  process.exit(1);
}

// A request that was given up may still hold a timer: the work is done, so nobody waits for it. And nothing is awaited
// here, at the level of the module: what is imported on demand shares code with it, and would wait for its end.
main().then((exitCode) => process.exit(exitCode), fail);

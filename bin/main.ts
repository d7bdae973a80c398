import { systemClock } from '../lib/aws/system-clock.ts';
import { ConfigError } from '../lib/config/config.ts';
import { RulesError } from '../lib/findings/rules/rules.ts';
import packageJson from '../package.json' with { type: 'json' };
import { parseArguments } from './arguments.ts';
import { print } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/**
 * Does what the command line asks for.
 * @param args the arguments after the program's name
 * @returns the exit code
 */
export async function main(args: readonly string[]): Promise<number> {
  try {
    const request = parseArguments(args);
    switch (request.kind) {
      case 'HELP':
        await print(request.text);
        return 0;
      case 'VERSION':
        await print(`${packageJson.version}\n`);
        return 0;
      case 'RUN':
        return await request.run(systemClock);
    }
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof ConfigError || error instanceof RulesError)) throw error;
    process.stderr.write(`stagedrift: ${error.message}\nSee stagedrift --help.\n`);
    return 1;
  }
}

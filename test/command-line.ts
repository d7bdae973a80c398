import { fork } from 'node:child_process';
import { once } from 'node:events';
import pLimit from 'p-limit';
import * as v from 'valibot';
import type { CommandResult } from './run-command.ts';

/** The built command line in a process that is started once for many runs, since a start takes longer than most runs. */
export interface CommandLine {
  /** Does what `runCommand` does, when the run before is over. */
  run(args: readonly string[], environment: Readonly<Record<string, string>>): Promise<CommandResult>;
  /** Ends the process. */
  end(): Promise<void>;
}

const resultSchema = v.object({ exitCode: v.number(), stdout: v.string(), stderr: v.string() });

export function startCommandLine(): CommandLine {
  const child = fork(new URL('command-process.mjs', import.meta.url), { execArgv: [] });
  const exit = once(child, 'exit');
  const early = exit.then(([code]) => {
    throw new Error(`The process of the command line ended with ${code}`);
  });
  early.catch(() => {});
  const turn = pLimit(1);
  return {
    run: (args, environment) =>
      turn(async () => {
        child.send({ args, environment: { PATH: process.env.PATH ?? '', ...environment } });
        const [result] = await Promise.race([once(child, 'message'), early]);
        return v.parse(resultSchema, result);
      }),
    async end() {
      child.disconnect();
      await exit;
    },
  };
}

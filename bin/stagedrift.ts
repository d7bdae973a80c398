#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Oldest major version that the AWS SDK supports. */
const oldestNode = 22;

const program = './main.js';

// In a clone the right Node lies among the packages, whatever Node the machine itself has.
const platform = process.platform === 'win32' ? 'win' : process.platform;
const binary = process.platform === 'win32' ? 'node.exe' : 'node';
const packaged = fileURLToPath(
  new URL(`../../node_modules/node-${platform}-${process.arch}/bin/${binary}`, import.meta.url),
);

if (Number.parseInt(process.versions.node, 10) >= oldestNode) {
  // Most of a start is compiling the AWS SDK, which need not be done each time. Early versions of Node 22 have no such cache.
  // It is never in the folder for temporary files, where anybody may put compiled code for this user to run.
  const home =
    process.env.XDG_CACHE_HOME || process.env.LOCALAPPDATA || (process.env.HOME && `${process.env.HOME}/.cache`);
  const cache = process.env.NODE_COMPILE_CACHE || (home && join(home, 'stagedrift'));
  if (cache) nodeModule.enableCompileCache?.(cache);
  const { main }: typeof import('./main.ts') = await import(program);
  // A request that was given up may still hold a timer: the work is done, so nobody waits for it.
  process.exit(await main(process.argv.slice(2)));
} else if (existsSync(packaged)) {
  process.exitCode = spawnSync(packaged, process.argv.slice(1), { stdio: 'inherit' }).status ?? 1;
} else {
  process.stderr.write(`stagedrift needs Node ${oldestNode} or newer, and this is ${process.version}.\n`);
  process.exitCode = 1;
}

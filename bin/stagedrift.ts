#!/usr/bin/env node
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
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
  nodeModule.enableCompileCache?.();
  await import(program);
} else if (existsSync(packaged)) {
  const main = fileURLToPath(new URL(program, import.meta.url));
  process.exitCode = spawnSync(packaged, [main, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1;
} else {
  process.stderr.write(`stagedrift needs Node ${oldestNode} or newer, and this is ${process.version}.\n`);
  process.exitCode = 1;
}

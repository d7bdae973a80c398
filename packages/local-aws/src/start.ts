// Starts the local AWS until Ctrl-C, and prints the environment that leads an SDK to it.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocalAws } from './local-aws.ts';
import { parseSeedFile } from './seeds.ts';

const { values } = parseArgs({
  options: {
    /** The first of nine ports; free ones where none is given. */
    port: { type: 'string', default: '0' },
    /** Path of a file with REST APIs to put in place. */
    seed: { type: 'string' },
  },
});
// npm runs this in the folder of the package, wherever it was called.
const { INIT_CWD: calledIn = '.' } = process.env;
const seeds = values.seed === undefined ? [] : parseSeedFile(readFileSync(resolve(calledIn, values.seed), 'utf8'));

const aws = await startLocalAws(Number(values.port));
for (const restApi of seeds) aws.apiGateway.seedRestApi(restApi);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => aws.stop());
const exports = Object.entries(aws.environment).map(([name, value]) => `export ${name}=${value}\n`);
process.stdout.write(`${exports.join('')}# The local AWS runs until Ctrl-C.\n`);

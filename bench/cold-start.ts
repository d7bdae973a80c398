import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { bundled } from './bundled.ts';
import { measure } from './measured-process.ts';
import { type BenchOptions, median, type Section, shown } from './section.ts';

/** Imports take tenths of a second, so they are repeated more than the rest. */
const repeats = 7;

const importSchema = v.pipe(v.string(), v.parseJson(), v.object({ wall: v.number(), cpu: v.number() }));

/** What Lambda does before the first event: import of the built function, against a handler with the same clients. */
export async function startCold({ runs, folder }: BenchOptions): Promise<Section> {
  const handlers = {
    bare: await bundled('bare-handler', folder),
    stagedrift: resolve('dist/functions/detect-drift.js'),
  };
  if (!existsSync(handlers.stagedrift)) throw new Error('the function is not built');
  const found = { bare: [] as { wall: number; cpu: number }[], stagedrift: [] as { wall: number; cpu: number }[] };
  for (let run = 0; run <= runs * repeats; run += 1) {
    for (const name of ['bare', 'stagedrift'] as const) {
      const args = ['bench/programs/import-time.mjs', handlers[name]];
      const command = { command: process.execPath, args, environment: { AWS_REGION: 'eu-west-1' } };
      const { stdout } = await measure(command, folder);
      if (run > 0) found[name].push(v.parse(importSchema, stdout));
    }
  }
  const of = (name: 'bare' | 'stagedrift', figure: 'wall' | 'cpu') => median(found[name].map((one) => one[figure]));
  const pairs = found.stagedrift.map(({ cpu }, index) => cpu / (found.bare[index]?.cpu ?? Number.NaN));
  return {
    title: 'Cold start',
    about: `Import of the built function and of a handler that does nothing but import the same three clients, bundled in the same way; the medians of ${runs * repeats} processes each, in turn.`,
    columns: ['handler', 'milliseconds', 'processor milliseconds'],
    rows: [
      ['with the three clients only', shown(of('bare', 'wall')), shown(of('bare', 'cpu'))],
      ['`detect-drift`', shown(of('stagedrift', 'wall')), shown(of('stagedrift', 'cpu'))],
    ],
    figures: { 'detect-drift / bare handler: processor milliseconds of the import': median(pairs) },
    plots: [],
  };
}

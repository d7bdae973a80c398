import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import * as v from 'valibot';
import { bundled, bundledAsTheFunction } from './bundled.ts';
import { measure } from './measured-process.ts';
import { type BenchOptions, median, type Section, shown } from './section.ts';

/** Imports take tenths of a second, so they are repeated more than the rest. */
const repeats = 7;

const importSchema = v.pipe(v.string(), v.parseJson(), v.object({ wall: v.number(), cpu: v.number() }));

/** Handlers that are measured in turn, by what the table says of them. */
type Handlers = Readonly<Record<'whole' | 'split' | 'stagedrift', string>>;

/** What Lambda does before the first event: import of the built function, against a handler with the same clients. */
export async function startCold({ runs, folder }: BenchOptions): Promise<Section> {
  const handlers: Handlers = {
    whole: await bundled('bare-handler', folder),
    split: await bundledAsTheFunction('bare-handler', folder),
    stagedrift: resolve('dist/functions/detect-drift.js'),
  };
  if (!existsSync(handlers.stagedrift)) throw new Error('the function is not built');
  const found = await importInTurn(handlers, runs * repeats, folder);
  const row = (what: string, name: keyof Handlers) => {
    const of = (figure: keyof Import) => shown(median(found.map((turn) => turn[name][figure])));
    return [what, of('wall'), of('cpu')];
  };
  const against = (name: keyof Handlers) => median(found.map((turn) => turn.stagedrift.cpu / turn[name].cpu));
  return {
    title: 'Cold start',
    about: `Import of the built function, and of a handler that only imports the same three clients. The handler is bundled in two ways: into one file, as most tools do, and as the function is, with dynamic imports in files of their own. The medians of ${runs * repeats} processes each, in turn.`,
    columns: ['handler', 'milliseconds', 'processor milliseconds'],
    rows: [
      row('with the three clients only, in one file', 'whole'),
      row('with the three clients only, bundled as the function is', 'split'),
      row('`detect-drift`', 'stagedrift'),
    ],
    figures: {
      'detect-drift / bare handler: processor milliseconds of the import': against('whole'),
      'detect-drift / bare handler bundled in the same way: processor milliseconds of the import': against('split'),
    },
    plots: [],
  };
}

type Import = v.InferOutput<typeof importSchema>;

/** The first turn does not count: it has the files read. */
async function importInTurn(handlers: Handlers, turns: number, folder: string) {
  const found: Record<keyof Handlers, Import>[] = [];
  const importOnce = async (handler: string): Promise<Import> => {
    const args = ['bench/programs/import-time.mjs', handler];
    const command = { command: process.execPath, args, environment: { AWS_REGION: 'eu-west-1' } };
    return v.parse(importSchema, (await measure(command, folder)).stdout);
  };
  for (let turn = 0; turn <= turns; turn += 1) {
    const { whole, split, stagedrift } = handlers;
    found.push({
      whole: await importOnce(whole),
      split: await importOnce(split),
      stagedrift: await importOnce(stagedrift),
    });
  }
  return found.slice(1);
}

import { statSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { bundled } from './bundled.ts';
import { type Cost, measure } from './measured-process.ts';
import { type BenchOptions, median, type Section, shown } from './section.ts';
import { writeLargeState } from './states.ts';

const sizes = [1, 10, 40, 100, 300];
const ways = ['streamed', 'whole'] as const;

const labels = {
  streamed: 'as it comes in, by `stream-json` (what the function does)',
  whole: 'whole (`JSON.parse`)',
} as const;

type Costs = Readonly<Record<(typeof ways)[number], Cost>>;

const parsedSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ stages: v.number(), wall: v.number(), cpu: v.number(), memory: v.number() }),
);

/** States of several sizes, parsed in each of two ways, each time by a process of its own. */
export async function parseLargeStates({ runs, folder }: BenchOptions): Promise<Section> {
  const program = await bundled('parse-state', folder);
  const found: { size: number; resources: number; stages: number; costs: Costs }[] = [];
  for (const size of sizes) {
    const path = join(folder, `${size}.tfstate`);
    const { resources, stages } = await writeLargeState(path, size, null);
    if (statSync(path).size < size * 1024 * 1024) throw new Error(`The state of ${size} MiB is too small`);
    const costs = await parseInTurn(program, path, runs, stages, folder);
    found.push({ size, resources, stages, costs });
    await rm(path);
  }
  const at = (size: number) => found.find((one) => one.size === size)?.costs;
  const [one, hundred, most] = [at(1), at(100), at(300)];
  if (one === undefined || hundred === undefined || most === undefined) throw new Error('a size is missing');
  return {
    title: 'Large states',
    about: `One resource in 50 is a stage; the medians of ${runs} processes each, in turn. Seconds are those of reading and parsing, memory is the peak of the process.`,
    columns: ['MiB', 'resources', 'stages', 'way', 'seconds', 'processor seconds', 'peak MiB'],
    rows: found.flatMap(({ size, resources, stages, costs }) =>
      ways.map((way) => {
        const { wall, cpu, memory } = costs[way];
        return [String(size), String(resources), String(stages), labels[way], shown(wall), shown(cpu), shown(memory)];
      }),
    ),
    figures: {
      'streamed / whole: processor seconds at 1 MiB': one.streamed.cpu / one.whole.cpu,
      'streamed / whole: processor seconds at 100 MiB': hundred.streamed.cpu / hundred.whole.cpu,
      'streamed / whole: peak MiB at 100 MiB': hundred.streamed.memory / hundred.whole.memory,
      'streamed: peak MiB at 300 MiB / at 1 MiB': most.streamed.memory / one.streamed.memory,
    },
    plots: (
      [
        ['memory', 'large-states-memory', 'Peak memory of parsing a state', 'MiB'],
        ['cpu', 'large-states-time', 'Processor time of parsing a state', 'seconds'],
      ] as const
    ).map(([figure, name, title, up]) => ({
      name,
      title,
      across: 'MiB of state',
      up,
      lines: ways.map((way) => ({
        name: way,
        points: found.map(({ size, costs }) => [size, costs[way][figure]] as const),
      })),
    })),
  };
}

async function parseInTurn(
  program: string,
  path: string,
  runs: number,
  stages: number,
  scratch: string,
): Promise<Costs> {
  const costs = new Map<string, Cost[]>(ways.map((way) => [way, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const way of ways) {
      const command = { command: process.execPath, args: [program, way, path], environment: {} };
      const { stdout } = await measure(command, scratch);
      const parsed = v.parse(parsedSchema, stdout);
      // What is fast and finds something else is not faster.
      if (parsed.stages !== stages) throw new Error(`${way} found ${parsed.stages} of ${stages} stages`);
      costs.get(way)?.push(parsed);
    }
  }
  const middle = (way: string): Cost => {
    const some = costs.get(way) ?? [];
    return {
      wall: median(some.map(({ wall }) => wall)),
      cpu: median(some.map(({ cpu }) => cpu)),
      memory: median(some.map(({ memory }) => memory)),
    };
  };
  return { streamed: middle('streamed'), whole: middle('whole') };
}

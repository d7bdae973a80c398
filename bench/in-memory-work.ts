import * as v from 'valibot';
import { bundled } from './bundled.ts';
import { measure } from './measured-process.ts';
import { type BenchOptions, median, type Section, shown } from './section.ts';

const stageCounts = [1_000, 10_000, 100_000];
const findings = 10_000;

const comparedSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ stages: v.number(), modified: v.number(), seconds: v.number() }),
);
const renderedSchema = v.pipe(v.string(), v.parseJson(), v.object({ times: v.record(v.string(), v.number()) }));

/** What is done with states and live answers once they are there. */
export async function workInMemory({ runs, folder }: BenchOptions): Promise<Section> {
  const compare = await bundled('compare-stages', folder);
  const render = await bundled('render-report', folder);
  const run = (program: string, count: number) =>
    measure({ command: process.execPath, args: [program, String(count)], environment: {} }, folder);
  const compared: { stages: number; seconds: number; memory: number }[] = [];
  for (const stages of stageCounts) {
    const seconds: number[] = [];
    const memory: number[] = [];
    for (let round = 0; round < runs; round += 1) {
      const measured = await run(compare, stages);
      const found = v.parse(comparedSchema, measured.stdout);
      if (found.stages !== stages || found.modified !== stages / 100) throw new Error('not all stages were compared');
      seconds.push(found.seconds);
      memory.push(measured.memory);
    }
    compared.push({ stages, seconds: median(seconds), memory: median(memory) });
  }
  const rendered = new Map<string, number[]>();
  for (let round = 0; round < runs; round += 1) {
    const { times } = v.parse(renderedSchema, (await run(render, findings)).stdout);
    for (const [name, seconds] of Object.entries(times)) {
      rendered.set(name, [...(rendered.get(name) ?? []), seconds]);
    }
  }
  const [least, , most] = compared.map(({ stages, seconds }) => seconds / stages);
  return {
    title: 'Comparing and rendering',
    about: `Everything between the last answer of AWS and the report, where one stage in 100 has drifted. Then a report with ${findings} findings in each form. The medians of ${runs} processes.`,
    columns: ['work', 'seconds', 'peak MiB'],
    rows: [
      ...compared.map(({ stages, seconds, memory }) => [`comparing ${stages} stages`, shown(seconds), shown(memory)]),
      ...[...rendered].map(([name, seconds]) => [
        name === 'report' ? `making a report of ${findings} findings` : `rendering it as ${name}`,
        shown(median(seconds)),
        '',
      ]),
    ],
    figures: {
      'seconds for 100,000 stages compared': compared.at(-1)?.seconds ?? Number.NaN,
      'a stage among 100,000 / a stage among 1,000: seconds': (most ?? Number.NaN) / (least ?? Number.NaN),
      'seconds for 10,000 findings in the slowest form': Math.max(...[...rendered.values()].map(median)),
    },
    plots: [],
  };
}

// Measures everything that docs/performance.md tells, side by side in one run, and holds it against the budgets.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brokenBudgets, parseBudgets } from '../bench/budgets.ts';
import { checkLargeStates } from '../bench/checked-states.ts';
import { startCold } from '../bench/cold-start.ts';
import { checkFleet } from '../bench/fleet.ts';
import { workInMemory } from '../bench/in-memory-work.ts';
import { parseLargeStates } from '../bench/large-states.ts';
import { drawPlot } from '../bench/plot.ts';
import { keepToQuota } from '../bench/quota.ts';
import type { BenchOptions, Section } from '../bench/section.ts';
import { sectionText, withResults } from '../bench/tables.ts';
import { raceTerraform } from '../bench/terraform-race.ts';

const parts: Readonly<Record<string, (options: BenchOptions) => Promise<Section | null>>> = {
  terraform: raceTerraform,
  cold: startCold,
  states: parseLargeStates,
  function: checkLargeStates,
  memory: workInMemory,
  quota: keepToQuota,
  organisation: checkFleet,
};

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: Object.keys(parts) },
    runs: { type: 'string', default: '5' },
    /** Writes docs/performance.md again; only a whole run may. */
    write: { type: 'boolean', default: false },
  },
});

const page = 'docs/performance.md';
const isWhole = Object.keys(parts).every((name) => values.only.includes(name));
if (values.write && !isWhole) throw new Error('what is published has to be of one whole run');

const folder = await mkdtemp(join(tmpdir(), 'stagedrift-bench-'));
const sections: Section[] = [];
try {
  for (const name of values.only) {
    const part = parts[name];
    if (part === undefined) throw new Error(`There is no part ${name}; there are ${Object.keys(parts).join(', ')}`);
    const section = await part({ runs: Number(values.runs), folder });
    if (section === null) {
      console.log(`NOT RUN: ${name} (no terraform / no provider mirror)`);
      continue;
    }
    console.log(`${sectionText(section)}\n`);
    sections.push(section);
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}

if (values.write) {
  if (sections.length < Object.keys(parts).length) throw new Error('a part did not run');
  for (const plot of sections.flatMap(({ plots }) => plots)) {
    await writeFile(`docs/images/${plot.name}.svg`, drawPlot(plot));
  }
  await writeFile(page, withResults(await readFile(page, 'utf8'), sections));
}

const budgets = parseBudgets(await readFile('bench/budgets.json', 'utf8'));
const broken = brokenBudgets(budgets, sections);
for (const sentence of broken) console.log(`BUDGET: ${sentence}`);
if (broken.length > 0) process.exitCode = 1;

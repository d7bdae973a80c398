// Simulates whole runs of the function, with AWS in memory and a clock of its own, and says which promise was broken:
// `npm run simulate -- --seed N --schedules N`.
console.warn = () => {};
import { glob } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { planOf } from '../test/simulation/plan.ts';
import { Containers, simulate, takeOverProcess } from '../test/simulation/simulation.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    schedules: { type: 'string', default: '100' },
    function: { type: 'string', default: 'functions/detect-drift.ts' },
    timeout: { type: 'string', default: '900' },
    trace: { type: 'boolean', default: false },
    stop: { type: 'boolean', default: false },
  },
});

process.env.STATE_SOURCES = 's3://acme-tf/**/terraform.tfstate';
process.env.REPORT_TOPIC_ARN = 'arn:aws:sns:eu-west-1:123456789012:drift';
process.env.RULES_URI = 's3://acme-drift/rules.yaml';
process.env.API_REQUESTS_PER_SECOND = '1000';
process.env.CLOUDTRAIL_LOOKUP = 'false';
process.env.CHECK_COMPANIONS = 'false';
process.env.AWS_REGION = 'eu-west-1';
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT';
process.env.POWERTOOLS_METRICS_DISABLED = 'true';

let loads = 0;
const containers = new Containers(async () => {
  loads += 1;
  const loaded = await import(`${new URL(`../${values.function}`, import.meta.url).href}?container=${loads}`);
  return loaded.handler;
});
await containers.fill();
// What is imported on demand is there from the start, so that no run waits for a file.
const root = new URL(`../${values.function}`, import.meta.url);
for await (const file of glob('lib/**/*.ts', { cwd: new URL('..', root) })) {
  if (!/-probe\.ts|probe\.ts|report-archive-reader/.test(file)) await import(new URL(file, new URL('..', root)).href);
}
const clocked = () => Number(process.hrtime.bigint() / 1_000n) / 1_000;
takeOverProcess();

const injected = new Map<string, number>();
const broken = new Map<string, string[]>();
let [runs, calls, messages] = [0, 0, 0];
const startedAt = clocked();
const first = Number(values.seed);
const count = Number(values.schedules);
for (let seed = first; seed < first + count; seed += 1) {
  const outcome = await simulate(planOf(String(seed)), containers, {
    timeoutMs: Number(values.timeout) * 1_000,
    isTraced: values.trace,
  });
  for (const [kind, times] of outcome.injected) injected.set(kind, (injected.get(kind) ?? 0) + times);
  runs += outcome.runs;
  calls += outcome.calls;
  messages += outcome.messages;
  for (const { rule, detail } of outcome.violations) {
    broken.set(rule, [...(broken.get(rule) ?? []), `seed ${seed}: ${detail}`]);
  }
  if (values.trace) {
    for (const line of outcome.trace) console.log(line);
    console.log(outcome.digest);
  }
  if (values.stop && broken.size > 0) break;
}
const seconds = (clocked() - startedAt) / 1_000;
console.log([...injected].toSorted().map(([kind, times]) => `${String(times).padStart(8)}  ${kind}`).join('\n'));
for (const [rule, details] of broken) {
  console.log(`BROKEN: ${rule} (${details.length})`);
  for (const detail of details.slice(0, 40)) console.log(`  ${detail}`);
}
console.log(`${count} schedules, ${runs} runs, ${calls} calls, ${messages} messages in ${seconds.toFixed(1)} s`);
process.exit(broken.size === 0 ? 0 : 1);

// Simulates whole runs of the function, with AWS in memory and a clock of its own, and says what happened and which
// promise was broken: `npm run simulate -- --seed N --schedules N`.
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { crashOrders, crashPlans } from '../test/simulation/crash-plans.ts';
import type { Order, Result } from '../test/simulation/worker.ts';
import { Workers } from '../test/simulation/workers.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    schedules: { type: 'string', default: '2000' },
    workers: { type: 'string', default: String(availableParallelism()) },
    /** Entry of another version of the function, seen from test/simulation, and its timeout in seconds. */
    function: { type: 'string', default: '../../functions/detect-drift.ts' },
    timeout: { type: 'string', default: '900' },
    trace: { type: 'boolean', default: false },
    /** In place of seeds: two runs at once, of which one dies at each of its calls, in so many orders of their calls. */
    crashes: { type: 'string' },
    /** Both of them die, at each pair of their calls. */
    both: { type: 'boolean', default: false },
    /** File for the smallest plan that breaks what the first failing seed broke. */
    shrink: { type: 'string' },
  },
});

const first = Number(values.seed);
const count = Number(values.schedules);
const workers = new Workers(Math.min(count, Number(values.workers)), [values.function, values.timeout]);
const injected = new Map<string, number>();
const broken = new Map<string, { readonly seed: string; readonly detail: string }[]>();
const failing: { readonly seed: string; readonly rule: string; readonly plan: Result['plan'] }[] = [];
const sum = { runs: 0, calls: 0, messages: 0 };

function add({ violations, plan, trace, digest, ...result }: Result): boolean {
  for (const [kind, times] of Object.entries(result.injected)) injected.set(kind, (injected.get(kind) ?? 0) + times);
  sum.runs += result.runs;
  sum.calls += result.calls;
  sum.messages += result.messages;
  for (const { rule, detail } of violations) {
    broken.set(rule, [...(broken.get(rule) ?? []), { seed: plan.seed, detail }]);
    failing.push({ seed: plan.seed, rule, plan });
  }
  for (const line of trace) console.log(line);
  if (values.trace) console.log(`${plan.seed} ${digest}`);
  return true;
}

function* seeds() {
  for (let seed = first; seed < first + count; seed += 1) yield { seed: String(seed), isTraced: values.trace };
}

/** Every crash of two runs at once, as found out by runs without any. */
async function crashes(ways: number): Promise<Order[]> {
  const orders: Order[] = [];
  const plans = crashPlans(ways).map((plan) => ({ plan }));
  await workers.run(plans, ({ plan, callsOf }) => {
    orders.push(...crashOrders(plan, callsOf, values.both));
    return true;
  });
  return orders;
}

const startedAt = performance.now();
const orders = values.crashes === undefined ? null : await crashes(Number(values.crashes));
await workers.run(orders ?? seeds(), add);
const seconds = (performance.now() - startedAt) / 1_000;
for (const [kind, times] of [...injected].toSorted()) console.log(`${String(times).padStart(9)}  ${kind}`);
for (const [rule, cases] of broken) {
  console.log(`BROKEN ${cases.length} times: ${rule}`);
  for (const { seed, detail } of cases.slice(0, 20)) console.log(`  seed ${seed}: ${detail}`);
}
const [worst] = failing.toSorted((a, b) => a.plan.steps.length - b.plan.steps.length);
if (worst !== undefined && values.shrink !== undefined) {
  const file = values.shrink;
  await workers.run([{ shrink: worst.plan, rule: worst.rule }], ({ plan, violations }) => {
    writeFileSync(file, `${JSON.stringify(plan, null, 2)}\n`);
    console.log(`Seed ${worst.seed} was shrunk to ${plan.steps.length} steps, see ${file}: ${violations[0]?.detail}`);
    return true;
  });
}
const { runs, calls, messages } = sum;
console.log(
  `${orders?.length ?? count} schedules, ${runs} runs, ${calls} calls, ${messages} messages in ${seconds.toFixed(1)} s: ${failing.length} promises broken`,
);
process.exitCode = failing.length === 0 ? 0 : 1;

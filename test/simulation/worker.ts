// A process that simulates: it has its clock, its dice and its AWS from the simulation, so that it can do nothing else.
import { glob } from 'node:fs/promises';
import { Containers } from './containers.ts';
import { type Plan, planOf } from './plan.ts';
import { shrink } from './shrink.ts';
import { logged, type Outcome, simulate, takeOverProcess } from './simulation.ts';
import type { CrashPoint } from './wire.ts';

/** What a worker is asked for. */
export type Order = {
  readonly isTraced?: boolean;
  readonly crashes?: readonly CrashPoint[];
} & ({ readonly seed: string } | { readonly plan: Plan } | { readonly shrink: Plan; readonly rule: string });

/** What it answers: maps do not pass from process to process. */
export type Result = Omit<Outcome, 'injected' | 'callsOf'> & {
  readonly injected: Readonly<Record<string, number>>;
  readonly callsOf: Readonly<Record<string, number>>;
  readonly plan: Plan;
};

const [entry = '../../functions/detect-drift.ts', timeout = '900'] = process.argv.slice(2);
const entryUrl = new URL(entry, import.meta.url);

Object.assign(process.env, {
  STATE_SOURCES: 's3://acme-tf/**/terraform.tfstate',
  REPORT_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:drift',
  RULES_URI: 's3://acme-drift/rules.yaml',
  API_REQUESTS_PER_SECOND: '1000',
  CLOUDTRAIL_LOOKUP: 'false',
  CHECK_COMPANIONS: 'false',
  AWS_REGION: 'eu-west-1',
  POWERTOOLS_LOG_LEVEL: 'ERROR',
  POWERTOOLS_METRICS_DISABLED: 'true',
});

let loads = 0;
const containers = new Containers(async () => {
  loads += 1;
  const { handler } = await import(`${entryUrl.href}?container=${loads}`);
  return handler;
});
await containers.fill();
// What is imported on demand is there from the start, so that no run waits for a file.
const root = new URL('..', entryUrl);
for await (const file of glob('lib/**/*.ts', { cwd: root })) {
  if (!/probe\.ts$|report-archive-reader\.ts$/.test(file)) await import(new URL(file, root).href);
}
takeOverProcess();
// Nobody reads the log of the function, but for its own mistakes.
for (const stream of [process.stdout, process.stderr]) {
  const write = stream.write.bind(stream);
  stream.write = (text: string | Uint8Array) => {
    const line = String(text);
    if (!line.startsWith('{')) return write(line);
    logged(line);
    return true;
  };
}

const timeoutMs = Number(timeout) * 1_000;
const run = (plan: Plan, { isTraced = false, crashes = [] }: Pick<Order, 'isTraced' | 'crashes'>) =>
  simulate(plan, containers, { timeoutMs, isTraced, crashes });

async function answer(order: Order): Promise<Result> {
  const plan =
    'shrink' in order
      ? await shrink(order.shrink, async (candidate) => {
          const { violations } = await run(candidate, order);
          return violations.some(({ rule }) => rule === order.rule);
        })
      : 'plan' in order
        ? order.plan
        : planOf(order.seed);
  const { injected, callsOf, ...outcome } = await run(plan, order);
  return { ...outcome, injected: Object.fromEntries(injected), callsOf: Object.fromEntries(callsOf), plan };
}

process.on('disconnect', () => process.exit(0));
process.on('message', (order: Order) => {
  answer(order).then(
    (result) => process.send?.(result),
    (error) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
      process.exit(1);
    },
  );
});
process.send?.('ready');

import type { Plan, Step } from './plan.ts';
import { usualSettings } from './stages.ts';
import type { CrashPoint } from './wire.ts';
import type { Order } from './worker.ts';

const stage = 'api1/prod';
const twiceAtOnce = { delayS: 1, copies: 2, apartMs: 40 } as const;
const once = { delayS: 1, copies: 1, apartMs: 0 } as const;
const byHand = { description: 'by hand' };

/** What two runs are about that run at once; the last step starts one of them, or both. */
const stories: Readonly<Record<string, readonly Step[]>> = {
  'drift opens, and its event comes twice at once': [
    { id: 0, atS: 600, kind: 'CHANGE', stage, set: byHand, event: twiceAtOnce },
  ],
  'drift opens, and the schedule comes with its event': [
    { id: 0, atS: 3_599, kind: 'CHANGE', stage, set: byHand, event: once },
  ],
  'drift changes, and its event comes twice at once': [
    { id: 0, atS: 600, kind: 'CHANGE', stage, set: byHand, event: once },
    { id: 1, atS: 1_800, kind: 'CHANGE', stage, set: { description: 'once more' }, event: twiceAtOnce },
  ],
  'drift is put back, and its event comes twice at once': [
    { id: 0, atS: 600, kind: 'CHANGE', stage, set: byHand, event: once },
    { id: 1, atS: 1_800, kind: 'CHANGE', stage, set: usualSettings, event: twiceAtOnce },
  ],
  'drift opens and is put back while its first run is under way': [
    { id: 0, atS: 600, kind: 'CHANGE', stage, set: byHand, event: once },
    { id: 1, atS: 602, kind: 'CHANGE', stage, set: usualSettings, event: once },
  ],
  'a stage is deleted, and the schedule comes with its event': [
    { id: 0, atS: 3_599, kind: 'DELETE', stage, event: once },
  ],
  'a state adopts drift, and a schedule comes at once': [
    { id: 0, atS: 600, kind: 'CHANGE', stage, set: byHand, event: once },
    { id: 1, atS: 3_599, kind: 'WRITE', state: 'orders', change: { kind: 'ADOPT', stage }, event: once },
  ],
};

/** @returns a plan for each story and each way in which the calls of the two runs can follow each other, by chance */
export function crashPlans(ways: number): readonly Plan[] {
  return Object.values(stories).flatMap((steps, story) =>
    [...Array(ways).keys()].map((way) => ({
      seed: `crashes of story ${story}, way ${way}`,
      hours: 2,
      hasLedger: true,
      queue: 'WORKS' as const,
      masking: { isShown: false, key: null },
      lockPlaces: ['FILE' as const] as const,
      rates: { crash: 0, error: 0, lost: 0, repeated: 0, conflict: 0, slow: 0 },
      latencyMs: way % 2 === 0 ? 2_000 : 20_000,
      states: { orders: [{ stage, form: 'STAGE' as const, settings: usualSettings, isSensitive: false }] },
      steps,
    })),
  );
}

/** Calls that a run may make more than it does when nothing fails. */
const moreCalls = 4;

/**
 * @param callsOf calls of each run of the plan when nothing fails
 * @param both whether both runs die, at each pair of their calls, and not only one of them
 * @returns the plan with each run that its last step is about dying at each of its calls, before and after it has its
 * effect
 */
export function crashOrders(plan: Plan, callsOf: Readonly<Record<string, number>>, both: boolean): readonly Order[] {
  const last = plan.steps.at(-1);
  const runs = Object.entries(callsOf).filter(
    ([run]) => last !== undefined && (run.includes(`${last.kind} ${last.id}`) || run === 'hour 1 #0'),
  );
  const [first = [], second = []] = runs.slice(0, 2).map(([run, calls]) => pointsOf(run, calls));
  const points = both
    ? first.flatMap((one) => second.map((other) => [one, other]))
    : [...first, ...second].map((point) => [point]);
  return points.map((crashes) => ({ plan, crashes }));
}

function pointsOf(run: string, calls: number): readonly CrashPoint[] {
  return [...Array(calls + moreCalls).keys()].flatMap((call) => [
    { run, call, isAfter: false },
    { run, call, isAfter: true },
  ]);
}

import { beforeAll, describe, expect, it } from '@jest/globals';
import { Chance } from '../simulation/chance.ts';
import { crashPlans } from '../simulation/crash-plans.ts';
import { type Plan, planOf } from '../simulation/plan.ts';
import { shrink } from '../simulation/shrink.ts';
import type { Order, Result } from '../simulation/worker.ts';
import { Workers } from '../simulation/workers.ts';

const seeds = (count: number): Order[] => [...Array(count).keys()].map((seed) => ({ seed: String(seed + 1) }));

/** The run that dies in the midst of it, and after which of its calls. */
const run = 'CHANGE 0 again #1';
const points = [3, 9].map((call) => ({ run, call, isAfter: true }));

describe('a simulation', () => {
  const many: Result[] = [];
  const crashing: Result[] = [];

  beforeAll(async () => {
    const [plan] = crashPlans(1);
    if (plan === undefined) throw new Error('There is no plan');
    const orders = [...seeds(40), ...seeds(3)];
    const dying = [{ plan }, ...points.map((point) => ({ plan, crashes: [point] }))];
    await new Workers(1).run([...orders, ...dying], (result) => {
      (many.length < orders.length ? many : crashing).push(result);
      return true;
    });
  }, 180_000);

  it('breaks no promise, and gives the same bytes for the same seed and others for another', () => {
    expect(many).toHaveLength(43);
    expect(many.flatMap(({ violations, plan }) => violations.map((violation) => [plan.seed, violation]))).toEqual([]);
    expect(many.slice(40).map(({ digest }) => digest)).toEqual(many.slice(0, 3).map(({ digest }) => digest));
    expect(new Set(many.slice(0, 40).map(({ digest }) => digest)).size).toBe(40);
  });

  it('has two runs at once, each of which can be made to die at any of its calls', () => {
    const [whole, ...dying] = crashing;

    expect(whole?.injected).toMatchObject({ '2 runs at once': 1 });
    expect(whole?.injected).not.toHaveProperty('run that dies');
    expect(dying.map(({ injected, callsOf }) => [injected['run that dies'], callsOf[run]])).toEqual([
      [1, 4],
      [1, 10],
    ]);
  });
});

describe('a plan', () => {
  it('keeps what comes of a step when others are taken out of it', () => {
    const whole = new Chance('7');

    expect(whole.of('call', 'CHANGE 3 #1', 4).number('there')).toBe(
      new Chance('7').of('call', 'CHANGE 3 #1', 4).number('there'),
    );
    expect(whole.number('a')).not.toBe(whole.number('b'));
    expect(whole.number('a')).not.toBe(new Chance('8').number('a'));
  });

  it('is shrunk to what it takes to break a promise', async () => {
    const plan = planOf('3');
    const needed = plan.steps.at(-1);
    const breaks = async ({ steps }: Plan) => steps.some(({ id }) => id === needed?.id);

    const smallest = await shrink({ ...plan, hours: 4 }, breaks);

    expect(smallest.steps).toEqual([needed]);
    expect(Object.values(smallest.rates)).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

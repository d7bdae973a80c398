import type { FaultRates, Plan } from './plan.ts';

/**
 * @param breaks whether a plan still breaks the same promise
 * @returns the plan without all that it takes nothing of to break it
 */
export async function shrink(plan: Plan, breaks: (candidate: Plan) => Promise<boolean>): Promise<Plan> {
  let smallest = plan;
  const tryOut = async (candidate: Plan) => {
    if (!(await breaks(candidate))) return false;
    smallest = candidate;
    return true;
  };
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false;
    for (let size = Math.ceil(smallest.steps.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
      for (let from = 0; from < smallest.steps.length; ) {
        const steps = smallest.steps.toSpliced(from, size);
        if (await tryOut({ ...smallest, steps })) isSmaller = true;
        else from += size;
      }
    }
    for (const kind of Object.keys(smallest.rates) as (keyof FaultRates)[]) {
      if (smallest.rates[kind] === 0) continue;
      if (await tryOut({ ...smallest, rates: { ...smallest.rates, [kind]: 0 } })) isSmaller = true;
    }
    if (smallest.queue !== 'WORKS' && (await tryOut({ ...smallest, queue: 'WORKS' }))) isSmaller = true;
    for (let hours = 1; hours < smallest.hours; hours += 1) {
      const steps = smallest.steps.filter(({ atS }) => atS < hours * 3_600);
      if (await tryOut({ ...smallest, hours, steps })) isSmaller = true;
    }
  }
  return smallest;
}

import * as v from 'valibot';
import { type Section, shown } from './section.ts';

const budgetsSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.record(v.string(), v.union([v.strictObject({ atMost: v.number() }), v.strictObject({ atLeast: v.number() })])),
);

/** Bounds of figures, by their names. */
export type Budgets = v.InferOutput<typeof budgetsSchema>;

export function parseBudgets(text: string): Budgets {
  return v.parse(budgetsSchema, text);
}

/** @returns a sentence for each figure that is out of its bounds, and for each that has none */
export function brokenBudgets(budgets: Budgets, sections: readonly Section[]): string[] {
  return sections.flatMap(({ figures }) =>
    Object.entries(figures).flatMap(([name, value]) => {
      const budget = budgets[name];
      if (budget === undefined) return [`${name} is ${shown(value)} and has no budget`];
      if ('atMost' in budget)
        return value <= budget.atMost ? [] : [`${name} is ${shown(value)}, above ${budget.atMost}`];
      return value >= budget.atLeast ? [] : [`${name} is ${shown(value)}, below ${budget.atLeast}`];
    }),
  );
}

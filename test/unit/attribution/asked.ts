import type { AskedFinding } from '../../../lib/attribution/find-callers.ts';
import type { Path } from '../../../lib/comparison.ts';
import { assess, usualPolicy } from '../../../lib/findings/assess.ts';
import { noRules, type Rules } from '../../../lib/findings/rules/rules.ts';
import type { PlacedResource } from '../../../lib/resources/resource-type.ts';
import type { Verdict } from '../../../lib/resources/verdict.ts';

/** @returns the findings of a resource with this verdict, as they are asked about */
export function asked(
  resource: PlacedResource,
  type: string,
  verdict: Verdict,
  { isNew = true, rules = noRules }: { readonly isNew?: boolean; readonly rules?: Rules } = {},
): AskedFinding[] {
  const checked = { ...resource, address: `${type}.this`, type, state: 's3://acme-tf/a.tfstate', verdict, notes: [] };
  return assess(checked, { ...usualPolicy, rules }, new Date('2026-11-24T13:00:00Z')).map((finding) => ({
    finding,
    resource: checked,
    isNew,
  }));
}

export function differing(...paths: readonly Path[]): Verdict {
  return {
    status: 'MODIFIED',
    differences: paths.map((path) => ({ path, differenceType: 'NOT_EQUAL', expected: 'a', actual: 'b' })),
  };
}

import type { RequiredLookup } from '../../../lib/attribution/required-lookup.ts';
import { assess, usualPolicy } from '../../../lib/findings/assess.ts';
import { noRules, type Rules } from '../../../lib/findings/rules/rules.ts';
import type { Path } from '../../../lib/model/comparison.ts';
import type { PlacedResource } from '../../../lib/resources/resource-type.ts';
import type { Verdict } from '../../../lib/resources/verdict.ts';

/** What is to be other than of findings that are seen for the first time, under no rules. */
type Circumstances = Partial<Pick<RequiredLookup, 'isNew' | 'known' | 'unchangedSince'>> & {
  readonly stageChangedAt?: string | null;
  readonly rules?: Rules;
};

/** @returns the findings of a resource with this verdict, as they are asked about */
export function asked(
  resource: PlacedResource,
  type: string,
  verdict: Verdict,
  { isNew = true, known = null, unchangedSince = null, stageChangedAt = null, rules = noRules }: Circumstances = {},
): RequiredLookup[] {
  const stated = { ...resource, address: `${type}.this`, type, state: 's3://acme-tf/a.tfstate' };
  const checked = { ...stated, verdict, stageChangedAt, notes: [] };
  return assess(checked, { ...usualPolicy, rules }, new Date('2026-11-24T13:00:00Z')).map((finding) => ({
    finding,
    resource: checked,
    isNew,
    known,
    unchangedSince,
  }));
}

export function differing(...paths: readonly Path[]): Verdict {
  return {
    status: 'MODIFIED',
    differences: paths.map((path) => ({ path, differenceType: 'NOT_EQUAL', expected: 'a', actual: 'b' })),
  };
}

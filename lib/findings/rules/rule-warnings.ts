import type { CheckedResource } from '../../resources/verdict.ts';
import { hasExpired, type Rule, type Rules } from './rules.ts';
import type { Place } from './selection.ts';

/**
 * Rules that do nothing, as sentences: those that have expired, and those that are about no resource. That a rule ignores
 * nothing today is no reason: what it is about may only be in sync.
 * @param resources all that there are, or rules about the rest would seem to match nothing
 */
export function ruleWarnings(
  { ignore, severity }: Rules,
  resources: readonly CheckedResource[],
  now: Date,
): readonly string[] {
  const places = resources.map(({ id, address, type, name, state }): Place => ({ ...id, address, type, name, state }));
  const expired = ignore.filter((rule) => hasExpired(rule, now));
  const inForce = [...ignore.filter((rule) => !hasExpired(rule, now)), ...severity];
  return [
    ...expired.map((rule) => `${named(rule)} expired on ${rule.expires}: what it ignored is reported again`),
    ...inForce
      .filter(({ selection }) => !places.some((place) => selection.fits(place)))
      .map((rule) => `${named(rule)} matches no resource that was checked`),
  ];
}

function named({ place, selection }: Rule): string {
  return `${place}: the rule for ${selection.text}`;
}

import type { ResourceType } from '../../resources/resource-type.ts';
import type { CheckedResource } from '../../resources/verdict.ts';
import { hasExpired, type Rule, type Rules } from './rules.ts';
import type { Place } from './selection.ts';

/** A resource, and the names of the settings that are compared of it. */
interface Subject {
  readonly place: Place;
  readonly settings: readonly string[];
}

/**
 * Rules that do nothing, as sentences: those that have expired, and those that nothing in the states can fit. That a rule
 * ignores nothing today is no reason: what it is about may only be in sync.
 * @param resources all that there are, or rules about the rest would seem dead
 */
export function ruleWarnings(
  { ignore, severity }: Rules,
  resources: readonly CheckedResource[],
  types: ReadonlyMap<string, ResourceType>,
  now: Date,
): readonly string[] {
  const subjects = resources.map(({ id, address, type, name, state }) => ({
    place: { ...id, address, type, name, state },
    settings: types.get(type)?.settings ?? [],
  }));
  const expired = ignore.filter((rule) => hasExpired(rule, now));
  const inForce = [...ignore.filter((rule) => !hasExpired(rule, now)), ...severity];
  return [
    ...expired.map((rule) => `${named(rule)} expired on ${rule.expires}: what it ignored is told again`),
    ...inForce.flatMap((rule) => deadness(rule, subjects)),
  ];
}

function deadness(rule: Rule, subjects: readonly Subject[]): string[] {
  const { fits, reaches } = rule.selection;
  const fitting = subjects.filter(({ place }) => fits(place));
  if (fitting.length === 0) return [`${named(rule)} matches no resource that was checked`];
  const isAlive = fitting.some(({ place, settings }) => settings.some((setting) => reaches(place, setting)));
  return isAlive ? [] : [`${named(rule)} has a path that is no setting of the resources it matches`];
}

function named({ place, selection }: Rule): string {
  return `${place}: the rule for ${selection.text}`;
}

import type { ExpectedResource } from './select-resources.ts';

/** A name as providers give it; whatever else stands in a state is nobody's attribute, and is not quoted. */
const attributeName = /^[a-z][a-z0-9_]{0,63}$/;

/** Names in one warning. */
const maxNames = 10;

/** @returns a warning for each type of which a state has attributes that this program does not know, and so cannot compare */
export function unknownAttributeWarnings(resources: readonly ExpectedResource[]): readonly string[] {
  const byType = new Map<string, Set<string>>();
  for (const { type, unknownAttributes } of resources) {
    const names = byType.get(type) ?? new Set();
    for (const name of unknownAttributes) if (attributeName.test(name)) names.add(name);
    if (names.size > 0) byType.set(type, names);
  }
  return [...byType]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([type, names]) => warning(type, [...names].toSorted()));
}

function warning(type: string, names: readonly string[]): string {
  const more = names.length > maxNames ? ` and ${names.length - maxNames} more` : '';
  const verb = names.length === 1 ? 'is' : 'are';
  return `${names.slice(0, maxNames).join(', ')}${more} of ${type} ${verb} not compared: this version of stagedrift does not know ${names.length === 1 ? 'it' : 'them'}`;
}

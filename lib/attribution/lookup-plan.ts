import { apiPath } from './api-path.ts';
import { canMake, operations } from './operations.ts';
import type { RequiredLookup } from './required-lookup.ts';

/** Milliseconds looked back where nobody knows when everything was checked before. */
const usualWindow = 24 * 60 * 60_000;

/**
 * Milliseconds for which CloudTrail may not know of a call: the check before may have found what it changed, and nobody
 * behind it. Source: "about 5 minutes on average, not guaranteed", in CloudTrail's documentation.
 */
const margin = 15 * 60_000;

/**
 * @param checkedAt when everything was checked before, ISO 8601: what is new has come since then; `null` if not known
 * @returns one lookup for each account and region in which somebody can be behind one of the findings: of the operations that
 * can have made them, in the order of their names
 */
export function planLookups(
  findings: readonly Pick<RequiredLookup, 'finding' | 'resource'>[],
  checkedAt: string | null,
  now: Date,
) {
  const from = checkedAt === null ? Number.NaN : Date.parse(checkedAt);
  const since = new Date(Number.isNaN(from) ? now.getTime() - usualWindow : Math.min(from, now.getTime()) - margin);
  const wanted = findings.flatMap(({ finding, resource }) => {
    const { accountId, region } = resource.id;
    if (accountId === null || region === null) return [];
    const paths = resource.apiPaths(finding.path).map(apiPath);
    return [...operations.values()]
      .filter((operation) => paths.some((path) => canMake(operation, finding.kind, path)))
      .map(({ name }) => ({ place: { accountId, region }, name }));
  });
  const byPlace = Map.groupBy(wanted, ({ place }) => `${place.accountId}/${place.region}`);
  return [...byPlace.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const eventNames = new Set([first, ...others].map(({ name }) => name));
    return [{ place: first.place, eventNames: [...eventNames].toSorted(), since, until: now }];
  });
}

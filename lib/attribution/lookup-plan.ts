import type { FindingKind } from '../findings/finding.ts';
import type { CheckedResource } from '../resources/verdict.ts';
import { type ApiPath, apiPath } from './api-path.ts';
import type { AskedFinding } from './find-callers.ts';
import { type Operation, operations } from './operations.ts';

/** What to look up in CloudTrail, in one account and region. */
export interface TrailLookup {
  readonly place: { readonly accountId: string; readonly region: string };
  /** Operations that can have made what was found, in the order of their names. */
  readonly eventNames: readonly string[];
  readonly since: Date;
  readonly until: Date;
}

/** Milliseconds looked back where nobody knows when everything was checked before. */
const usualWindow = 24 * 60 * 60_000;

/**
 * Milliseconds for which CloudTrail may not know of a call: the check before may have found what it changed, and nobody
 * behind it. Source: "about 5 minutes on average, not guaranteed", in CloudTrail's documentation.
 */
const margin = 15 * 60_000;

/**
 * @param checkedAt when everything was checked before, ISO 8601: what is new has come since then; `null` if not known
 * @returns one lookup for each account and region in which somebody can be behind one of the findings
 */
export function planLookups(
  findings: readonly Pick<AskedFinding, 'finding' | 'resource'>[],
  checkedAt: string | null,
  now: Date,
): readonly TrailLookup[] {
  const from = checkedAt === null ? Number.NaN : Date.parse(checkedAt);
  const since = new Date(Number.isNaN(from) ? now.getTime() - usualWindow : Math.min(from, now.getTime()) - margin);
  const places = new Map<string, { place: TrailLookup['place']; eventNames: Set<string> }>();
  for (const { finding, resource } of findings) {
    const { accountId, region } = resource.id;
    if (accountId === null || region === null) continue;
    const key = `${accountId}/${region}`;
    const at = places.get(key) ?? { place: { accountId, region }, eventNames: new Set() };
    for (const name of namesFor(finding.kind, resource, finding.path))
      places.set(key, at).get(key)?.eventNames.add(name);
  }
  return [...places.values()].map(({ place, eventNames }) => ({
    place,
    eventNames: [...eventNames].toSorted(),
    since,
    until: now,
  }));
}

function namesFor(kind: FindingKind, resource: CheckedResource, path: Parameters<CheckedResource['apiPaths']>[0]) {
  const places = resource.apiPaths(path).map(apiPath);
  return [...operations.values()]
    .filter((operation) => places.some((place) => canMake[kind](operation, place)))
    .map(({ name }) => name);
}

const canMake: { readonly [Kind in FindingKind]: (operation: Operation, place: ApiPath) => boolean } = {
  DIFFERENCE: (operation, place) => operation.reaches(place) && !isDeletion(operation),
  // What a stage has is gone with it, or from it.
  DELETED: (operation, place) => operation.reaches(place) && (isDeletion(operation) || place.length > 0),
  UNMANAGED: ({ effects }) => effects.includes('CREATES'),
  NOT_CHECKED: () => false,
};

function isDeletion({ effects }: Operation): boolean {
  return effects.every((effect) => effect === 'DELETES');
}

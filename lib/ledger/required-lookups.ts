import type { RequiredLookup } from '../attribution/required-lookup.ts';
import type { AssessedResource } from '../findings/assess.ts';
import { type Changes, isNowhere } from './claim-changes.ts';

/** Milliseconds. CloudTrail knows of a call some minutes later, so that the next check may learn what this one cannot. */
const callsAppearWithinMs = 2 * 60 * 60_000;

/**
 * @returns what it is to be found out of who is behind it. Without a ledger nothing is new: each run would ask CloudTrail
 * about the same again
 */
export function requiredLookups(changes: Changes, detectedAt: Date): readonly RequiredLookup[] {
  return changes.resources.flatMap((assessed) => lookupsOf(assessed, changes, detectedAt));
}

function lookupsOf(
  { resource, findings, pending }: AssessedResource,
  { ledger, lifecycle }: Changes,
  detectedAt: Date,
): readonly RequiredLookup[] {
  if (pending !== null || isNowhere(resource)) return [];
  return findings.flatMap((finding): readonly RequiredLookup[] => {
    if (ledger === null) return [{ finding, resource, isNew: false, known: null, unchangedSince: null }];
    const entry = ledger.entries.get(finding.id);
    if (entry === undefined || finding.ignoredBy !== null) return [];
    const { event, firstSeen } = lifecycle.of(finding.id);
    const isRecent = detectedAt.getTime() - Date.parse(firstSeen) < callsAppearWithinMs;
    const isNew = event === 'OPENED' || event === 'CHANGED' || isRecent;
    return [{ finding, resource, isNew, known: entry.attribution, unchangedSince: entry.unchangedSince }];
  });
}

import type { Attribution } from '../../attribution/attribution.ts';
import { stageIdJson } from '../../resources/rest-api/stage-id-json.ts';
import { by } from '../order.ts';
import type { Sighting } from './archived-report.ts';

/** What became of one report of the archive: FAILED could not be had, or is no report. */
export type ReportRead =
  | { readonly status: 'READ'; readonly sightings: readonly Sighting[] }
  | { readonly status: 'FAILED'; readonly uri: string; readonly reason: string };

export type History = ReturnType<typeof createHistory>;
export type StageHistory = History['stages'][number];
export type FindingHistory = StageHistory['findings'][number];
/** A stretch of time in which a finding was open. */
export type Drift = FindingHistory['drifts'][number];

/**
 * @param reads in any order
 * @param until the time of asking
 * @returns when each stage drifted, and for how long; times are ISO 8601 in UTC
 */
export function createHistory(reads: readonly ReportRead[], since: Date, until: Date) {
  const read = reads.flatMap((each) => (each.status === 'READ' ? [each.sightings] : []));
  const sightings = read.flat().toSorted(by(({ detectedAt, reportId }) => `${detectedAt} ${reportId}`));
  const ofFindings = [...Map.groupBy(sightings, ({ id }) => id).values()];
  const stages = Map.groupBy(
    ofFindings.flatMap((ofOne) => findingIn(ofOne, until)),
    ({ place }) => JSON.stringify(place),
  );
  return {
    schemaVersion: '1.0' as const,
    since: since.toISOString(),
    until: until.toISOString(),
    reports: read.length,
    unreadable: reads
      .flatMap((read) => (read.status === 'FAILED' ? [{ uri: read.uri, reason: read.reason }] : []))
      .toSorted(by(({ uri }) => uri)),
    /** What belongs to one stage; its place is all `null` for findings about whole states. */
    stages: [...stages.entries()].toSorted(by(([place]) => place)).flatMap(([, found]) => {
      const findings = found.map(({ finding }) => finding);
      const inOrder = findings.toSorted(by(({ address, path }) => JSON.stringify([address, path])));
      return found.slice(0, 1).map(({ place }) => ({ ...place, findings: inOrder }));
    }),
  };
}

/** @param sightings of one finding, in order of time; @returns it as it was last, and each time that it was open */
function findingIn(sightings: readonly Sighting[], until: Date) {
  const last = sightings.at(-1);
  if (last === undefined) return [];
  const { id, kind, type, address, state, path, severity } = last;
  const openings = [...Map.groupBy(sightings, ({ firstSeen }) => firstSeen)].toSorted(by(([from]) => from));
  const drifts = openings.map(([from, seen], index) => {
    const next = openings[index + 1]?.[0];
    const { to, how, explanation } = endOf(seen) ?? (next === undefined ? stillOpen : { ...forgotten, to: next });
    const seconds = Math.max(0, Math.round((Date.parse(to ?? until.toISOString()) - Date.parse(from)) / 1_000));
    // A run that is made again tells a change once more.
    const changes = Map.groupBy(
      seen.filter(({ event }) => event === 'CHANGED'),
      ({ reportId }) => reportId,
    );
    return {
      from,
      /** `null` while it is open. */
      to,
      /** Up to the end of the history while it is open. */
      seconds,
      /** Times at which it was found to have changed once more. */
      changes: [...changes.values()].flatMap(([first]) => first?.detectedAt ?? []),
      /** Who is behind it as it was last, `null` where no report says so. */
      attribution: seen.reduce(lastAttribution, null),
      how,
      explanation,
    };
  });
  return [{ place: stageIdJson(last.resource), finding: { id, kind, type, address, state, path, severity, drifts } }];
}

function endOf(seen: readonly Sighting[]) {
  const end = seen.find((sighting) => sighting.event === 'RESOLVED');
  return end && { to: end.detectedAt, how: end.how, explanation: end.explanation };
}

/** @param known from the sightings before: of a change nobody knows by them who made it */
function lastAttribution(known: Attribution | null, sighting: Sighting): Attribution | null {
  if (sighting.event === 'RESOLVED') return known;
  return sighting.attribution ?? (sighting.event === 'CHANGED' ? null : known);
}

const stillOpen = { to: null, how: null, explanation: null } as const;

/** As with a ledger that was lost. */
const forgotten = { how: 'FORGOTTEN', explanation: 'It was opened again without having been resolved.' } as const;

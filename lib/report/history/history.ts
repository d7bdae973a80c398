import type { Attribution } from '../../attribution/attribution.ts';
import { stageIdJson } from '../../resources/rest-api/stage-id-json.ts';
import { by } from '../order.ts';
import type { ArchivedReport, PastFinding, Resolution } from './archived-report.ts';

/** What became of one report of the archive: FAILED could not be had, or is no report. */
export type ReportRead =
  | { readonly status: 'READ'; readonly report: ArchivedReport }
  | { readonly status: 'FAILED'; readonly uri: string; readonly reason: string };

export type History = ReturnType<typeof createHistory>;
export type StageHistory = ReturnType<typeof toStage>;
export type FindingHistory = StageHistory['findings'][number];
/** A stretch of time in which a finding was open. */
export type Drift = FindingHistory['drifts'][number];

/**
 * @param reads in any order
 * @param until the time of asking
 * @returns when each stage drifted, and for how long; times are ISO 8601 in UTC
 */
export function createHistory(reads: readonly ReportRead[], since: Date, until: Date) {
  const reports = reads
    .flatMap((read) => (read.status === 'READ' ? [read.report] : []))
    .toSorted(by(({ detectedAt, reportId }) => `${detectedAt} ${reportId}`));
  const stages = Map.groupBy(fold(reports).values(), ({ last }) => JSON.stringify(stageIdJson(last.resource)));
  return {
    schemaVersion: '1.0' as const,
    since: since.toISOString(),
    until: until.toISOString(),
    /** Reports that were read. */
    reports: reports.length,
    unreadable: reads
      .flatMap((read) => (read.status === 'FAILED' ? [{ uri: read.uri, reason: read.reason }] : []))
      .toSorted(by(({ uri }) => uri)),
    stages: [...stages.entries()]
      .toSorted(by(([place]) => place))
      .flatMap(([, [first, ...others]]) => (first === undefined ? [] : [toStage(first, others, until)])),
  };
}

/** A finding as the reports tell of it, each opening by the time it was first seen. */
interface Told {
  last: PastFinding;
  readonly openings: Map<string, Opening>;
}

interface Opening {
  /** Time by the report that tells of the change, since a run that is made again tells it twice. */
  readonly changes: Map<string, string>;
  attribution: Attribution | null;
  end: (Pick<Resolution, 'how' | 'explanation'> & { readonly to: string }) | null;
}

function fold(reports: readonly ArchivedReport[]): ReadonlyMap<string, Told> {
  const told = new Map<string, Told>();
  const openingOf = (finding: PastFinding): Opening => {
    const known = told.get(finding.id) ?? { last: finding, openings: new Map() };
    told.set(finding.id, known);
    known.last = finding;
    const opening = known.openings.get(finding.firstSeen) ?? { changes: new Map(), attribution: null, end: null };
    known.openings.set(finding.firstSeen, opening);
    return opening;
  };
  for (const { reportId, detectedAt, sightings, resolutions } of reports) {
    for (const sighting of sightings) {
      const opening = openingOf(sighting);
      const { changes } = opening;
      if (sighting.event === 'CHANGED' && !changes.has(reportId)) changes.set(reportId, detectedAt);
      opening.attribution = sighting.attribution ?? (sighting.event === 'CHANGED' ? null : opening.attribution);
    }
    for (const resolution of resolutions) {
      const { how, explanation } = resolution;
      openingOf(resolution).end ??= { to: detectedAt, how, explanation };
    }
  }
  return told;
}

/** What belongs to one stage; all `null` for findings about whole states. */
function toStage(first: Told, others: readonly Told[], until: Date) {
  const findings = [first, ...others].map(({ last, openings }) => toFinding(last, openings, until));
  return {
    ...stageIdJson(first.last.resource),
    findings: findings.toSorted(by(({ address, path }) => JSON.stringify([address, path]))),
  };
}

function toFinding(last: PastFinding, openings: ReadonlyMap<string, Opening>, until: Date) {
  const { id, kind, type, address, state, path, severity } = last;
  const inTime = [...openings.entries()].toSorted(by(([from]) => from));
  const drifts = inTime.map(([from, { changes, attribution, end }], index) => {
    const next = inTime[index + 1]?.[0];
    const { to, how, explanation } = end ?? (next === undefined ? stillOpen : { ...forgotten, to: next });
    const seconds = Math.max(0, Math.round((Date.parse(to ?? until.toISOString()) - Date.parse(from)) / 1_000));
    return {
      from,
      /** `null` while it is open. */
      to,
      /** Up to the end of the history while it is open. */
      seconds,
      /** Times at which it was found to have changed once more. */
      changes: [...changes.values()],
      /** Who is behind it as it was last, `null` where no report says so. */
      attribution,
      how,
      explanation,
    };
  });
  return { id, kind, type, address, state, path, severity, drifts };
}

const stillOpen = { to: null, how: null, explanation: null } as const;

/** As with a ledger that was lost. */
const forgotten = { how: 'FORGOTTEN', explanation: 'It was opened again without having been resolved.' } as const;

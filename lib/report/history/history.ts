import type { Attribution } from '../../attribution/attribution.ts';
import type { FindingKind } from '../../findings/finding.ts';
import type { Resolution } from '../../ledger/finding-event.ts';
import type { Path } from '../../model/comparison.ts';
import type { Severity } from '../../model/severity.ts';
import type { StatedStageId } from '../../model/stage-id.ts';
import { by } from '../order.ts';
import type { ArchivedReport, PastFinding } from './archived-report.ts';

/** When each stage drifted, and for how long. Times are ISO 8601 in UTC. */
export interface History {
  readonly schemaVersion: '1.0';
  readonly since: string;
  readonly until: string;
  /** Reports that were read. */
  readonly reports: number;
  readonly unreadable: readonly UnreadableReport[];
  readonly stages: readonly StageHistory[];
}

/** One of the archive that tells nothing: it could not be had, or is no report. */
export interface UnreadableReport {
  readonly uri: string;
  readonly reason: string;
}

/** What belongs to one stage; all `null` for findings about whole states. */
export interface StageHistory extends StatedStageId {
  readonly findings: readonly FindingHistory[];
}

export interface FindingHistory {
  readonly id: string;
  readonly kind: FindingKind;
  readonly type: string;
  /** Where Terraform had it last. */
  readonly address: string;
  readonly state: string | null;
  readonly path: Path | null;
  readonly severity: Severity;
  /** In order of time. */
  readonly drifts: readonly Drift[];
}

/** A stretch of time in which a finding was open. */
export interface Drift {
  readonly from: string;
  /** `null` while it is open. */
  readonly to: string | null;
  /** Up to the end of the history while it is open. */
  readonly seconds: number;
  /** Times at which it was found to have changed once more. */
  readonly changes: readonly string[];
  /** Who is behind it as it was last, `null` where no report says so. */
  readonly attribution: Attribution | null;
  /** FORGOTTEN: it was opened anew without having been resolved, as with a ledger that was lost. */
  readonly how: Resolution | 'FORGOTTEN' | null;
  readonly explanation: string | null;
}

/** What became of one report of the archive. */
export type ReportRead =
  | { readonly status: 'READ'; readonly report: ArchivedReport }
  | ({ readonly status: 'FAILED' } & UnreadableReport);

/** @param reads in any order; @param until the time of asking */
export function createHistory(reads: readonly ReportRead[], since: Date, until: Date): History {
  const reports = reads
    .flatMap((read) => (read.status === 'READ' ? [read.report] : []))
    .toSorted(by(({ detectedAt, reportId }) => `${detectedAt} ${reportId}`));
  const stages = Map.groupBy(fold(reports).values(), ({ last }) => JSON.stringify(placeOf(last)));
  return {
    schemaVersion: '1.0',
    since: since.toISOString(),
    until: until.toISOString(),
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
  end: Pick<Drift, 'to' | 'how' | 'explanation'> | null;
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

function toStage(first: Told, others: readonly Told[], until: Date): StageHistory {
  const findings = [first, ...others].map(({ last, openings }) => toFinding(last, openings, until));
  return {
    ...placeOf(first.last),
    findings: findings.toSorted(by(({ address, path }) => JSON.stringify([address, path]))),
  };
}

function toFinding(last: PastFinding, openings: ReadonlyMap<string, Opening>, until: Date): FindingHistory {
  const { id, kind, type, address, state, path, severity } = last;
  const inTime = [...openings.entries()].toSorted(by(([from]) => from));
  const drifts = inTime.map(([from, { changes, attribution, end }], index) => {
    const next = inTime[index + 1]?.[0];
    const { to, how, explanation } = end ?? (next === undefined ? stillOpen : { ...forgotten, to: next });
    const seconds = Math.max(0, Math.round((Date.parse(to ?? until.toISOString()) - Date.parse(from)) / 1_000));
    return { from, to, seconds, changes: [...changes.values()], attribution, how, explanation };
  });
  return { id, kind, type, address, state, path, severity, drifts };
}

const stillOpen = { to: null, how: null, explanation: null } as const;

const forgotten = { how: 'FORGOTTEN', explanation: 'It was opened again without having been resolved.' } as const;

function placeOf({ resource: { accountId, region, restApiId, stageName } }: PastFinding): StatedStageId {
  return { accountId, region, restApiId, stageName };
}

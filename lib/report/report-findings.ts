import type { Path } from '../comparison.ts';
import { stateFinding } from '../findings/assess.ts';
import type { FindingKind } from '../findings/finding.ts';
import type { StatedStageId } from '../resources/stage-id.ts';
import { excerpt } from './excerpt.ts';
import { shownSides } from './outline-item.ts';
import type { Report, ReportFinding, ReportResource, ReportState } from './report.ts';

/** A finding of a report with what it is about, so that a rendering can tell findings one by one. */
export interface FindingInReport {
  readonly finding: ReportFinding;
  readonly kind: FindingKind;
  readonly address: string;
  readonly type: string;
  readonly state: string | null;
  readonly resource: StatedStageId;
  readonly path: Path | null;
  /** Both sides of a difference as people read them; `null` where the finding is about the whole resource. */
  readonly sides: { readonly was: string; readonly is: string } | null;
  readonly reason: string | null;
  readonly notes: readonly string[];
}

/** @param longest characters that are kept of each side of a difference */
export function findingsOf(report: Report, longest = Number.POSITIVE_INFINITY): readonly FindingInReport[] {
  return [...report.resources.flatMap((resource) => ofResource(resource, longest)), ...report.states.flatMap(ofState)];
}

function ofResource(resource: ReportResource, longest: number): FindingInReport[] {
  const { address, type, state, id, status, finding, notes } = resource;
  const about = { address, type, state, resource: id, reason: resource.reason ?? null, notes };
  const whole =
    finding === null || status === 'IN_SYNC' || status === 'MODIFIED'
      ? []
      : [{ ...about, kind: status, finding, path: null, sides: null }];
  const single = resource.differences.map((difference) => ({
    ...about,
    kind: 'DIFFERENCE' as const,
    finding: difference.finding,
    path: difference.path,
    sides: shownSides(excerpt(difference, longest)),
  }));
  return [...whole, ...single];
}

function ofState({ uri, finding, reason }: ReportState): FindingInReport[] {
  if (finding === null) return [];
  const resource = { accountId: null, region: null, restApiId: null, stageName: null };
  const about = { address: uri, type: stateFinding, state: uri, resource, path: null, sides: null };
  return [{ ...about, kind: 'NOT_CHECKED', finding, reason: reason ?? null, notes: [] }];
}

import { stateFinding } from '../findings/assess.ts';
import type { ResolvedFinding } from '../ledger/finding-event.ts';
import { unknownStageId } from '../model/stage-id.ts';
import { fromStageIdJson } from '../resources/rest-api/stage-id-json.ts';
import {
  isKnown,
  isPending,
  type Report,
  type ReportDifference,
  type ReportFinding,
  type ReportResource,
  type ReportState,
  ranks,
} from './report.ts';

/** A finding with what it is about, whatever became of it. */
export type FindingView = OpenFinding | OverFinding | PassedOverFinding;

/** @property path of the setting, `null` where the finding is about the whole resource */
export interface OpenFinding
  extends ReportFinding,
    Pick<ResolvedFinding, 'kind' | 'address' | 'type' | 'state' | 'resource' | 'path'> {
  readonly difference: ReportDifference | null;
  readonly reason: string | null;
  readonly notes: readonly string[];
}

export type OverFinding = ReportView['resolved'][number];
type PassedOverFinding = ReportView['ignored'][number];
export type ResourceView = ReturnType<typeof resourceView>[number];
export type ReportView = ReturnType<typeof reportView>;

/**
 * A report laid out for readers: what every rendering is made of. Each text is as the report has it, so it is neither
 * visible nor escaped for any format yet.
 */
export function reportView(report: Report) {
  const serials = new Map(report.states.map(({ uri, serial }) => [uri, serial]));
  const resources = report.resources.flatMap((resource) => resourceView(resource, serials));
  const states = report.states.flatMap(stateView);
  return {
    detectedAt: report.detectedAt,
    /** Whether findings are stored in the ledger, so that their events say something. */
    remembers: report.ledger !== null,
    /**
     * Resources that are not in sync. What drifted comes first, the gravest of it foremost, then stages that no state has,
     * then what could not be checked.
     */
    resources: resources.toSorted((a, b) => order[a.status] - order[b.status] || gravity(a) - gravity(b)),
    states,
    /** All findings of `resources` and `states`, in the order of the report. */
    findings: [...resources.flatMap(({ findings }) => findings), ...states],
    resolved: report.resolved.map((finding) => {
      return { ...finding, resource: fromStageIdJson(finding.resource), event: 'RESOLVED' as const };
    }),
    ignored: report.ignored.map((finding) => ({ ...finding, event: 'IGNORED' as const })),
  };
}

const order = { MODIFIED: 0, DELETED: 0, UNMANAGED: 1, NOT_CHECKED: 2 } as const;

function gravity({ findings }: { readonly findings: readonly OpenFinding[] }): number {
  return Math.min(ranks.LOW, ...findings.map(({ severity }) => ranks[severity]));
}

function resourceView(resource: ReportResource, serials: ReadonlyMap<string, number | null>) {
  const { address, status, state, notes, reason = null } = resource;
  if (status === 'IN_SYNC') return [];
  const findings = resourceFindings(resource);
  return [
    {
      ...{ address, status, id: fromStageIdJson(resource.id), state, notes, reason },
      /** Of the state, `null` where it has none or could not be read. */
      serial: (state === null ? null : serials.get(state)) ?? null,
      /** PENDING for its next check, see `isPending`, KNOWN where all of it was notified before, else NEW. */
      notice: isPending(resource)
        ? ('PENDING' as const)
        : findings.every(isKnown)
          ? ('KNOWN' as const)
          : ('NEW' as const),
      /** The finding about the resource as a whole, or those about its settings; none while it waits. */
      findings,
      /** Commands each of which reverts all of its findings. */
      restore: commonCommands(findings),
    },
  ];
}

function resourceFindings(resource: ReportResource): readonly OpenFinding[] {
  const { address, type, status, state, id, notes, reason = null, finding, differences } = resource;
  const about = { address, type, state, resource: fromStageIdJson(id), reason, notes };
  if (finding !== null) {
    const kind = status === 'MODIFIED' || status === 'IN_SYNC' ? 'DIFFERENCE' : status;
    return [{ ...finding, ...about, kind, path: null, difference: null }];
  }
  return differences.map((difference) => {
    const { path } = difference;
    return { ...difference.finding, ...about, kind: 'DIFFERENCE', path, difference };
  });
}

/** Of a single setting the first command will do; any other stands with the setting. */
function commonCommands([first, ...others]: readonly OpenFinding[]): readonly string[] {
  if (first === undefined) return [];
  const { restore } = first.remedies;
  if (others.length === 0 && first.difference !== null) return restore.slice(0, 1);
  return restore.filter((command) => others.every(({ remedies }) => remedies.restore.includes(command)));
}

function stateView({ uri, finding, reason }: ReportState): OpenFinding[] {
  if (finding === null) return [];
  const about = {
    address: uri,
    type: stateFinding,
    state: uri,
    resource: unknownStageId,
    path: null,
    difference: null,
  };
  return [{ ...finding, ...about, kind: 'NOT_CHECKED', reason: reason ?? null, notes: [] }];
}

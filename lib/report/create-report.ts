import { type AssessedFinding, type AssessedResource, assessState } from '../findings/assess.ts';
import { maskText } from '../findings/masking.ts';
import type { Lifecycle, ResolvedFinding } from '../ledger/finding-event.ts';
import type { Trigger } from '../model/check-request.ts';
import { stageIdJson } from '../resources/rest-api/stage-id-json.ts';
import type { StateRead } from '../terraform/read-states.ts';
import { by } from './order.ts';
import {
  type IgnoredFinding,
  isIncomplete,
  openFindings,
  type Report,
  type ReportFinding,
  type ReportResource,
  type ReportState,
} from './report.ts';

/** What a run found, before it is put in order. */
export interface Results {
  readonly reportId: string;
  readonly detectedAt: Date;
  readonly trigger: Trigger;
  readonly states: readonly StateRead[];
  readonly resources: readonly AssessedResource[];
  readonly warnings: readonly string[];
  readonly apiCalls: number;
}

/**
 * @param lifecycle of the findings, as the ledger has it
 * @returns the report; the same results give the same bytes, whatever order they come in
 */
export function createReport(results: Results, lifecycle: Lifecycle): Report {
  const states = results.states.map((state) => toReportState(state, lifecycle)).toSorted(by(({ uri }) => uri));
  const resources = results.resources
    .flatMap((assessed) => toReportResource(assessed, lifecycle))
    .toSorted(resourceOrder);
  const ignored = results.resources.flatMap(({ findings }) => findings.flatMap(toIgnored)).toSorted(findingOrder);
  const count = (status: ReportResource['status']) => resources.filter((resource) => resource.status === status).length;
  const open = openFindings({ states, resources });
  const events = (wanted: ReportFinding['event']) => open.filter(({ event }) => event === wanted).length;
  const summary = {
    states: states.length,
    resources: resources.length,
    inSync: count('IN_SYNC'),
    modified: count('MODIFIED'),
    deleted: count('DELETED'),
    unmanaged: count('UNMANAGED'),
    notChecked: count('NOT_CHECKED'),
    ignored: ignored.length,
    apiCalls: results.apiCalls,
  };
  const drifted = summary.modified + summary.deleted > 0;
  return {
    schemaVersion: '1.0',
    reportId: results.reportId,
    detectedAt: results.detectedAt.toISOString(),
    trigger: results.trigger,
    status: drifted ? 'DRIFTED' : isIncomplete({ summary, states }) ? 'INCOMPLETE' : 'IN_SYNC',
    summary,
    states,
    resources,
    ledger: lifecycle.ledger,
    events: {
      opened: events('OPENED'),
      changed: events('CHANGED'),
      reminder: events('REMINDER'),
      known: events('KNOWN'),
      resolved: lifecycle.resolved.length,
    },
    resolved: lifecycle.resolved.map(toReportResolved).toSorted(findingOrder),
    ignored,
    archive: null,
    warnings: results.warnings.map(maskText).toSorted(),
  };
}

function toReportState(state: StateRead, lifecycle: Lifecycle): ReportState {
  const { uri } = state;
  const [finding = null] = assessState(state).map((one) => toReportFinding(one, lifecycle));
  if (state.status === 'READ') {
    const { lineage, serial, terraformVersion } = state.file;
    return { uri, lineage, serial, terraformVersion, status: 'READ', finding };
  }
  const unknown = { lineage: null, serial: null, terraformVersion: null };
  return { uri, ...unknown, status: 'FAILED', reason: maskText(state.reason), finding };
}

/** @returns nothing where rules ignore the resource as a whole: it is among the ignored findings */
function toReportResource({ resource, findings, pending }: AssessedResource, lifecycle: Lifecycle): ReportResource[] {
  const { address, type, state, verdict, notes } = resource;
  const id = stageIdJson(resource.id);
  if (pending !== null) {
    const reason = maskText(pending.reason);
    // It has no finding that could say why.
    const shown = { status: 'NOT_CHECKED', reason, differences: [], finding: null, notes: [reason] } as const;
    return [{ address, type, state, id, ...shown }];
  }
  const reported = findings.filter(({ ignoredBy }) => ignoredBy === null);
  const whole = reported.find(({ difference }) => difference === null);
  const isModified = verdict.status === 'MODIFIED';
  if (['DELETED', 'NOT_CHECKED', 'UNMANAGED'].includes(verdict.status) && whole === undefined) return [];
  const differences = reported.flatMap((finding) => {
    const { difference, severity } = finding;
    return difference === null ? [] : [{ ...difference, severity, finding: toReportFinding(finding, lifecycle) }];
  });
  const status = verdict.status === 'NOT_REACHED' ? 'NOT_CHECKED' : verdict.status;
  return [
    {
      address,
      type,
      state,
      id,
      status: isModified && differences.length === 0 ? 'IN_SYNC' : status,
      ...('reason' in verdict ? { reason: maskText(verdict.reason) } : {}),
      differences: differences.toSorted(by(({ path }) => path)),
      finding: whole === undefined ? null : toReportFinding(whole, lifecycle),
      notes: notes.map(maskText),
    },
  ];
}

function toReportFinding(finding: AssessedFinding, lifecycle: Lifecycle): ReportFinding {
  const { id, severity, remedies } = finding;
  return { id, severity, ...lifecycle.of(id), remedies };
}

function toReportResolved(finding: ResolvedFinding): Report['resolved'][number] {
  return { ...finding, resource: stageIdJson(finding.resource) };
}

function toIgnored({ id, kind, address, type, state, path, ignoredBy }: AssessedFinding): IgnoredFinding[] {
  if (ignoredBy === null) return [];
  const { reason, owner, expires } = ignoredBy;
  // People write rules in their own words, as they do descriptions.
  const words = { reason: maskText(reason), owner: owner && maskText(owner) };
  return [{ id, kind, address, type, state, path, ...words, expires }];
}

const resourceOrder = by<Pick<ReportResource, 'address' | 'state'>>(
  ({ address }) => address,
  ({ state }) => state ?? '',
);
const findingOrder = by<Pick<IgnoredFinding, 'address' | 'state' | 'path'>>(
  ({ address }) => address,
  ({ state }) => state ?? '',
  ({ path }) => path ?? [],
);

import { type Severity, severityOf } from '../findings/severity.ts';
import type { StatedStageId } from '../resources/stage-id.ts';
import type { CheckedResource } from '../resources/verdict.ts';
import type { StateRead } from '../terraform/read-states.ts';
import type { Trigger } from '../trigger.ts';
import { mask, type ShownDifference } from './masking.ts';
import { comparePaths, inOrder } from './order.ts';

/** Report v1. Renaming or removing a key breaks its readers; `report.schema.json` beside this file says it to them. */
export interface Report {
  readonly schemaVersion: '1.0';
  /** The same for every delivery of one run, so that a repeat is recognised. */
  readonly reportId: string;
  /** Time of the check, ISO 8601 in UTC. */
  readonly detectedAt: string;
  readonly trigger: Trigger;
  readonly status: 'IN_SYNC' | 'DRIFTED' | 'INCOMPLETE';
  readonly summary: ReportSummary;
  readonly states: readonly ReportState[];
  readonly resources: readonly ReportResource[];
  /** What people should know that is no drift, such as a stage that two states take for their own. */
  readonly warnings: readonly string[];
  /** Present where entries had to be left out for want of room; `summary` counts them all the same. */
  readonly omitted?: ReportOmission;
}

export interface ReportSummary {
  readonly states: number;
  readonly resources: number;
  readonly inSync: number;
  readonly modified: number;
  readonly deleted: number;
  readonly unmanaged: number;
  readonly notChecked: number;
  readonly ignored: number;
  /** Requests sent to API Gateway, repeated attempts included: all of them count against the account's quota. */
  readonly apiCalls: number;
}

/** How many entries were left out; `failedStates` are among `states`, `otherTypes` among `resources`. */
export interface ReportOmission {
  readonly states: number;
  readonly failedStates: number;
  readonly resources: number;
  /** Resources that are no stages; absent where there are none. */
  readonly otherTypes?: number;
  /** Absent where there are none. */
  readonly warnings?: number;
}

export interface ReportState {
  readonly uri: string;
  readonly lineage: string | null;
  readonly serial: number | null;
  readonly terraformVersion: string | null;
  readonly status: 'READ' | 'FAILED';
  readonly reason?: string;
}

export interface ReportResource {
  readonly address: string;
  readonly type: string;
  readonly state: string | null;
  readonly id: StatedStageId;
  readonly status: 'IN_SYNC' | 'MODIFIED' | 'DELETED' | 'NOT_CHECKED' | 'UNMANAGED';
  readonly reason?: string;
  readonly differences: readonly ReportDifference[];
  /** Sentences that explain the status, such as which of two deployments is the newer one. */
  readonly notes: readonly string[];
}

export interface ReportDifference extends ShownDifference {
  readonly severity: Severity;
}

/** What a run found, before it is put in order. */
export interface Results {
  readonly reportId: string;
  readonly detectedAt: Date;
  readonly trigger: Trigger;
  readonly states: readonly StateRead[];
  readonly resources: readonly CheckedResource[];
  readonly warnings: readonly string[];
  readonly apiCalls: number;
}

/** @returns the report; the same results give the same bytes, whatever order they come in */
export function createReport(results: Results): Report {
  const states = results.states.map(toReportState).toSorted((a, b) => inOrder(a.uri, b.uri));
  const resources = results.resources
    .map(toReportResource)
    .toSorted((a, b) => inOrder(a.address, b.address) || inOrder(a.state ?? '', b.state ?? ''));
  const count = (status: ReportResource['status']) => resources.filter((resource) => resource.status === status).length;
  const summary = {
    states: states.length,
    resources: resources.length,
    inSync: count('IN_SYNC'),
    modified: count('MODIFIED'),
    deleted: count('DELETED'),
    unmanaged: count('UNMANAGED'),
    notChecked: count('NOT_CHECKED'),
    ignored: 0,
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
    warnings: results.warnings.toSorted(inOrder),
  };
}

/** Whether anything was left unchecked: a stage, or a whole state. Drift can be found beside it. */
export function isIncomplete(report: Pick<Report, 'summary' | 'states' | 'omitted'>): boolean {
  return report.summary.notChecked > 0 || failedStates(report) > 0;
}

/** States that could not be read, those included for which there was no room. */
export function failedStates({ states, omitted }: Pick<Report, 'states' | 'omitted'>): number {
  return states.filter(({ status }) => status === 'FAILED').length + (omitted?.failedStates ?? 0);
}

/** Resources that are no stages, those included for which there was no room. */
export function otherTypes({ resources, omitted }: Pick<Report, 'resources' | 'omitted'>): number {
  return resources.filter(({ type }) => type !== 'aws_api_gateway_stage').length + (omitted?.otherTypes ?? 0);
}

function toReportState(state: StateRead): ReportState {
  if (state.status === 'FAILED') {
    return {
      uri: state.uri,
      lineage: null,
      serial: null,
      terraformVersion: null,
      status: 'FAILED',
      reason: state.reason,
    };
  }
  const { lineage, serial, terraformVersion } = state.file;
  return { uri: state.uri, lineage, serial, terraformVersion, status: 'READ' };
}

function toReportResource({
  address,
  type,
  state,
  id,
  verdict,
  sensitivePaths,
  notes,
}: CheckedResource): ReportResource {
  const differences = verdict.status === 'MODIFIED' ? verdict.differences : [];
  return {
    address,
    type,
    state,
    id,
    status: verdict.status,
    ...('reason' in verdict ? { reason: verdict.reason } : {}),
    differences: differences
      .map((difference) => ({ ...mask(difference, sensitivePaths), severity: severityOf(difference.path) }))
      .toSorted((a, b) => comparePaths(a.path, b.path)),
    notes,
  };
}

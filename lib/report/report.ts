import type { Path } from '../comparison.ts';
import type { FindingKind } from '../findings/finding.ts';
import type { LifeOfFinding, ResolvedFinding } from '../findings/ledger/life.ts';
import type { ShownDifference } from '../findings/masking.ts';
import type { Remedies } from '../findings/remedies/remedy.ts';
import type { Severity } from '../findings/severity/severity.ts';
import type { StatedStageId } from '../resources/stage-id.ts';
import type { Trigger } from '../trigger/check-request.ts';

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
  /** Where findings are remembered from run to run; `null` where they are not, and each run opens all of them anew. */
  readonly ledger: string | null;
  /** How many findings came, went and stayed; entries that were left out for want of room are counted all the same. */
  readonly events: ReportEvents;
  /** Findings that were open before and are no more. */
  readonly resolved: readonly ResolvedFinding[];
  /** Findings that a rule passes over; `summary.ignored` counts them. */
  readonly ignored: readonly IgnoredFinding[];
  /** Where this report is kept, `null` where it is not. */
  readonly archive: ReportArchive | null;
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

/** Findings by what is told of them; see `LifeOfFinding`. */
export interface ReportEvents {
  readonly opened: number;
  readonly changed: number;
  readonly reminder: number;
  readonly known: number;
  readonly resolved: number;
}

/** How many entries were left out; `failedStates` are among `states`, `otherTypes` among `resources`. */
export interface ReportOmission {
  readonly states: number;
  readonly failedStates: number;
  readonly resources: number;
  /** Resources that are no stages; this and all that follow are absent where there are none. */
  readonly otherTypes?: number;
  readonly resolved?: number;
  readonly ignored?: number;
  readonly warnings?: number;
  /** Findings that lost how to fix them. */
  readonly remedies?: number;
}

export interface ReportState {
  readonly uri: string;
  readonly lineage: string | null;
  readonly serial: number | null;
  readonly terraformVersion: string | null;
  readonly status: 'READ' | 'FAILED';
  readonly reason?: string;
  /** That it could not be read; `null` where it was. */
  readonly finding: ReportFinding | null;
}

export interface ReportResource {
  readonly address: string;
  readonly type: string;
  readonly state: string | null;
  readonly id: StatedStageId;
  readonly status: 'IN_SYNC' | 'MODIFIED' | 'DELETED' | 'NOT_CHECKED' | 'UNMANAGED';
  readonly reason?: string;
  readonly differences: readonly ReportDifference[];
  /**
   * The finding that is about the resource as a whole: `null` where it is in sync or modified, or where it is not checked
   * because an apply may be under way, which is nothing to tell anybody.
   */
  readonly finding: ReportFinding | null;
  /** Sentences that explain the status, such as which of two deployments is the newer one. */
  readonly notes: readonly string[];
}

export interface ReportDifference extends ShownDifference {
  readonly severity: Severity;
  readonly finding: ReportFinding;
}

/** A finding in its life. Without a ledger every run opens every finding. */
export interface ReportFinding extends LifeOfFinding {
  /** The same in every run, whatever its values are. */
  readonly id: string;
  readonly severity: Severity;
  readonly remedies: Remedies;
}

/** A finding that nobody wants to hear of, and why. */
export interface IgnoredFinding {
  readonly id: string;
  readonly kind: FindingKind;
  readonly address: string;
  readonly type: string;
  readonly state: string | null;
  readonly path: Path | null;
  readonly reason: string;
  readonly owner: string | null;
  /** Last day of the rule, `null` for a rule without end. */
  readonly expires: string | null;
}

/** URIs `s3://bucket/key`. */
export interface ReportArchive {
  readonly report: string;
  readonly page: string;
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

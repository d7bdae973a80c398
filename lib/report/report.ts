import type { Parsed } from '../model/form.ts';
import { isStageType } from '../resources/api-families.ts';
import type { reportForm } from './report-form.ts';

export type Report = Parsed<typeof reportForm>;
export type ReportSummary = Report['summary'];
export type ReportState = Report['states'][number];
export type ReportResource = Report['resources'][number];
export type ReportDifference = ReportResource['differences'][number];
export type ReportFinding = ReportDifference['finding'];
/** A finding that nobody wants to hear of, and why. */
export type IgnoredFinding = Report['ignored'][number];

/** Whether anything was left unchecked: a stage, or a whole state. Drift can be found beside it. */
export function isIncomplete(report: Pick<Report, 'summary' | 'states' | 'omitted'>): boolean {
  return report.summary.notChecked > 0 || failedStates(report) > 0;
}

/** States that could not be read, those included that did not fit the size limit. */
export function failedStates({ states, omitted }: Pick<Report, 'states' | 'omitted'>): number {
  return states.filter(({ status }) => status === 'FAILED').length + (omitted?.failedStates ?? 0);
}

/** Resources that are no stages, those included that did not fit the size limit. */
export function otherTypes({ resources, omitted }: Pick<Report, 'resources' | 'omitted'>): number {
  return resources.filter(({ type }) => !isStageType(type)).length + (omitted?.otherTypes ?? 0);
}

/** @returns all findings of a report that are not over, those of resources first */
export function openFindings({ resources, states }: Pick<Report, 'resources' | 'states'>): readonly ReportFinding[] {
  return [...resources.flatMap(findingsOf), ...states.flatMap(({ finding }) => finding ?? [])];
}

/** @returns ids of the findings that a report has in it, those included that are over */
export function findingIdsIn(report: Pick<Report, 'resources' | 'states' | 'resolved'>): ReadonlySet<string> {
  return new Set([...openFindings(report), ...report.resolved].map(({ id }) => id));
}

/** @returns the finding about a resource as a whole, or those about its settings */
export function findingsOf({ finding, differences }: ReportResource): readonly ReportFinding[] {
  return finding === null ? differences.map((difference) => difference.finding) : [finding];
}

/** Whether it is not checked now and will be: it waits for an apply to end, or the time of the run was up. */
export function isPending({ status, finding }: ReportResource): boolean {
  return status === 'NOT_CHECKED' && finding === null;
}

/** Whether people were notified of it in an earlier report, so that it is shown in brief. */
export function isKnown({ event }: ReportFinding): boolean {
  return event === 'KNOWN';
}

/** The gravest first. */
export const ranks = { HIGH: 0, MEDIUM: 1, LOW: 2 } as const;

/** @returns the gravest severity among findings, `null` where there are none */
export function gravest(findings: readonly ReportFinding[]): ReportFinding['severity'] | null {
  const [first = null] = findings.map(({ severity }) => severity).toSorted((a, b) => ranks[a] - ranks[b]);
  return first;
}

/** Without a ledger, what drifted and what could not be checked is worth a message. What is pending does not count yet. */
export function isWorthNotifying(report: Report): boolean {
  const isOfConcern = (resource: ReportResource) =>
    resource.status !== 'IN_SYNC' && resource.status !== 'UNMANAGED' && !isPending(resource);
  return report.status !== 'IN_SYNC' && (failedStates(report) > 0 || report.resources.some(isOfConcern));
}

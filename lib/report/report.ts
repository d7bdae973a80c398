import type { Parsed } from '../form.ts';
import type { reportForm } from './report-form.ts';

export type Report = Parsed<typeof reportForm>;
export type ReportSummary = Report['summary'];
export type ReportState = Report['states'][number];
export type ReportResource = Report['resources'][number];
export type ReportDifference = ReportResource['differences'][number];
/** A finding in its life. */
export type ReportFinding = ReportDifference['finding'];
/** A finding that nobody wants to hear of, and why. */
export type IgnoredFinding = Report['ignored'][number];
/** URIs `s3://bucket/key`. */
export type ReportArchive = NonNullable<Report['archive']>;

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

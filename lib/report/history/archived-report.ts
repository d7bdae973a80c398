import * as v from 'valibot';
import type { Report } from '../report.ts';
import { reportForm } from '../report-form.ts';
import { type OpenFinding, type OverFinding, reportView } from '../report-view.ts';

/** What an archived report says of a finding. Values and remedies are left out: of thousands of reports they take much memory. */
export type Sighting = (Omit<OpenFinding, 'difference' | 'reason' | 'notes' | 'remedies'> | OverFinding) &
  Pick<Report, 'reportId' | 'detectedAt'>;

/** The text is no report this version can read; the message says what is wrong with it. */
export class UnusableReportError extends Error {
  override readonly name = 'UnusableReportError';
}

const form = v.pipe(v.string(), v.parseJson(), reportForm);

/**
 * @returns the findings that were open, and then those that were over
 * @throws UnusableReportError
 */
export function parseArchivedReport(text: string): readonly Sighting[] {
  const { output, issues, success } = v.safeParse(form, text, { abortEarly: true });
  if (!success) {
    const [issue] = issues;
    // What the parser of JSON says would quote the text.
    if (issue.type === 'parse_json') throw new UnusableReportError('it is not JSON');
    const place = v.getDotPath(issue) ?? 'all of it';
    throw new UnusableReportError(`it is no report v1 with findings: ${place}: ${issue.message}`);
  }
  const { reportId, detectedAt } = output;
  const { findings, resolved } = reportView(output);
  const open = findings.map(({ difference: _d, reason: _r, notes: _n, remedies: _m, ...finding }) => finding);
  return [...open, ...resolved].map((finding) => ({ ...finding, reportId, detectedAt }));
}

import * as v from 'valibot';
import type { Report } from '../report.ts';
import { reportForm } from '../report-form.ts';
import { type OpenFinding, type OverFinding, reportView } from '../report-view.ts';

/** What an archived report tells of the life of findings. */
export interface ArchivedReport extends Pick<Report, 'reportId' | 'detectedAt'> {
  readonly sightings: readonly Sighting[];
  readonly resolutions: readonly Resolution[];
}

/** What a finding of an archived report is about, whatever became of it. */
export type PastFinding = Sighting | Resolution;

export type Resolution = OverFinding;

/** An open finding without its values and remedies: of thousands of reports these would take much memory. */
type Sighting = Omit<OpenFinding, 'difference' | 'reason' | 'notes' | 'remedies'>;

/** The text is no report this version can read; the message says what is wrong with it. */
export class UnusableReportError extends Error {
  override readonly name = 'UnusableReportError';
}

const form = v.pipe(v.string(), v.parseJson(), reportForm);

/** @throws UnusableReportError */
export function parseArchivedReport(text: string): ArchivedReport {
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
  const sightings = findings.map(({ difference: _d, reason: _r, notes: _n, remedies: _m, ...sighting }) => sighting);
  return { reportId, detectedAt, sightings, resolutions: resolved };
}

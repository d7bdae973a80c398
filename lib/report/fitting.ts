import { excerpt } from './excerpt.ts';
import { failedStates, otherTypes, type Report, type ReportResource, type ReportState } from './report.ts';

/** Characters that stay of a value that has to be cut. */
const excerptLength = 200;

/**
 * The report with as much in it as fits. What is in sync goes first, then states that were read, then the rest of long
 * values, and then entry by entry: what drifted stays longest, then states that could not be read, then what could not
 * be checked, then stages that no state has, and warnings go first.
 * @param fits whether a report is small enough; where one fits, so does one with less in it
 */
export function largestFitting(report: Report, fits: (candidate: Report) => boolean): Report {
  const notInSync = report.resources.filter(({ status }) => status !== 'IN_SYNC');
  const failed = report.states.filter(({ status }) => status === 'FAILED');
  const short = notInSync.map(withExcerpts);
  const candidates = [
    report,
    cut(report, { resources: notInSync }),
    cut(report, { states: failed, resources: notInSync }),
    cut(report, { states: failed, resources: short }),
  ];
  const fitting = candidates.find(fits);
  if (fitting !== undefined) return fitting;
  const withStatus = (...wanted: readonly ReportResource['status'][]) =>
    short.filter(({ status }) => wanted.includes(status));
  const byUrgency: readonly (ReportState | ReportResource)[] = [
    ...withStatus('MODIFIED', 'DELETED'),
    ...failed,
    ...withStatus('NOT_CHECKED'),
    ...withStatus('UNMANAGED'),
  ];
  const mostUrgent = (count: number) => {
    const kept = new Set(byUrgency.slice(0, count));
    const isKept = (entry: ReportState | ReportResource) => kept.has(entry);
    const warnings = report.warnings.slice(0, Math.max(0, count - byUrgency.length));
    return cut(report, { states: failed.filter(isKept), resources: short.filter(isKept), warnings });
  };
  return mostUrgent(largestCount(byUrgency.length + report.warnings.length, (count) => fits(mostUrgent(count))));
}

/** The report with only these of its entries, and the count of those that it lost. */
function cut(report: Report, kept: Partial<Pick<Report, 'states' | 'resources' | 'warnings'>>): Report {
  const { omitted: _, ...rest } = { ...report, ...kept };
  const lost = {
    otherTypes: otherTypes(report) - otherTypes(rest),
    warnings: report.warnings.length - rest.warnings.length,
  };
  return {
    ...rest,
    omitted: {
      states: report.states.length - rest.states.length,
      failedStates: failedStates(report) - failedStates(rest),
      resources: report.resources.length - rest.resources.length,
      ...(lost.otherTypes > 0 ? { otherTypes: lost.otherTypes } : {}),
      ...(lost.warnings > 0 ? { warnings: lost.warnings } : {}),
    },
  };
}

function withExcerpts(resource: ReportResource): ReportResource {
  return { ...resource, differences: resource.differences.map((difference) => excerpt(difference, excerptLength)) };
}

/** @returns the largest count up to `most` that fits, given that every smaller one fits too; 0 is not asked about */
function largestCount(most: number, fits: (count: number) => boolean): number {
  let low = 0;
  let high = most;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

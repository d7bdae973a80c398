import { excerpt } from './excerpt.ts';
import type { Report, ReportResource, ReportState } from './report.ts';

/** Characters that stay of a value that has to be cut. */
const excerptLength = 200;

/**
 * The report with as much in it as fits. What is in sync goes first, then states that were read, then the rest of long
 * values, and then entry by entry: what drifted stays longest, before states that could not be read, and these before
 * stages that could not be checked.
 * @param fits whether a report is small enough; where one fits, so does one with less in it
 */
export function largestFitting(report: Report, fits: (candidate: Report) => boolean): Report {
  const notInSync = report.resources.filter(({ status }) => status !== 'IN_SYNC');
  const failed = report.states.filter(({ status }) => status === 'FAILED');
  const short = notInSync.map(withExcerpts);
  const candidates = [
    report,
    cut(report, report.states, notInSync),
    cut(report, failed, notInSync),
    cut(report, failed, short),
  ];
  const fitting = candidates.find(fits);
  if (fitting !== undefined) return fitting;
  const [drifted, unchecked] = [short.filter(hasDrifted), short.filter((resource) => !hasDrifted(resource))];
  const byUrgency: readonly (ReportState | ReportResource)[] = [...drifted, ...failed, ...unchecked];
  const mostUrgent = (count: number) => {
    const kept = new Set(byUrgency.slice(0, count));
    const isKept = (entry: ReportState | ReportResource) => kept.has(entry);
    return cut(report, failed.filter(isKept), short.filter(isKept));
  };
  return mostUrgent(largestCount(byUrgency.length, (count) => fits(mostUrgent(count))));
}

function hasDrifted({ status }: ReportResource): boolean {
  return status !== 'NOT_CHECKED';
}

function cut(report: Report, states: readonly ReportState[], resources: readonly ReportResource[]): Report {
  const failedIn = (list: readonly ReportState[]) => list.filter(({ status }) => status === 'FAILED').length;
  const omitted = {
    states: report.states.length - states.length,
    failedStates: failedIn(report.states) - failedIn(states),
    resources: report.resources.length - resources.length,
  };
  return { ...report, states, resources, omitted };
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

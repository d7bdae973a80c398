import type { Attribution } from '../attribution/attribution.ts';
import type { ResolvedFinding } from '../findings/ledger/life.ts';
import { noRemedies } from '../findings/remedies/remedy.ts';
import { excerpt } from './excerpt.ts';
import {
  failedStates,
  otherTypes,
  type Report,
  type ReportFinding,
  type ReportResource,
  type ReportState,
} from './report.ts';
import { findingsOf, isKnown } from './told.ts';

/** Characters that stay of a value that has to be cut. */
const excerptLength = 200;

type Entry = ReportState | ReportResource | ResolvedFinding;

/**
 * The report with as much in it as fits. What is in sync goes first, then states that were read, then the rest of long
 * values, then how to fix what was found, by which ARN and user agent it came and what rules pass over, and then entry by entry: what drifted stays longest,
 * then what is resolved, states that could not be read, what could not be checked, stages that no state has, and what was
 * told before; warnings go first.
 * @param fits whether a report is small enough; where one fits, so does one with less in it
 */
export function largestFitting(report: Report, fits: (candidate: Report) => boolean): Report {
  const notInSync = report.resources.filter(({ status }) => status !== 'IN_SYNC');
  const failed = report.states.filter(({ status }) => status === 'FAILED');
  const short = notInSync.map(withExcerpts);
  const bare = { resources: short.map(withoutRemedies), states: failed, ignored: [] };
  const candidates = [
    report,
    cut(report, { resources: notInSync }),
    cut(report, { states: failed, resources: notInSync }),
    cut(report, { states: failed, resources: short }),
    cut(report, bare),
  ];
  const fitting = candidates.find(fits);
  if (fitting !== undefined) return fitting;
  const isTold = (resource: ReportResource) => !findingsOf(resource).every(isKnown);
  const withStatus = (...wanted: readonly ReportResource['status'][]) =>
    bare.resources.filter((resource) => wanted.includes(resource.status) && isTold(resource));
  const byUrgency: readonly Entry[] = [
    ...withStatus('MODIFIED', 'DELETED'),
    ...report.resolved,
    ...failed,
    ...withStatus('NOT_CHECKED'),
    ...withStatus('UNMANAGED'),
    ...bare.resources.filter((resource) => !isTold(resource)),
  ];
  // What is left out of a report that should have been kept is nowhere: its first warning says why.
  const whyNotKept = report.ledger !== null && report.archive === null ? 1 : 0;
  const mostUrgent = (count: number) => {
    const kept = new Set(byUrgency.slice(0, count));
    const isKept = (entry: Entry) => kept.has(entry);
    return cut(report, {
      states: failed.filter(isKept),
      resources: bare.resources.filter(isKept),
      resolved: report.resolved.filter(isKept),
      ignored: [],
      warnings: report.warnings.slice(0, Math.max(whyNotKept, count - byUrgency.length)),
    });
  };
  return mostUrgent(largestCount(byUrgency.length + report.warnings.length, (count) => fits(mostUrgent(count))));
}

/** @returns the report, cut down until its JSON has at most so many bytes */
export function fitReport(report: Report, maxBytes: number): Report {
  return largestFitting(report, (candidate) => Buffer.byteLength(JSON.stringify(candidate)) <= maxBytes);
}

type Kept = Partial<Pick<Report, 'states' | 'resources' | 'resolved' | 'ignored' | 'warnings'>>;

/** The report with only these of its entries, and the count of those that it lost. */
function cut(report: Report, kept: Kept): Report {
  const { omitted: _, ...rest } = { ...report, ...kept };
  const lost = {
    otherTypes: otherTypes(report) - otherTypes(rest),
    resolved: report.resolved.length - rest.resolved.length,
    ignored: report.ignored.length - rest.ignored.length,
    warnings: report.warnings.length - rest.warnings.length,
    remedies: remedies(report) - remedies(rest),
  };
  return {
    ...rest,
    omitted: {
      states: report.states.length - rest.states.length,
      failedStates: failedStates(report) - failedStates(rest),
      resources: report.resources.length - rest.resources.length,
      ...Object.fromEntries(Object.entries(lost).filter(([, count]) => count > 0)),
    },
  };
}

function remedies({ resources }: Report): number {
  return resources.flatMap(findingsOf).filter((finding) => finding.remedies !== noRemedies).length;
}

function withExcerpts(resource: ReportResource): ReportResource {
  return { ...resource, differences: resource.differences.map((difference) => excerpt(difference, excerptLength)) };
}

function withoutRemedies(resource: ReportResource): ReportResource {
  const bare = (finding: ReportFinding) => ({
    ...finding,
    attribution: finding.attribution && withoutDetails(finding.attribution),
    remedies: noRemedies,
  });
  return {
    ...resource,
    finding: resource.finding && bare(resource.finding),
    differences: resource.differences.map((difference) => ({ ...difference, finding: bare(difference.finding) })),
  };
}

/** Names and times stay: who it was is what people ask first. */
function withoutDetails({ certainty, calls }: Attribution): Attribution {
  return { certainty, calls: calls.map((call) => ({ ...call, arn: null, userAgent: null })) };
}

/**
 * Where there is much more than fits, what fits is little: so the search begins with little, as larger ones take longer.
 * @returns the largest count up to `most` that fits, given that every smaller one fits too; 0 is not asked about
 */
function largestCount(most: number, fits: (count: number) => boolean): number {
  let low = 0;
  let high = 1;
  while (high <= most && fits(high)) {
    low = high;
    high *= 2;
  }
  high = Math.min(high - 1, most);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

import { noRemedies } from '../findings/remedies/remedy.ts';
import { excerpt } from './excerpt.ts';
import {
  failedStates,
  findingsOf,
  isKnown,
  otherTypes,
  type Report,
  type ReportFinding,
  type ReportResource,
  type ReportState,
} from './report.ts';

/** Characters that stay of a value that has to be cut. */
const excerptLength = 200;

type Entry = ReportState | ReportResource | Report['resolved'][number];

/**
 * The report with as much in it as fits. What is in sync goes first, then states that were read, then the rest of long
 * values, then how to fix what was found, by which ARN and user agent it came and what rules ignore, and then entry by
 * entry: what drifted stays longest, then what is resolved, states that could not be read, what could not be checked, stages
 * that no state has, and what was notified before; warnings go first.
 * @param fits whether a report is small enough; where one fits, so does one with less in it
 */
export function largestFitting(report: Report, fits: (candidate: Report) => boolean): Report {
  const resources = report.resources.filter(({ status }) => status !== 'IN_SYNC');
  const states = report.states.filter(({ status }) => status === 'FAILED');
  const short = resources.map((resource) => ({
    ...resource,
    differences: resource.differences.map((difference) => excerpt(difference, excerptLength)),
  }));
  const bare = short.map(withoutRemedies);
  const lesser = [
    { resources },
    { resources, states },
    { resources: short, states },
    { resources: bare, states, ignored: [] },
  ];
  const fitting = [report, ...lesser.map((kept) => cut(report, kept))].find(fits);
  if (fitting !== undefined) return fitting;
  const ranked = bare.toSorted((a, b) => rankOf(a) - rankOf(b));
  const drifted = ranked.filter((resource) => rankOf(resource) === 0);
  const byUrgency: readonly Entry[] = [...drifted, ...report.resolved, ...states, ...ranked.slice(drifted.length)];
  // What is left out of a report that should have been kept is nowhere: its first warning says why.
  const whyNotKept = report.ledger !== null && report.archive === null ? 1 : 0;
  const mostUrgent = (count: number) => {
    const kept = new Set(byUrgency.slice(0, count));
    const isKept = (entry: Entry) => kept.has(entry);
    return cut(report, {
      states: states.filter(isKept),
      resources: bare.filter(isKept),
      resolved: report.resolved.filter(isKept),
      ignored: [],
      warnings: report.warnings.slice(0, Math.max(whyNotKept, count - byUrgency.length)),
    });
  };
  return mostUrgent(largestCount(byUrgency.length + report.warnings.length, (count) => fits(mostUrgent(count))));
}

/** @returns less for what people need sooner */
function rankOf(resource: ReportResource): number {
  return findingsOf(resource).every(isKnown) ? 3 : ranks[resource.status];
}

const ranks = { MODIFIED: 0, DELETED: 0, IN_SYNC: 0, NOT_CHECKED: 1, UNMANAGED: 2 } as const;

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

function withoutRemedies(resource: ReportResource): ReportResource {
  const bare = ({ attribution, ...finding }: ReportFinding) => ({
    ...finding,
    // Names and times stay: who made the change is what people ask first.
    attribution: attribution && {
      ...attribution,
      calls: attribution.calls.map((call) => ({ ...call, arn: null, userAgent: null })),
    },
    remedies: noRemedies,
  });
  return {
    ...resource,
    finding: resource.finding && bare(resource.finding),
    differences: resource.differences.map((difference) => ({ ...difference, finding: bare(difference.finding) })),
  };
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

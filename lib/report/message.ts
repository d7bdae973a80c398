import type { Leaf } from '../comparison.ts';
import { news } from './outline.ts';
import { isIncomplete, type Report, type ReportResource } from './report.ts';
import { renderText } from './text.ts';
import { shownPath } from './visible.ts';

/** What is published: one message with a body for each kind of subscriber. */
export interface ReportMessage {
  readonly subject: string;
  /** JSON with a body for each protocol: `default` (SQS, Lambda, HTTPS) has report v1, `email` the text. */
  readonly body: string;
  readonly attributes: readonly MessageAttribute[];
}

/** For filter policies of subscriptions. */
export type MessageAttribute =
  | { readonly name: string; readonly type: 'String'; readonly value: string }
  | { readonly name: string; readonly type: 'Number'; readonly value: string };

/** SNS counts the bytes of all bodies together with names, types and values of the attributes. */
export const messageLimit = 262_144;

/** SNS wants fewer than 100 characters, without line breaks and control characters. */
const subjectLimit = 99;

/** @returns the message, with as much of the report as fits the limit of SNS */
export function createMessage(report: Report): ReportMessage {
  const attributes = messageAttributes(report);
  const room = messageLimit - attributes.reduce((sum, { name, type, value }) => sum + bytes(name + type + value), 0);
  return { subject: subject(report), body: bodyWithin(report, room), attributes };
}

/** Nothing drifted and nothing unchecked is no news. */
export function isNews(report: Report): boolean {
  return report.status !== 'IN_SYNC';
}

/** @returns the report, cut down until its JSON has at most so many bytes */
export function fitReport(report: Report, limit: number): Report {
  return largestFitting(report, (candidate) => bytes(JSON.stringify(candidate)) <= limit);
}

function bodyWithin(report: Report, room: number): string {
  return bodies(largestFitting(report, (candidate) => bytes(bodies(candidate)) <= room));
}

function bodies(report: Report): string {
  return JSON.stringify({ default: JSON.stringify(report), email: renderText(report) });
}

/** What is in sync goes first, then states that were read, then the middle of long values, then the end of the lists. */
function largestFitting(report: Report, fits: (candidate: Report) => boolean): Report {
  const { states, resources } = report;
  const notInSync = resources.filter(({ status }) => status !== 'IN_SYNC');
  const failed = states.filter(({ status }) => status === 'FAILED');
  const short = notInSync.map(withShortValues);
  const candidates = [
    report,
    cut(report, states, notInSync),
    cut(report, failed, notInSync),
    cut(report, failed, short),
  ];
  const fitting = candidates.find(fits);
  if (fitting !== undefined) return fitting;
  const keptStates = failed.slice(
    0,
    largestCount(failed.length, (count) => fits(cut(report, failed.slice(0, count), []))),
  );
  const keptResources = largestCount(short.length, (count) => fits(cut(report, keptStates, short.slice(0, count))));
  return cut(report, keptStates, short.slice(0, keptResources));
}

function cut(report: Report, states: Report['states'], resources: Report['resources']): Report {
  const omitted = {
    states: report.states.length - states.length,
    resources: report.resources.length - resources.length,
  };
  return { ...report, states, resources, omitted };
}

/** Values this long or shorter are kept whole; of a longer one the start tells which it is. */
const longestValue = 200;

function withShortValues(resource: ReportResource): ReportResource {
  return {
    ...resource,
    differences: resource.differences.map((difference) => ({
      ...difference,
      expected: shorten(difference.expected),
      actual: shorten(difference.actual),
    })),
  };
}

function shorten(value: Leaf | null): Leaf | null {
  if (typeof value !== 'string' || value.length <= longestValue) return value;
  // By code points, so that no character is cut in two.
  return `${Array.from(value).slice(0, longestValue).join('')}…`;
}

/** @returns the largest count up to `most` that fits, given that every smaller one fits too */
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

function subject(report: Report): string {
  const [only, ...others] = report.resources.filter(({ status }) => status !== 'IN_SYNC');
  const text =
    only?.status === 'MODIFIED' && others.length === 0 && !isIncomplete(report)
      ? `Drift: ${only.id.stageName}: ${only.differences.map(({ path }) => shownPath(path)).join(', ')}`
      : `${report.status === 'DRIFTED' ? 'Drift' : 'Not everything was checked'}: ${news(report)}`;
  // ASCII alone is safe in every mail system, and the settings of a stage are named in ASCII.
  const ascii = `[stagedrift] ${text}`.replace(/[^ -~]/g, '?');
  return ascii.length <= subjectLimit ? ascii : `${ascii.slice(0, subjectLimit - 3)}...`;
}

function messageAttributes({ schemaVersion, reportId, status, summary, trigger }: Report): MessageAttribute[] {
  const text = (name: string, value: string): MessageAttribute => ({ name, type: 'String', value });
  const count = (name: string, value: number): MessageAttribute => ({ name, type: 'Number', value: String(value) });
  return [
    text('schemaVersion', schemaVersion),
    text('reportId', reportId),
    text('status', status),
    text('trigger', trigger.kind),
    count('modified', summary.modified),
    count('deleted', summary.deleted),
    count('unmanaged', summary.unmanaged),
    count('notChecked', summary.notChecked),
  ];
}

function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

import { largestFitting } from './fitting.ts';
import { news } from './outline.ts';
import { isIncomplete, type Report } from './report.ts';
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

function subject(report: Report): string {
  // ASCII alone is safe in every mail system, and the settings of a stage are named in ASCII.
  const ascii = `[stagedrift] ${subjectText(report)}`.replace(/[^ -~]/g, '?');
  return ascii.length <= subjectLimit ? ascii : `${ascii.slice(0, subjectLimit - 3)}...`;
}

function subjectText(report: Report): string {
  if (report.status === 'IN_SYNC') return `In sync: ${report.summary.resources} checked`;
  if (report.status === 'INCOMPLETE') return `Not everything was checked: ${news(report)}`;
  const [only, ...others] = report.resources.filter(({ status }) => status !== 'IN_SYNC');
  const isAlone = only?.status === 'MODIFIED' && others.length === 0 && !isIncomplete(report);
  if (!isAlone) return `Drift: ${news(report)}`;
  return `Drift: ${only.id.stageName}: ${only.differences.map(({ path }) => shownPath(path)).join(', ')}`;
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

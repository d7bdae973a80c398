import { shownPath } from '../visible.ts';
import { largestFitting } from './fitting.ts';
import { news } from './outline.ts';
import { isIncomplete, type Report, type ReportFinding, type ReportResource } from './report.ts';
import { renderText } from './text.ts';
import { findingIdsIn, findingsOf, gravest, isKnown, openFindings } from './told.ts';

/** What is published: one message with a body for each kind of subscriber. */
export interface ReportMessage {
  readonly subject: string;
  /** JSON with a body for each protocol: `default` (SQS, Lambda, HTTPS) has report v1, `email` the text. */
  readonly body: string;
  readonly attributes: readonly MessageAttribute[];
  /** Ids of the findings that there was room for. */
  readonly findingIds: ReadonlySet<string>;
}

/** For filter policies of subscriptions. */
export type MessageAttribute =
  | { readonly name: string; readonly type: 'String'; readonly value: string }
  | { readonly name: string; readonly type: 'Number'; readonly value: string }
  | { readonly name: string; readonly type: 'String.Array'; readonly value: string };

/** SNS counts the bytes of all bodies together with names, types and values of the attributes. */
export const messageLimit = 262_144;

/** SNS wants fewer than 100 characters, without line breaks and control characters. */
const subjectLimit = 99;

/** @returns the message, with as much of the report as fits the limit of SNS */
export function createMessage(report: Report): ReportMessage {
  const attributes = messageAttributes(report);
  const room = messageLimit - attributes.reduce((sum, { name, type, value }) => sum + bytes(name + type + value), 0);
  const fitted = fittedWithin(report, room);
  return { subject: subject(report), body: bodies(fitted), attributes, findingIds: findingIdsIn(fitted) };
}

/** @returns the report, cut down until its JSON has at most so many bytes */
export function fitReport(report: Report, limit: number): Report {
  return largestFitting(report, (candidate) => bytes(JSON.stringify(candidate)) <= limit);
}

function fittedWithin(report: Report, room: number): Report {
  // Most of what is too large is so by its JSON alone, and then need not be written for people too.
  const fits = (candidate: Report) => bytes(JSON.stringify(candidate)) <= room && bytes(bodies(candidate)) <= room;
  return largestFitting(report, fits);
}

function bodies(report: Report): string {
  return JSON.stringify({ default: JSON.stringify(report), email: renderText(report) });
}

function subject(report: Report): string {
  // ASCII alone is safe in every mail system, and the settings of a stage are named in ASCII.
  const ascii = `[stagedrift] ${subjectText(report)}`.replace(/[^ -~]/g, '?');
  return ascii.length <= subjectLimit ? ascii : `${ascii.slice(0, subjectLimit - 3)}...`;
}

/** What happened since the reports before, where that is remembered; else how things stand. */
function subjectText(report: Report): string {
  if (report.ledger === null) return standing(report);
  const told = report.resources.filter((resource) => !findingsOf(resource).every(isKnown));
  const drifted = told.filter(({ status }) => status === 'MODIFIED' || status === 'DELETED');
  const isNew = ({ event }: ReportFinding) => event === 'OPENED' || event === 'CHANGED';
  if (drifted.some((resource) => findingsOf(resource).some(isNew))) return `Drift: ${namesOf(drifted, report)}`;
  if (drifted.length > 0) return `Still drifted: ${namesOf(drifted, report)}`;
  const strays = told.filter(({ status }) => status === 'UNMANAGED');
  if (strays.length > 0) return `In no state: ${strayNames(strays)}`;
  if (report.resolved.length > 0) return `Resolved: ${resolvedNames(report)}`;
  return standing(report);
}

function standing(report: Report): string {
  if (report.status === 'IN_SYNC') return `In sync: ${report.summary.resources} checked`;
  if (report.status === 'INCOMPLETE') return `Not everything was checked: ${news(report)}`;
  const notInSync = report.resources.filter(({ status }) => status !== 'IN_SYNC');
  return `Drift: ${isIncomplete(report) ? news(report) : namesOf(notInSync, report)}`;
}

/** A single modified resource by its settings, else counts. */
function namesOf(resources: readonly ReportResource[], report: Report): string {
  const [only, ...others] = resources;
  if (only?.status !== 'MODIFIED' || others.length > 0) return news(report);
  const told = only.differences.filter(({ finding }) => !isKnown(finding));
  return `${only.id.stageName}: ${told.map(({ path }) => shownPath(path)).join(', ')}`;
}

function strayNames(strays: readonly ReportResource[]): string {
  const [only, ...others] = strays;
  if (only === undefined || others.length > 0) return `${strays.length} stages`;
  return `stage ${only.id.stageName} of REST API ${only.id.restApiId}`;
}

function resolvedNames({ resolved }: Report): string {
  const [only, ...others] = resolved;
  if (only === undefined || others.length > 0) return `${resolved.length} findings`;
  return `${only.resource.stageName ?? only.address}: ${only.path === null ? 'the whole resource' : shownPath(only.path)}`;
}

function messageAttributes(report: Report): MessageAttribute[] {
  const { schemaVersion, reportId, status, summary, trigger, resolved } = report;
  const text = (name: string, value: string): MessageAttribute => ({ name, type: 'String', value });
  const count = (name: string, value: number): MessageAttribute => ({ name, type: 'Number', value: String(value) });
  const told = openFindings(report).filter((finding) => !isKnown(finding));
  const events = [...new Set(told.map(({ event }) => event)), ...(resolved.length > 0 ? ['RESOLVED'] : [])];
  // Ten is the most that raw delivery to SQS takes.
  return [
    text('schemaVersion', schemaVersion),
    text('reportId', reportId),
    text('status', status),
    text('trigger', trigger.kind),
    count('modified', summary.modified),
    count('deleted', summary.deleted),
    count('unmanaged', summary.unmanaged),
    count('notChecked', summary.notChecked),
    text('severity', gravest(told) ?? 'NONE'),
    { name: 'events', type: 'String.Array', value: JSON.stringify(events.toSorted()) },
  ];
}

function bytes(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}

import { shownPath } from '../model/visible.ts';
import { apiName } from '../resources/api-families.ts';
import { largestFitting } from './fitting.ts';
import { findingIdsIn, gravest, isIncomplete, isKnown, type Report } from './report.ts';
import { type OverFinding, type ReportView, type ResourceView, reportView } from './report-view.ts';
import { grouped, summaryLine } from './report-words.ts';
import { renderText } from './text.ts';

/** SNS counts the bytes of all bodies together with names, types and values of the attributes. */
export const messageLimit = 262_144;

/** SNS wants fewer than 100 characters, without line breaks and control characters. */
const subjectLimit = 99;

/** @returns one message with a body for each kind of subscriber, with as much of the report as fits the limit of SNS */
export function createMessage(report: Report) {
  const view = reportView(report);
  const attributes = messageAttributes(report, view);
  const room =
    messageLimit - attributes.reduce((sum, { name, type, value }) => sum + Buffer.byteLength(name + type + value), 0);
  // Most of what is too large is so by its JSON alone, and then need not be written for people too.
  const fits = (candidate: Report) =>
    Buffer.byteLength(JSON.stringify(candidate)) <= room && Buffer.byteLength(bodies(candidate)) <= room;
  const fitted = largestFitting(report, fits);
  return {
    subject: subject(report, view),
    body: bodies(fitted),
    attributes,
    /** Ids of the findings that there was room for. */
    findingIds: findingIdsIn(fitted),
  };
}

/** JSON with a body for each protocol: `default` (SQS, Lambda, HTTPS) has report v1, `email` the text. */
function bodies(report: Report): string {
  return JSON.stringify({ default: JSON.stringify(report), email: renderText(report) });
}

function subject(report: Report, view: ReportView): string {
  // ASCII alone is safe in every mail system, and the settings of a stage are named in ASCII.
  const ascii = `[stagedrift] ${subjectText(report, view)}`.replace(/[^ -~]/g, '?');
  return ascii.length <= subjectLimit ? ascii : `${ascii.slice(0, subjectLimit - 3)}...`;
}

/** What happened since the reports before, where the ledger says so; else how things stand. */
function subjectText(report: Report, view: ReportView): string {
  if (!view.remembers) return currentStatus(report, view);
  const fresh = view.resources.filter((resource) => resource.notice === 'NEW');
  const drifted = fresh.filter(({ status }) => status === 'MODIFIED' || status === 'DELETED');
  const isChange = drifted.some(({ findings }) =>
    findings.some(({ event }) => event === 'OPENED' || event === 'CHANGED'),
  );
  if (drifted.length > 0) return `${isChange ? 'Drift' : 'Still drifted'}: ${namesOf(drifted, report)}`;
  const strays = fresh.filter(({ status }) => status === 'UNMANAGED');
  if (strays.length > 0)
    return `In no state: ${oneOrCount(strays, ({ id }) => `stage ${id.stageName} of ${apiName(id)}`, 'stages')}`;
  if (view.resolved.length > 0) return `Resolved: ${oneOrCount(view.resolved, resolvedName, 'findings')}`;
  return currentStatus(report, view);
}

function currentStatus(report: Report, { resources }: ReportView): string {
  if (report.status === 'IN_SYNC') return `In sync: ${report.summary.resources} checked`;
  if (report.status === 'INCOMPLETE') return `Not everything was checked: ${summaryLine(report)}`;
  return `Drift: ${isIncomplete(report) ? summaryLine(report) : namesOf(resources, report)}`;
}

/** A single modified resource by its settings, else counts. */
function namesOf([only, ...others]: readonly ResourceView[], report: Report): string {
  if (only?.status !== 'MODIFIED' || others.length > 0) return summaryLine(report);
  const settings = only.findings.filter((finding) => !isKnown(finding)).map(({ path }) => shownPath(path ?? []));
  return `${only.id.stageName}: ${settings.join(', ')}`;
}

function oneOrCount<Item>([only, ...others]: readonly Item[], name: (only: Item) => string, many: string): string {
  return only === undefined || others.length > 0 ? `${grouped(others.length + 1)} ${many}` : name(only);
}

function resolvedName({ resource, address, path }: OverFinding): string {
  return `${resource.stageName ?? address}: ${path === null ? 'the whole resource' : shownPath(path)}`;
}

/** For filter policies of subscriptions. */
function messageAttributes(report: Report, view: ReportView) {
  const { schemaVersion, reportId, status, summary, trigger } = report;
  const text = (name: string, value: string) => ({ name, type: 'String', value });
  const count = (name: string, value: number) => ({ name, type: 'Number', value: String(value) });
  const fresh = view.findings.filter((finding) => !isKnown(finding));
  const events = new Set([...fresh, ...view.resolved].map(({ event }) => event));
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
    text('severity', gravest(fresh) ?? 'NONE'),
    { name: 'events', type: 'String.Array', value: JSON.stringify([...events].toSorted()) },
  ];
}

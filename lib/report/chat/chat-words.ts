import { stateFinding } from '../../findings/assess.ts';
import { given, shownPath } from '../../model/visible.ts';
import { isStageType } from '../../resources/api-families.ts';
import { consoleLink } from '../console-link.ts';
import { shownDuration, shownTime } from '../duration.ts';
import { excerpt, shownSides } from '../excerpt.ts';
import { placeOf } from '../place.ts';
import { type Report, ranks } from '../report.ts';
import type { OpenFinding, OverFinding } from '../report-view.ts';
import { statement } from '../report-words.ts';
import { shownCaller, shownCallers } from '../shown-callers.ts';
import { code, command, sentence } from './chat-text.ts';

export type ChatFinding = NewFinding | OverFinding;

/** An open finding that was not notified before. */
export type NewFinding = OpenFinding & { readonly event: Exclude<OpenFinding['event'], 'KNOWN'> };

/**
 * Characters. The service is known to take 250 of a title and 8,000 of a description, and a block of Slack takes
 * 3,000: what these allow together stays below all of that.
 */
export const limits = {
  setting: 90,
  name: 70,
  address: 200,
  value: 400,
  /** Of a value within quotes. */
  excerpt: 250,
  reason: 300,
  callers: 300,
  place: 200,
  command: 700,
  context: 200,
  link: 1_600,
};

const signs = { HIGH: '🔴', MEDIUM: '🟠', LOW: '🟡', RESOLVED: '✅' } as const;

export function signOf({ event, severity }: ChatFinding): string {
  return event === 'RESOLVED' ? signs.RESOLVED : signs[severity];
}

/** @returns less for what should be read first; what is over can wait */
export function urgency({ event, severity }: ChatFinding): number {
  return event === 'RESOLVED' ? 3 : ranks[severity];
}

const leads = { OPENED: 'New', CHANGED: 'Changed again', REMINDER: 'Still there', RESOLVED: 'Resolved' } as const;

/** The finding in one line; at most 250 characters with a sign before it. */
export function titleOf(finding: ChatFinding): string {
  const { event, kind, path } = finding;
  const setting = code(shownPath(path ?? []), limits.setting);
  return `${leads[event]}: ${statement(kind, setting, nameOf(finding), event === 'RESOLVED')}`;
}

function nameOf({ type, address, resource: { stageName } }: ChatFinding): string {
  if (isStageType(type) && stageName !== null) return `stage ${code(stageName, limits.name)}`;
  return `${type === stateFinding ? 'state' : 'resource'} ${code(address, limits.name)}`;
}

export function description(report: Report, finding: ChatFinding): readonly string[] {
  const { event, address, type, state, resource, severity, firstSeen } = finding;
  const place = given(...Object.values(placeOf(resource))).join(', ');
  const since = shownTime(firstSeen);
  const open = shownDuration(Date.parse(report.detectedAt) - Date.parse(firstSeen));
  return given(
    `Address: ${code(address, limits.address)}`,
    ...(event === 'RESOLVED' ? [`How: ${sentence(finding.explanation, limits.reason)}`] : openLines(finding)),
    place === '' ? null : `Stage: ${sentence(place, limits.place)}`,
    state === null || type === stateFinding ? null : `State: ${code(state, limits.address)}`,
    `Severity: ${severity.toLowerCase()}`,
    `First seen: ${sentence(since, limits.place)}${event === 'OPENED' ? '' : `, ${open} ago`}`,
  );
}

function openLines({ difference, attribution, reason, notes }: OpenFinding): readonly string[] {
  const sides = difference && shownSides(excerpt(difference, limits.excerpt));
  return given(
    sides && `In Terraform: ${code(sides.was, limits.value)}`,
    sides && `Live now: ${code(sides.is, limits.value)}`,
    attribution && `By: ${sentence(shownCallers(attribution, shownCaller), limits.callers)}`,
    reason === null ? null : `Why: ${sentence(reason, limits.reason)}`,
    ...notes.slice(0, 2).map((note) => `Note: ${sentence(note, limits.reason)}`),
  );
}

/** The commands that revert AWS, each to be copied as it is. */
export function remedySteps(finding: ChatFinding): readonly string[] {
  if (finding.event === 'RESOLVED') return [];
  const { restore } = finding.remedies;
  const shown = restore.flatMap((text) => command(text, limits.command) ?? []);
  const left = restore.length - shown.length;
  const steps = shown.map((text, index) => `${index === 0 ? 'Revert' : 'Or'}: ${text}`);
  return left === 0
    ? steps
    : [...steps, `${left === 1 ? 'A command' : `${left} commands`} that a chat would garble: see the report.`];
}

/** The page lies in S3, so its link asks for a login to the AWS account that has it. */
export function linkSteps({ archive }: Report): readonly string[] {
  const link = archive && consoleLink(archive.page);
  return link === null || link.length > limits.link ? [] : [`Report: ${link}`];
}

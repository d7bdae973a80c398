import { shownPath, visible } from '../visible.ts';
import { consoleLink } from './console-link.ts';
import { shownTime } from './duration.ts';
import { type Fact, type OutlineItem, outlineItems } from './outline-item.ts';
import { failedStates, isIncomplete, otherTypes, type Report, type ReportResource } from './report.ts';
import { findingsOf, gravity, isKnown, isWaiting } from './told.ts';

/**
 * The report as people read it: the news first, then each resource that asks for attention. Every rendering says this,
 * each in its own form. All text here is plain and visible, and not yet escaped for any format.
 */
export interface Outline {
  readonly status: Report['status'];
  /** One sentence with the news. */
  readonly headline: string;
  readonly facts: readonly Fact[];
  /**
   * Resources with something that was not told before. What drifted comes first, the gravest of it foremost, then
   * stages that no state has, then what could not be checked.
   */
  readonly items: readonly OutlineItem[];
  /** Findings that are over, and how that came. */
  readonly resolved: readonly Fact[];
  /** Resources of which everything was told before, in a line each. */
  readonly known: readonly Fact[];
  /** States that could not be read, with the reason. */
  readonly unreadStates: readonly Fact[];
  /** What people should know that is no drift. */
  readonly warnings: readonly string[];
  /** How much is passed over by rules, `null` where nothing is. */
  readonly ignored: string | null;
  /** Said where entries were left out for want of room. */
  readonly omitted: string | null;
}

/** Of the same rank, resources stay in the order of the report. */
const rank = { MODIFIED: 0, DELETED: 0, UNMANAGED: 1, NOT_CHECKED: 2, IN_SYNC: 3 } as const;

export function outline(report: Report): Outline {
  const serials = new Map(report.states.map(({ uri, serial }) => [uri, serial]));
  const context = { serials, remembers: report.ledger !== null };
  const ranked = report.resources.toSorted(
    (a, b) => rank[a.status] - rank[b.status] || gravity(findingsOf(a)) - gravity(findingsOf(b)),
  );
  const isTold = (resource: ReportResource) => !findingsOf(resource).every(isKnown);
  const waiting = report.resources.filter(isWaiting).length;
  return {
    status: report.status,
    headline: headline(report),
    facts: [...facts(report), ...(waiting === 0 ? [] : [waitingFact(waiting)])],
    items: ranked.filter(isTold).flatMap((resource) => outlineItems(resource, context)),
    resolved: report.resolved.map(({ address, path, explanation, firstSeen }) => ({
      label: [visible(address), ...(path === null ? [] : [shownPath(path)])].join('  '),
      text: `${visible(explanation)} (open since ${shownTime(firstSeen)})`,
    })),
    known: ranked
      .filter((resource) => !isTold(resource) && !isWaiting(resource))
      .flatMap((resource) => outlineItems(resource, context))
      .map(({ label, address, remark, differences }) => ({
        label: `${label}  ${address}`,
        text:
          differences.length === 0
            ? remark
            : differences.map((difference) => `${difference.setting} (${difference.remark})`).join(', '),
      })),
    unreadStates: report.states.flatMap(({ uri, reason }) =>
      reason === undefined ? [] : [{ label: visible(uri), text: visible(reason) }],
    ),
    warnings: report.warnings.map(visible),
    ignored:
      report.ignored.length === 0
        ? null
        : `${counted(report.ignored.length, 'finding is', 'findings are')} passed over by rules.`,
    omitted: omission(report),
  };
}

/** The news in one line, as the subject of a mail has it too. */
export function news(report: Report): string {
  const { summary } = report;
  const [one, many] = nouns(report);
  const counts: readonly (readonly [number, string, string])[] = [
    [summary.modified, `${one} changed`, `${many} changed`],
    [summary.deleted, `${one} deleted`, `${many} deleted`],
    [summary.unmanaged, 'stage unmanaged', 'stages unmanaged'],
    [summary.notChecked, `${one} not checked`, `${many} not checked`],
    [failedStates(report), 'state not read', 'states not read'],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => counted(count, one, many))
    .join(', ');
}

/** Stages are called stages, and what belongs to them makes them resources. */
function nouns(report: Report): readonly [string, string] {
  return otherTypes(report) === 0 ? ['stage', 'stages'] : ['resource', 'resources'];
}

function headline(report: Report): string {
  return [...(report.ledger === null ? [] : [life(report)]), standing(report)].join(' ');
}

/** What came and went since the reports before. */
function life({ events }: Report): string {
  const counts: readonly (readonly [number, string])[] = [
    [events.opened, 'new'],
    [events.changed, 'changed again'],
    [events.resolved, 'resolved'],
    [events.reminder, 'still open, as a reminder'],
    [events.known, 'told before'],
  ];
  const told = counts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return told.length === 0 ? 'No findings.' : `Findings: ${told.join(', ')}.`;
}

/** How things stand, whatever was told before. */
function standing(report: Report): string {
  const { summary } = report;
  const [one, many] = nouns(report);
  const inSync = `${counted(summary.inSync, `${one} is`, `${many} are`)} in sync with Terraform`;
  if (report.status === 'IN_SYNC') {
    if (summary.resources === 0) return 'No API Gateway stage is in these states: there was nothing to check.';
    return summary.unmanaged === 0 ? `${inSync}.` : `${inSync}, ${news(report)}.`;
  }
  const rest = summary.inSync === 0 ? '' : ` ${inSync}.`;
  if (report.status === 'INCOMPLETE')
    return `No drift was found, but not everything could be checked: ${news(report)}.${rest}`;
  const warning = isIncomplete(report) ? ' What could not be checked may have drifted too.' : '';
  return `Drift: ${news(report)}.${rest}${warning}`;
}

function waitingFact(count: number): Fact {
  const text = `${counted(count, 'resource differs', 'resources differ')} while Terraform may be applying: judged again after that`;
  return { label: 'Waiting', text };
}

function facts(report: Report): Fact[] {
  const { detectedAt, trigger, summary, reportId, archive } = report;
  return [
    { label: 'Checked', text: `${second(detectedAt)}, ${startedBy[trigger.kind]}` },
    {
      label: 'Read',
      text: `${counted(summary.resources - summary.unmanaged, ...nouns(report))} from ${counted(summary.states, 'state', 'states')} with ${counted(summary.apiCalls, 'call', 'calls')} to API Gateway`,
    },
    { label: 'Report', text: visible(reportId) },
    ...(archive === null ? [] : [{ label: 'Page', text: consoleLink(archive.page) }]),
  ];
}

const startedBy = {
  schedule: 'started by the schedule',
  manual: 'started by hand',
  'command-line': 'started from the command line',
  'stage-changed': 'started by a change in AWS',
  'state-written': 'started by a write of the state',
} as const;

function omission({ omitted, archive }: Report): string | null {
  if (omitted === undefined) return null;
  const { resources, states, resolved = 0, warnings = 0, remedies = 0 } = omitted;
  const left = [counted(resources, 'resource', 'resources'), counted(states, 'state', 'states')];
  if (resolved > 0) left.push(counted(resolved, 'resolved finding', 'resolved findings'));
  if (warnings > 0) left.push(counted(warnings, 'warning', 'warnings'));
  if (remedies > 0) left.push('how to fix what was found');
  const whole = archive === null ? '' : ` All of it is in ${visible(archive.page)}.`;
  return `Left out for want of room: ${left.join(', ')}.${whole}`;
}

function second(time: string): string {
  return `${time.slice(0, 19).replace('T', ' ')} UTC`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

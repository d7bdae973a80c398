import { type Fact, type OutlineItem, outlineItems } from './outline-item.ts';
import { failedStates, isIncomplete, otherTypes, type Report } from './report.ts';
import { visible } from './visible.ts';

/**
 * The report as people read it: the news first, then each resource that asks for attention. Every rendering says this,
 * each in its own form. All text here is plain and visible, and not yet escaped for any format.
 */
export interface Outline {
  readonly status: Report['status'];
  /** One sentence with the news. */
  readonly headline: string;
  readonly facts: readonly Fact[];
  /** What drifted comes first, then stages that no state has, then what could not be checked. */
  readonly items: readonly OutlineItem[];
  /** States that could not be read, with the reason. */
  readonly unreadStates: readonly Fact[];
  /** What people should know that is no drift. */
  readonly warnings: readonly string[];
  /** Said where entries were left out for want of room. */
  readonly omitted: string | null;
}

/** Of the same rank, resources stay in the order of the report. */
const rank = { MODIFIED: 0, DELETED: 0, UNMANAGED: 1, NOT_CHECKED: 2, IN_SYNC: 3 } as const;

export function outline(report: Report): Outline {
  const serials = new Map(report.states.map(({ uri, serial }) => [uri, serial]));
  return {
    status: report.status,
    headline: headline(report),
    facts: facts(report),
    items: report.resources
      .toSorted((a, b) => rank[a.status] - rank[b.status])
      .flatMap((resource) => outlineItems(resource, serials)),
    unreadStates: report.states.flatMap(({ uri, reason }) =>
      reason === undefined ? [] : [{ label: visible(uri), text: visible(reason) }],
    ),
    warnings: report.warnings.map(visible),
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

function facts(report: Report): Fact[] {
  const { detectedAt, trigger, summary, reportId } = report;
  return [
    { label: 'Checked', text: `${detectedAt.slice(0, 19).replace('T', ' ')} UTC, ${startedBy[trigger.kind]}` },
    {
      label: 'Read',
      text: `${counted(summary.resources - summary.unmanaged, ...nouns(report))} from ${counted(summary.states, 'state', 'states')} with ${counted(summary.apiCalls, 'call', 'calls')} to API Gateway`,
    },
    { label: 'Report', text: visible(reportId) },
  ];
}

const startedBy = {
  schedule: 'started by the schedule',
  manual: 'started by hand',
  'command-line': 'started from the command line',
} as const;

function omission({ omitted }: Report): string | null {
  if (omitted === undefined) return null;
  const { resources, states, warnings = 0 } = omitted;
  const left = [counted(resources, 'resource', 'resources'), counted(states, 'state', 'states')];
  if (warnings > 0) left.push(counted(warnings, 'warning', 'warnings'));
  return `Left out for want of room: ${left.join(', ')}.`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

import type { StatedStageId } from '../resources/stage-id.ts';
import { isIncomplete, type Report, type ReportResource, type ReportState } from './report.ts';
import { shownPath, shownValue, visible } from './visible.ts';

/**
 * The report as people read it: the news first, then each resource that asks for attention. Every rendering says this,
 * each in its own form. All text here is plain and visible, and not yet escaped for any format.
 */
export interface Outline {
  readonly status: Report['status'];
  /** One sentence with the news. */
  readonly headline: string;
  readonly facts: readonly Fact[];
  readonly items: readonly OutlineItem[];
  /** States that could not be read, with the reason. */
  readonly unreadStates: readonly Fact[];
  /** Said where entries were left out for want of room. */
  readonly omitted: string | null;
}

export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** One resource that is not in sync. */
export interface OutlineItem {
  readonly label: 'CHANGED' | 'DELETED' | 'NOT CHECKED' | 'UNMANAGED';
  readonly address: string;
  readonly facts: readonly Fact[];
  readonly differences: readonly OutlineDifference[];
}

export interface OutlineDifference {
  readonly setting: string;
  readonly was: string;
  readonly is: string;
}

/** Values longer than this are cut in texts for people; the JSON report has them whole. */
const longestValue = 1_000;

export function outline(report: Report): Outline {
  return {
    status: report.status,
    headline: headline(report),
    facts: facts(report),
    items: report.resources.flatMap((resource) => item(resource, report.states)),
    unreadStates: report.states.flatMap((state) =>
      state.status === 'FAILED' ? [{ label: visible(state.uri), text: visible(state.reason ?? '') }] : [],
    ),
    omitted: omission(report),
  };
}

/** The news in one line, as the subject of a mail has it too. */
export function news({ summary, states }: Report): string {
  const unread = states.filter((state) => state.status === 'FAILED').length;
  const counts: readonly (readonly [number, string, string])[] = [
    [summary.modified, 'stage changed', 'stages changed'],
    [summary.deleted, 'stage deleted', 'stages deleted'],
    [summary.unmanaged, 'stage unmanaged', 'stages unmanaged'],
    [summary.notChecked, 'stage not checked', 'stages not checked'],
    [unread, 'state not read', 'states not read'],
  ];
  return counts
    .filter(([count]) => count > 0)
    .map(([count, one, many]) => counted(count, one, many))
    .join(', ');
}

function headline(report: Report): string {
  const { summary } = report;
  const inSync = `${counted(summary.inSync, 'stage is', 'stages are')} in sync with Terraform`;
  if (report.status === 'IN_SYNC') {
    return summary.resources === 0
      ? 'No API Gateway stage is in these states: there was nothing to check.'
      : `${inSync}.`;
  }
  const rest = summary.inSync === 0 ? '' : ` ${inSync}.`;
  if (report.status === 'INCOMPLETE')
    return `No drift was found, but not everything could be checked: ${news(report)}.${rest}`;
  const warning = isIncomplete(report) ? ' What could not be checked may have drifted too.' : '';
  return `Drift: ${news(report)}.${rest}${warning}`;
}

function facts({ detectedAt, trigger, summary, reportId }: Report): Fact[] {
  return [
    { label: 'Checked', text: `${detectedAt.slice(0, 19).replace('T', ' ')} UTC, ${startedBy[trigger.kind]}` },
    {
      label: 'Read',
      text: `${counted(summary.resources, 'stage', 'stages')} from ${counted(summary.states, 'state', 'states')} with ${counted(summary.apiCalls, 'call', 'calls')} to API Gateway`,
    },
    { label: 'Report', text: visible(reportId) },
  ];
}

const startedBy = {
  schedule: 'started by the schedule',
  manual: 'started by hand',
  'command-line': 'started from the command line',
} as const;

const labels = { MODIFIED: 'CHANGED', DELETED: 'DELETED', NOT_CHECKED: 'NOT CHECKED', UNMANAGED: 'UNMANAGED' } as const;

function item(resource: ReportResource, states: readonly ReportState[]): OutlineItem[] {
  if (resource.status === 'IN_SYNC') return [];
  const reason = resource.reason === undefined ? [] : [{ label: 'Why', text: visible(resource.reason) }];
  return [
    {
      label: labels[resource.status],
      address: visible(resource.address),
      facts: [
        { label: 'Stage', text: place(resource.id) },
        { label: 'State', text: stateOf(resource.state, states) },
        ...reason,
      ],
      differences: resource.differences.map(({ path, expected, actual }) => ({
        setting: shownPath(path),
        was: shorten(shownValue(expected)),
        is: shorten(shownValue(actual)),
      })),
    },
  ];
}

function place({ stageName, restApiId, region, accountId }: StatedStageId): string {
  const unknown = 'unknown';
  return `${stageName ?? unknown} of REST API ${restApiId ?? unknown}, ${region ?? unknown}, account ${accountId ?? unknown}`;
}

function stateOf(uri: string | null, states: readonly ReportState[]): string {
  if (uri === null) return 'none';
  const serial = states.find((state) => state.uri === uri)?.serial;
  return serial === undefined || serial === null ? visible(uri) : `${visible(uri)} (serial ${serial})`;
}

function omission({ omitted }: Report): string | null {
  if (omitted === undefined) return null;
  return `Left out for want of room: ${counted(omitted.resources, 'resource', 'resources')}, ${counted(omitted.states, 'state', 'states')}.`;
}

function shorten(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= longestValue) return text;
  return `${characters.slice(0, longestValue).join('')}… (${characters.length - longestValue} more characters)`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

import { visible } from '../../visible.ts';
import { failedStates, isIncomplete, otherTypes, type Report } from '../report.ts';

/** The top of the page. All text is plain and visible, and not yet escaped. */
export interface Headline {
  readonly tone: 'bad' | 'unsure' | 'good';
  /** The status in one or two words. */
  readonly status: string;
  readonly title: string;
  /** What else to know before reading on, `null` where there is nothing. */
  readonly lead: string | null;
  readonly facts: readonly string[];
}

const tones = { DRIFTED: 'bad', INCOMPLETE: 'unsure', IN_SYNC: 'good' } as const;
const statuses = { DRIFTED: 'Drift', INCOMPLETE: 'Incomplete', IN_SYNC: 'In sync' } as const;

export function headline(report: Report): Headline {
  const { status, summary, detectedAt, trigger } = report;
  const checked = summary.resources - summary.unmanaged;
  return {
    tone: tones[status],
    status: statuses[status],
    title: title(report),
    lead: status === 'DRIFTED' && isIncomplete(report) ? 'What could not be checked may have drifted too.' : null,
    facts: [
      `Checked ${visible(detectedAt.slice(0, 16).replace('T', ' '))} UTC, ${startedBy[trigger.kind]}`,
      `${counted(checked, ...nouns(report))} of ${counted(summary.states, 'state', 'states')}`,
      counted(summary.apiCalls, 'call to API Gateway', 'calls to API Gateway'),
    ],
  };
}

const startedBy = {
  schedule: 'by schedule',
  manual: 'by hand',
  'command-line': 'from the command line',
  'stage-changed': 'after a change in AWS',
  'state-written': 'after a write of the state',
} as const;

function title(report: Report): string {
  const { summary, status } = report;
  const [one, many] = nouns(report);
  const drifted = summary.modified + summary.deleted;
  switch (status) {
    case 'DRIFTED':
      return `${counted(drifted, `${one} has`, `${many} have`)} drifted from Terraform`;
    case 'INCOMPLETE':
      return 'No drift was found, but not everything could be checked';
    case 'IN_SYNC':
      if (summary.resources === 0) return 'There was nothing to check: no API Gateway stage is in these states';
      return `${counted(summary.inSync, `${one} is`, `${many} are`)} in sync with Terraform`;
  }
}

/** Stages are called stages, and what belongs to them makes them resources. */
function nouns(report: Report): readonly [string, string] {
  return otherTypes(report) === 0 ? ['stage', 'stages'] : ['resource', 'resources'];
}

/** A number that leads to where it comes from. */
export interface Tile {
  readonly count: number;
  readonly label: string;
  readonly tone: 'bad' | 'unsure' | 'plain' | 'good';
  /** Id of the section, `null` where there is none. */
  readonly section: string | null;
}

/** @returns what was found in numbers; what is not there is left out, but for what drifted and what is in sync */
export function tiles(report: Report): readonly Tile[] {
  const { summary, resolved } = report;
  const unread = failedStates(report);
  const all: readonly (readonly [number, string, Tile['tone'], string, boolean])[] = [
    [summary.modified, 'changed', 'bad', 'drift', true],
    [summary.deleted, 'deleted', 'bad', 'drift', true],
    [summary.unmanaged, 'in no state', 'unsure', 'unmanaged', false],
    [summary.notChecked, 'not checked', 'unsure', 'not-checked', false],
    [unread, unread === 1 ? 'state not read' : 'states not read', 'unsure', 'unread', false],
    [summary.inSync, 'in sync', 'good', 'in-sync', true],
    [resolved.length, 'resolved', 'good', 'resolved', false],
    [summary.ignored, 'ignored', 'plain', 'ignored', false],
  ];
  return all.flatMap(([count, label, tone, section, always]): Tile[] => {
    if (count === 0) return always ? [{ count, label, tone: 'plain', section: null }] : [];
    return [{ count, label, tone, section }];
  });
}

export function counted(count: number, one: string, many: string): string {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}

/** @returns a count with its thousands apart */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

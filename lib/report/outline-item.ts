import type { Remedies } from '../findings/remedies/remedy.ts';
import type { StatedStageId } from '../resources/stage-id.ts';
import { shownPath, visible } from '../visible.ts';
import { shownTime } from './duration.ts';
import { shownSides } from './excerpt.ts';
import type { ReportDifference, ReportFinding, ReportResource } from './report.ts';
import { shownCallers } from './shown-callers.ts';
import { findingsOf } from './told.ts';

export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** One resource that is not in sync. All text is plain and visible, and not yet escaped for any format. */
export interface OutlineItem {
  readonly label: 'CHANGED' | 'DELETED' | 'NOT CHECKED' | 'UNMANAGED';
  /** How bad it is and whether it is new, of a finding about the resource as a whole; else `''`. */
  readonly remark: string;
  readonly address: string;
  readonly facts: readonly Fact[];
  readonly differences: readonly OutlineDifference[];
  /** What puts all of it right. */
  readonly fixes: readonly Fix[];
}

export interface OutlineDifference {
  readonly setting: string;
  readonly was: string;
  readonly is: string;
  /** How bad it is, and since when it is known where that is remembered. */
  readonly remark: string;
  /** Who made it, `null` where nobody knows, or where it stands with the resource, since all of it was made at once. */
  readonly by: string | null;
  /** What puts right just this. */
  readonly fixes: readonly Fix[];
}

/** Something to paste: into a shell, or into a Terraform configuration. */
export interface Fix {
  readonly label: 'Put back' | 'Or adopt' | 'Adopt';
  readonly language: 'sh' | 'hcl';
  readonly lines: readonly string[];
}

/** What the items need to know of the whole report. */
export interface ItemContext {
  /** Serial of each state by its URI, `null` of one that could not be read. */
  readonly serials: ReadonlyMap<string, number | null>;
  /** Whether findings are remembered, so that "new" says something. */
  readonly remembers: boolean;
}

const severities = { HIGH: 'high', MEDIUM: 'medium', LOW: 'low' } as const;

const labels = { MODIFIED: 'CHANGED', DELETED: 'DELETED', NOT_CHECKED: 'NOT CHECKED', UNMANAGED: 'UNMANAGED' } as const;

/** @returns what there is to say about a resource: nothing if it is in sync */
export function outlineItems(resource: ReportResource, context: ItemContext): OutlineItem[] {
  const { status, finding, differences, address } = resource;
  if (status === 'IN_SYNC') return [];
  const reason = resource.reason === undefined ? [] : [{ label: 'Why', text: visible(resource.reason) }];
  const common = sharedRestores(resource);
  const by = sharedCallers(resource);
  return [
    {
      label: labels[status],
      remark: finding === null ? '' : remarkOn(finding, context, status),
      address: visible(address),
      facts: [
        { label: 'Stage', text: place(resource.id) },
        { label: 'State', text: stateOf(resource.state, context) },
        ...reason,
        ...resource.notes.map((note) => ({ label: 'Note', text: visible(note) })),
        ...(by === null ? [] : [{ label: 'By', text: by }]),
      ],
      differences: differences.map((difference) => ({
        ...toOutlineDifference(difference, resource, common, context),
        by: by === null ? callersOf(difference.finding) : null,
      })),
      fixes: [...restoreFixes(common), ...(finding === null ? [] : adoptFixes(finding.remedies, address))],
    },
  ];
}

function toOutlineDifference(
  difference: ReportDifference,
  { address }: ReportResource,
  common: readonly string[],
  context: ItemContext,
): Omit<OutlineDifference, 'by'> {
  const { remedies } = difference.finding;
  return {
    setting: shownPath(difference.path),
    ...shownSides(difference),
    remark: remarkOn(difference.finding, context, 'MODIFIED'),
    fixes: [
      ...restoreFixes(remedies.restore.filter((command) => !common.includes(command))),
      ...adoptFixes(remedies, address),
    ],
  };
}

/** Who is behind all findings of a resource is said once. */
function sharedCallers(resource: ReportResource): string | null {
  const [first = null, ...others] = findingsOf(resource).map(callersOf);
  return others.every((other) => other === first) ? first : null;
}

function callersOf({ attribution }: ReportFinding): string | null {
  return attribution === null ? null : shownCallers(attribution);
}

/** Commands that put back every finding of a resource at once are said once. Of a single setting that is the first. */
function sharedRestores(resource: ReportResource): readonly string[] {
  const [first = [], ...others] = findingsOf(resource).map(({ remedies }) => remedies.restore);
  if (others.length === 0 && resource.finding === null) return first.slice(0, 1);
  return first.filter((command) => others.every((commands) => commands.includes(command)));
}

/** A command is one line, whatever its values are: no text of others begins a line of ours. */
function restoreFixes(commands: readonly string[]): readonly Fix[] {
  return commands.map((command) => ({ label: 'Put back', language: 'sh', lines: [visible(command)] }));
}

/** The address stands above all of them already. */
function adoptFixes({ adopt, restore }: Remedies, address: string): readonly Fix[] {
  if (adopt === null) return [];
  const [first = '', ...rest] = adopt.split('\n').map(visible);
  const lines = first === `# ${visible(address)}` ? rest : [first, ...rest];
  return [{ label: restore.length === 0 ? 'Adopt' : 'Or adopt', language: 'hcl', lines }];
}

const events = { CHANGED: 'changed again', REMINDER: 'still open' } as const;

/** How bad a finding is, and where that is remembered whether it is new, or since when it is known. */
function remarkOn(
  { severity, event, firstSeen }: ReportFinding,
  { remembers }: ItemContext,
  status: ReportResource['status'],
): string {
  // How bad it is that nobody knows, nobody knows.
  const grave = status === 'NOT_CHECKED' ? [] : [severities[severity]];
  const since = `since ${shownTime(firstSeen)}`;
  const life = event === 'OPENED' ? ['new'] : [...(event === 'KNOWN' ? [] : [events[event]]), since];
  return [...grave, ...(remembers ? life : [])].join(', ');
}

function place({ stageName, restApiId, region, accountId }: StatedStageId): string {
  const parts = [
    stageName === null ? 'stage unknown' : visible(stageName),
    restApiId === null ? 'REST API unknown' : `REST API ${visible(restApiId)}`,
    region === null ? 'region unknown' : visible(region),
    accountId === null ? 'account unknown' : `account ${visible(accountId)}`,
  ];
  return parts.join(', ');
}

function stateOf(uri: string | null, { serials }: ItemContext): string {
  if (uri === null) return 'no state has it';
  const serial = serials.get(uri) ?? null;
  return serial === null ? visible(uri) : `${visible(uri)} (serial ${serial})`;
}

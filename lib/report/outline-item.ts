import { shownPath, visible } from '../visible.ts';
import { shownTime } from './duration.ts';
import { shownSides } from './excerpt.ts';
import { allParts, placeOf, shownState } from './place.ts';
import type { OpenFinding, ResourceView } from './report-view.ts';
import { shownCallers } from './shown-callers.ts';

export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** One resource that is not in sync. All text is plain and visible, and not yet escaped for any format. */
export interface OutlineItem {
  readonly label: (typeof labels)[keyof typeof labels];
  /** How bad it is and whether it is new, of a finding about the resource as a whole; else `''`. */
  readonly remark: string;
  readonly address: string;
  readonly facts: readonly Fact[];
  readonly differences: readonly OutlineDifference[];
  /** What puts all of it right. */
  readonly fixes: readonly Fix[];
}

interface OutlineDifference {
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

const labels = { MODIFIED: 'CHANGED', DELETED: 'DELETED', NOT_CHECKED: 'NOT CHECKED', UNMANAGED: 'UNMANAGED' } as const;

/** @param remembers whether findings are remembered, so that "new" says something */
export function outlineItem(resource: ResourceView, remembers: boolean): OutlineItem {
  const { status, address, id, state, serial, reason, notes, findings, restore } = resource;
  const whole = findings.find(({ difference }) => difference === null);
  const by = sharedCallers(findings);
  return {
    label: labels[status],
    remark: whole === undefined ? '' : remarkOn(whole, remembers),
    address: visible(address),
    facts: [
      { label: 'Stage', text: allParts(placeOf(id)).join(', ') },
      { label: 'State', text: state === null ? 'no state has it' : shownState(state, serial) },
      ...(reason === null ? [] : [{ label: 'Why', text: visible(reason) }]),
      ...notes.map((note) => ({ label: 'Note', text: visible(note) })),
      ...(by === null ? [] : [{ label: 'By', text: by }]),
    ],
    differences: findings.flatMap((finding) => {
      const { difference, remedies } = finding;
      if (difference === null) return [];
      const own = remedies.restore.filter((command) => !restore.includes(command));
      return [
        {
          setting: shownPath(difference.path),
          ...shownSides(difference),
          remark: remarkOn(finding, remembers),
          by: by === null ? callersOf(finding) : null,
          fixes: [...restoreFixes(own), ...adoptFixes(finding)],
        },
      ];
    }),
    fixes: [...restoreFixes(restore), ...(whole === undefined ? [] : adoptFixes(whole))],
  };
}

const events = { CHANGED: 'changed again', REMINDER: 'still open' } as const;

/** How bad a finding is, and where that is remembered whether it is new, or since when it is known. */
function remarkOn({ kind, severity, event, firstSeen }: OpenFinding, remembers: boolean): string {
  // How bad it is that nobody knows, nobody knows.
  const grave = kind === 'NOT_CHECKED' ? [] : [severity.toLowerCase()];
  const since = `since ${shownTime(firstSeen)}`;
  const life = event === 'OPENED' ? ['new'] : [...(event === 'KNOWN' ? [] : [events[event]]), since];
  return [...grave, ...(remembers ? life : [])].join(', ');
}

/** Who is behind all findings of a resource is said once. */
function sharedCallers(findings: readonly OpenFinding[]): string | null {
  const [first = null, ...others] = findings.map(callersOf);
  return others.every((other) => other === first) ? first : null;
}

function callersOf({ attribution }: OpenFinding): string | null {
  return attribution && shownCallers(attribution);
}

/** A command is one line, whatever its values are: no text of others begins a line of ours. */
function restoreFixes(commands: readonly string[]): readonly Fix[] {
  return commands.map((command) => ({ label: 'Put back', language: 'sh', lines: [visible(command)] }));
}

/** The address stands above all of them already. */
function adoptFixes({ address, remedies: { adopt, restore } }: OpenFinding): readonly Fix[] {
  if (adopt === null) return [];
  const [first = '', ...rest] = adopt.split('\n').map(visible);
  const lines = first === `# ${visible(address)}` ? rest : [first, ...rest];
  return [{ label: restore.length === 0 ? 'Adopt' : 'Or adopt', language: 'hcl', lines }];
}

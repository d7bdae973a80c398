import { given, shownPath, visible } from '../model/visible.ts';
import { shownTime } from './duration.ts';
import { shownSides } from './excerpt.ts';
import { allParts, placeOf, shownState } from './place.ts';
import type { OpenFinding, ResourceView } from './report-view.ts';
import { shownCallers } from './shown-callers.ts';

export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** Something to paste: into a shell, or into a Terraform configuration. */
export interface Fix {
  readonly label: 'Revert' | 'Or adopt' | 'Adopt';
  readonly language: 'sh' | 'hcl';
  readonly lines: readonly string[];
}

const labels = { MODIFIED: 'CHANGED', DELETED: 'DELETED', NOT_CHECKED: 'NOT CHECKED', UNMANAGED: 'UNMANAGED' } as const;

export type OutlineItem = ReturnType<typeof outlineItem>;

/**
 * @param remembers whether findings are stored in the ledger, so that "new" says something
 * @returns one resource that is not in sync; all text is plain and visible, and not yet escaped for any format
 */
export function outlineItem(resource: ResourceView, remembers: boolean) {
  const { status, address, id, state, serial, reason, notes, findings, restore } = resource;
  const whole = findings.find(({ difference }) => difference === null);
  const [firstBy = null, ...otherBys] = findings.map(callersOf);
  // Who is behind all findings of a resource is said once.
  const by = otherBys.every((other) => other === firstBy) ? firstBy : null;
  return {
    label: labels[status],
    /** How bad it is and whether it is new, of a finding about the resource as a whole; else `''`. */
    remark: whole === undefined ? '' : remarkOn(whole, remembers),
    address: visible(address),
    facts: given(
      { label: 'Stage', text: allParts(placeOf(id)).join(', ') },
      { label: 'State', text: state === null ? 'no state has it' : shownState(state, serial) },
      reason === null ? null : { label: 'Why', text: visible(reason) },
      ...notes.map((note) => ({ label: 'Note', text: visible(note) })),
      by === null ? null : { label: 'By', text: by },
    ),
    differences: findings.flatMap((finding) => {
      const { difference, remedies } = finding;
      if (difference === null) return [];
      const own = remedies.restore.filter((command) => !restore.includes(command));
      return [
        {
          setting: shownPath(difference.path),
          ...shownSides(difference),
          remark: remarkOn(finding, remembers),
          /** Who made it, `null` where nobody knows, or where it stands with the resource. */
          by: by === null ? callersOf(finding) : null,
          /** What fixes just this. */
          fixes: [...restoreFixes(own), ...adoptFixes(finding)],
        },
      ];
    }),
    /** What fixes all of it. */
    fixes: [...restoreFixes(restore), ...(whole === undefined ? [] : adoptFixes(whole))],
  };
}

const events = { CHANGED: 'changed again', REMINDER: 'still open' } as const;

/** How bad a finding is, and with a ledger whether it is new, or since when it is known. */
function remarkOn({ kind, severity, event, firstSeen }: OpenFinding, remembers: boolean): string {
  // How bad it is that nobody knows, nobody knows.
  const grave = kind === 'NOT_CHECKED' ? [] : [severity.toLowerCase()];
  const since = `since ${shownTime(firstSeen)}`;
  const history = event === 'OPENED' ? ['new'] : [...(event === 'KNOWN' ? [] : [events[event]]), since];
  return [...grave, ...(remembers ? history : [])].join(', ');
}

function callersOf({ attribution }: OpenFinding): string | null {
  return attribution && shownCallers(attribution);
}

/** A command is one line, whatever its values are: no text of others begins a line of ours. */
function restoreFixes(commands: readonly string[]): readonly Fix[] {
  return commands.map((command) => ({ label: 'Revert', language: 'sh', lines: [visible(command)] }));
}

/** The address stands above all of them already. */
function adoptFixes({ address, remedies: { adopt, restore } }: OpenFinding): readonly Fix[] {
  if (adopt === null) return [];
  const [first = '', ...rest] = adopt.split('\n').map(visible);
  const lines = first === `# ${visible(address)}` ? rest : [first, ...rest];
  return [{ label: restore.length === 0 ? 'Adopt' : 'Or adopt', language: 'hcl', lines }];
}

import { stateFinding } from '../../findings/assess.ts';
import { given, shownPath, visible } from '../../model/visible.ts';
import { shownDuration } from '../duration.ts';
import { placeOf } from '../place.ts';
import type { FindingView, OpenFinding, ReportView } from '../report-view.ts';
import { shownCallers } from '../shown-callers.ts';
import { isLong, valuesView } from './value-view.ts';

export type FindingRow = ReturnType<typeof findingRow>;

/**
 * @param shared commands that stand with the resource, and not with each of its findings
 * @returns one finding of the page; all text is plain and visible, and not yet escaped
 */
export function findingRow(finding: FindingView, view: ReportView, shared: readonly string[] = []) {
  const { id, type, kind, event } = finding;
  const open = isOpen(finding) ? finding : null;
  const values = open?.difference ? valuesView(open.difference) : null;
  return {
    id: visible(id),
    /** What it can be narrowed by: how bad it is, what it says, and why it is notified now. */
    severity: finding.event === 'IGNORED' ? null : finding.severity,
    kind: type === stateFinding ? ('STATE' as const) : kind,
    event: open === null || view.remembers ? event : ('OPEN' as const),
    /** The event as people read it, `null` without a ledger. */
    eventText: open === null || view.remembers ? eventText(finding, view) : null,
    title: titleOf(finding),
    sentences: sentencesOf(finding),
    values,
    /** Whether its values need the whole width. */
    isLong: values !== null && isLong(values),
    /** Who is behind it, `null` where nobody knows. */
    by: open?.attribution ? shownCallers(open.attribution) : null,
    remedies:
      open &&
      remediesView(
        open.remedies.restore.filter((command) => !shared.includes(command)),
        open.remedies.adopt,
      ),
  };
}

/** What is over, or ignored, nobody need act on. */
function isOpen(finding: FindingView): finding is OpenFinding {
  return finding.event !== 'RESOLVED' && finding.event !== 'IGNORED';
}

/** The setting in Terraform's notation, or the address; `null` where what stands above says it. */
function titleOf(finding: FindingView): string | null {
  const address = visible(finding.address);
  const setting = finding.path && shownPath(finding.path);
  if (isOpen(finding)) return finding.type === stateFinding ? address : setting;
  return setting === null ? address : `${address} · ${setting}`;
}

/** What is said of it in place of values, or beside them. */
function sentencesOf(finding: FindingView): readonly string[] {
  if (finding.event === 'IGNORED') {
    const { reason, owner, expires } = finding;
    const until = expires === null ? 'The rule has no end' : `The rule ends after ${visible(expires)}`;
    return [visible(reason), owner === null ? until : `Owner: ${visible(owner)}. ${until}`];
  }
  if (finding.event === 'RESOLVED') {
    const { stage, ...where } = placeOf(finding.resource);
    const place = given(stage === null ? 'Unknown stage' : `Stage ${stage}`, ...Object.values(where)).join(', ');
    return [visible(finding.explanation), ...(finding.type === stateFinding ? [] : [place])];
  }
  // A reason is made to stand behind a colon, and stands alone here.
  const reason = finding.reason && visible(finding.reason).replace(/^[a-z]/, (first) => first.toUpperCase());
  return reason === null ? [] : [reason];
}

function eventText(finding: FindingView, { detectedAt }: ReportView): string | null {
  if (finding.event === 'IGNORED') return null;
  const { event, firstSeen } = finding;
  const since = `since ${visible(firstSeen.slice(0, 10))}`;
  return {
    OPENED: 'New',
    CHANGED: `Changed again, open ${since}`,
    REMINDER: `Reminder, open for ${shownDuration(Date.parse(detectedAt) - Date.parse(firstSeen))}`,
    KNOWN: `Known ${since}`,
    RESOLVED: `Open ${since}`,
  }[event];
}

/** @returns how findings are fixed, `null` where nothing does */
export function remediesView(restore: readonly string[], adopt: string | null) {
  if (restore.length === 0 && adopt === null) return null;
  return { restore: restore.map(codeView), adopt: adopt === null ? null : codeView(adopt) };
}

/**
 * Text to be copied; `spelt` where characters that cannot be seen are spelt out, so that a copy is not the same text. Line
 * breaks and tabs stay what they are: code has lines.
 */
function codeView(code: string) {
  const text = code.trimEnd().replace(/[^\n\t]+/g, visible);
  return { text, spelt: text !== code.trimEnd() };
}

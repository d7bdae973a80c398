import { stateFinding } from '../../findings/assess.ts';
import type { FindingKind } from '../../findings/finding.ts';
import type { Severity } from '../../findings/severity/severity.ts';
import { shownPath, visible } from '../../visible.ts';
import { shownDuration } from '../duration.ts';
import { knownParts, placeOf } from '../place.ts';
import type { FindingView, OpenFinding, OverFinding, PassedOverFinding } from '../report-view.ts';
import { shownCallers } from '../shown-callers.ts';
import { isLong, type ValuesView, valuesView } from './value-view.ts';

/** One finding of the page. All text is plain and visible, and not yet escaped. */
export interface FindingRow {
  /** Id of its element, `null` where another finding of the page has it already. */
  readonly anchor: string | null;
  /** What it can be narrowed by: how bad it is, what it says, and why it is told now. */
  readonly severity: Severity | null;
  readonly kind: FindingKind | 'STATE';
  readonly event: FindingView['event'] | 'OPEN';
  /** The event as people read it, `null` where nothing is remembered from run to run. */
  readonly eventText: string | null;
  /** The setting in Terraform's notation, or the address; `null` where what stands above says it. */
  readonly title: string | null;
  /** What is said of it in place of values, or beside them. */
  readonly sentences: readonly string[];
  readonly values: ValuesView | null;
  /** Whether its values need the whole width. */
  readonly isLong: boolean;
  /** Who is behind it, `null` where nobody knows. */
  readonly by: string | null;
  readonly remedies: RemediesView | null;
}

/** How findings are put right. */
export interface RemediesView {
  readonly restore: readonly CodeView[];
  readonly adopt: CodeView | null;
}

/** Text to be copied; `spelt` where characters that cannot be seen are spelt out, so that a copy is not the same text. */
interface CodeView {
  readonly text: string;
  readonly spelt: boolean;
}

/** What all findings of a page share. */
export interface PageContext {
  /** Whether events mean anything: without a ledger everything is new every time. */
  readonly remembers: boolean;
  /** ISO 8601 in UTC. */
  readonly detectedAt: string;
  /** @returns the id of the element of a finding, each only once */
  readonly anchorOf: (id: string) => string | null;
}

/** @param shared commands that stand with the resource, and not with each of its findings */
export function openRow(finding: OpenFinding, context: PageContext, shared: readonly string[] = []): FindingRow {
  const { path, severity, event, reason, difference, attribution, remedies } = finding;
  const { remembers } = context;
  const values = difference && valuesView(difference);
  const restore = remedies.restore.filter((command) => !shared.includes(command));
  return {
    ...headOf(finding, context),
    severity,
    event: remembers ? event : 'OPEN',
    eventText: remembers ? eventText(finding, context) : null,
    title: finding.type === stateFinding ? visible(finding.address) : path && shownPath(path),
    // A reason is made to stand behind a colon, and stands alone here.
    sentences: reason === null ? [] : [visible(reason).replace(/^[a-z]/, (first) => first.toUpperCase())],
    values,
    isLong: values !== null && isLong(values),
    by: attribution && shownCallers(attribution),
    remedies: remediesView(restore, remedies.adopt),
  };
}

export function resolvedRow(finding: OverFinding, context: PageContext): FindingRow {
  const { type, severity, event, firstSeen, explanation, resource } = finding;
  const { stage, ...where } = placeOf(resource);
  const place = [stage === null ? 'Unknown stage' : `Stage ${stage}`, ...knownParts(where)].join(', ');
  return {
    ...closedRow(finding, context),
    severity,
    event,
    eventText: `Open since ${day(firstSeen)}`,
    sentences: [visible(explanation), ...(type === stateFinding ? [] : [place])],
  };
}

export function ignoredRow(finding: PassedOverFinding, context: PageContext): FindingRow {
  const { event, reason, owner, expires } = finding;
  const until = expires === null ? 'The rule has no end' : `The rule ends after ${visible(expires)}`;
  const rule = owner === null ? until : `Owner: ${visible(owner)}. ${until}`;
  return { ...closedRow(finding, context), severity: null, event, eventText: null, sentences: [visible(reason), rule] };
}

/** What a finding has in common with others that nobody need act on. */
function closedRow(finding: OverFinding | PassedOverFinding, context: PageContext) {
  const { address, path } = finding;
  const title = path === null ? visible(address) : `${visible(address)} · ${shownPath(path)}`;
  return { ...headOf(finding, context), title, values: null, isLong: false, by: null, remedies: null };
}

function headOf({ id, type, kind }: FindingView, { anchorOf }: PageContext) {
  return { anchor: anchorOf(id), kind: type === stateFinding ? 'STATE' : kind } as const;
}

function eventText({ event, firstSeen }: OpenFinding, { detectedAt }: PageContext): string {
  switch (event) {
    case 'OPENED':
      return 'New';
    case 'CHANGED':
      return `Changed again, open since ${day(firstSeen)}`;
    case 'REMINDER':
      return `Reminder, open for ${shownDuration(Date.parse(detectedAt) - Date.parse(firstSeen))}`;
    case 'KNOWN':
      return `Known since ${day(firstSeen)}`;
  }
}

/** @param time ISO 8601; @returns its day, such as 2026-03-01 */
function day(time: string): string {
  return visible(time.slice(0, 10));
}

/** @returns `null` where there is none */
export function remediesView(restore: readonly string[], adopt: string | null): RemediesView | null {
  if (restore.length === 0 && adopt === null) return null;
  return { restore: restore.map(codeView), adopt: adopt === null ? null : codeView(adopt) };
}

/** Line breaks and tabs stay what they are: code has lines. */
function codeView(code: string): CodeView {
  const text = code.trimEnd().replace(/[^\n\t]+/g, visible);
  return { text, spelt: text !== code.trimEnd() };
}

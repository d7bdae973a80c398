import type { FindingKind } from '../../findings/finding.ts';
import type { LifeOfFinding } from '../../findings/ledger/life.ts';
import type { Severity } from '../../findings/severity/severity.ts';
import { visible } from '../../visible.ts';
import type { ReportFinding } from '../report.ts';
import { shownCallers } from '../shown-callers.ts';
import { type RemediesView, remediesView } from './remedies-view.ts';
import { isLong, type ValuesView } from './value-view.ts';

/** What a finding can be narrowed by: how bad it is, what it says, and why it is told now. */
export type SeverityWord = Severity;
export type KindWord = FindingKind | 'STATE';
export type EventWord = LifeOfFinding['event'] | 'OPEN' | 'RESOLVED' | 'IGNORED';

/** One finding. All text is plain and visible, and not yet escaped. */
export interface FindingView {
  /** Id of its element, `null` where another finding of the page has it already. */
  readonly anchor: string | null;
  readonly severity: SeverityWord | null;
  readonly kind: KindWord;
  readonly event: EventWord;
  /** The event as people read it, `null` where nothing is remembered from run to run. */
  readonly eventText: string | null;
  /** The setting in Terraform's notation, or the address; `null` where what stands above says it. */
  readonly title: string | null;
  /** What is said of it in place of values, or beside them. */
  readonly sentences: readonly string[];
  readonly values: ValuesView | null;
  /** Who is behind it, `null` where nobody knows. */
  readonly by: string | null;
  /** Whether its values need the whole width. */
  readonly isLong: boolean;
  readonly remedies: RemediesView | null;
}

/** What differs from finding to finding; the rest is the finding's own. */
export type FindingContent = Pick<FindingView, 'kind' | 'title' | 'sentences' | 'values'>;

/** What all findings of a page share. */
export interface PageContext {
  /** Whether events mean anything: without a ledger everything is new every time. */
  readonly remembers: boolean;
  /** ISO 8601 in UTC. */
  readonly detectedAt: string;
  /** @returns the id of the element of a finding, each only once */
  readonly anchorOf: (id: string) => string | null;
}

export function pageContext(remembers: boolean, detectedAt: string): PageContext {
  const given = new Set<string>();
  const anchorOf = (id: string) => {
    if (given.has(id)) return null;
    given.add(id);
    return `f-${visible(id)}`;
  };
  return { remembers, detectedAt, anchorOf };
}

/** @param shared commands that stand with the resource, and not with each of its findings */
export function findingView(
  { id, severity, event, firstSeen, attribution, remedies }: ReportFinding,
  content: FindingContent,
  { remembers, detectedAt, anchorOf }: PageContext,
  shared: ReadonlySet<string> = new Set(),
): FindingView {
  return {
    ...content,
    isLong: content.values !== null && isLong(content.values),
    anchor: anchorOf(id),
    by: attribution && shownCallers(attribution),
    severity,
    event: remembers ? event : 'OPEN',
    eventText: remembers ? eventText(event, firstSeen, detectedAt) : null,
    remedies: remediesView(remedies, shared),
  };
}

function eventText(event: LifeOfFinding['event'], firstSeen: string, detectedAt: string): string {
  switch (event) {
    case 'OPENED':
      return 'New';
    case 'CHANGED':
      return `Changed again, open since ${day(firstSeen)}`;
    case 'REMINDER':
      return `Reminder, open ${openFor(firstSeen, detectedAt)}`;
    case 'KNOWN':
      return `Known since ${day(firstSeen)}`;
  }
}

/** @param time ISO 8601; @returns its day, such as 2026-03-01 */
export function day(time: string): string {
  return visible(time.slice(0, 10));
}

function openFor(firstSeen: string, detectedAt: string): string {
  const days = Math.floor((Date.parse(detectedAt) - Date.parse(firstSeen)) / 86_400_000);
  return days >= 1 ? `for ${days} ${days === 1 ? 'day' : 'days'}` : `since ${day(firstSeen)}`;
}

/** @returns a reason, which is made to stand behind a colon, as a sentence of its own */
export function sentence(reason: string): string {
  return visible(reason).replace(/^[a-z]/, (first) => first.toUpperCase());
}

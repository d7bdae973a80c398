import type { AttributedCall, Attribution } from '../../attribution/attribution.ts';
import { shownPath, visible } from '../../visible.ts';
import { shownSides } from '../excerpt.ts';
import type { FindingView, OpenFinding, OverFinding, PassedOverFinding, ReportView } from '../report-view.ts';
import { statement } from '../report-words.ts';
import { sarifMessage, sarifUri } from './sarif-message.ts';

/** A `result` of SARIF 2.1.0 (3.27), as far as this program fills it in. */
export interface SarifResult {
  readonly ruleId: string;
  readonly level: SarifLevel;
  readonly message: { readonly text: string };
  readonly locations: readonly SarifLocation[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly baselineState?: 'new' | 'unchanged' | 'updated' | 'absent';
  readonly suppressions?: readonly { readonly kind: 'external'; readonly justification: string }[];
  readonly properties: Readonly<Record<string, unknown>>;
}

export type SarifLevel = 'error' | 'warning' | 'note';

export interface SarifLocation {
  readonly physicalLocation?: { readonly artifactLocation: { readonly uri: string } };
  readonly logicalLocations: readonly { readonly fullyQualifiedName: string; readonly kind: 'resource' }[];
}

const levels = { HIGH: 'error', MEDIUM: 'warning', LOW: 'note' } as const;

const baselineStates = { OPENED: 'new', CHANGED: 'updated', REMINDER: 'unchanged', KNOWN: 'unchanged' } as const;

/**
 * @returns what is found, what a rule passes over, and what is over. What could not be checked is no result: nobody
 * knows whether there is anything to find.
 */
export function sarifResults({ findings, ignored, resolved, remembers }: ReportView): readonly SarifResult[] {
  const results = [
    ...findings.filter(isResult).map(ofOpen),
    ...ignored.map(ofIgnored),
    ...resolved.filter(isResult).map(ofResolved),
  ];
  if (remembers) return results;
  // Without a ledger there is no earlier run that anything could be compared with.
  return results.map(({ baselineState: _, ...rest }) => rest);
}

function isResult({ kind }: FindingView): boolean {
  return kind !== 'NOT_CHECKED';
}

function ofOpen(finding: OpenFinding): SarifResult {
  const { severity, event, firstSeen, attribution, resource, notes, remedies, difference, reason } = finding;
  const sides = difference && shownSides(difference);
  return {
    ...about(finding, sides ? `: ${sides.was} in Terraform, ${sides.is} live` : `: ${visible(reason ?? '')}`),
    level: levels[severity],
    baselineState: baselineStates[event],
    properties: {
      severity,
      event,
      firstSeen,
      ...(attribution === null ? {} : { attribution: visibleAttribution(attribution) }),
      stage: resource,
      notes: notes.map(visible),
      remedies,
    },
  };
}

/** What callers wrote themselves, such as their user agents, shows what it is made of. */
function visibleAttribution({ certainty, calls }: Attribution) {
  const shown = (call: AttributedCall) => Object.entries(call).map(([name, text]) => [name, text && visible(text)]);
  return { certainty, calls: calls.map((call) => Object.fromEntries(shown(call))) };
}

/** How bad it would be nobody has said; the state of the baseline is given for all results or for none. */
function ofIgnored(finding: PassedOverFinding): SarifResult {
  const { reason, owner, expires } = finding;
  const more = [owner === null ? [] : [`owner ${owner}`], expires === null ? [] : [`until ${expires}`]].flat();
  const justification = more.length === 0 ? reason : `${reason} (${more.join(', ')})`;
  return {
    ...about(finding, ', which a rule passes over'),
    level: 'note',
    baselineState: 'unchanged',
    suppressions: [{ kind: 'external', justification: visible(justification) }],
    properties: { reason, owner, expires },
  };
}

function ofResolved(finding: OverFinding): SarifResult {
  const { severity, event, firstSeen, how, explanation, resource } = finding;
  return {
    ...about(finding, ` no more: ${visible(explanation)}`),
    level: levels[severity],
    baselineState: 'absent',
    properties: { severity, event, firstSeen, how, stage: resource },
  };
}

function about(finding: FindingView, text: string) {
  const { id, kind, address, path } = finding;
  return {
    ruleId: ruleIdOf(finding),
    message: sarifMessage(`${statement(kind, shownPath(path ?? []), visible(address))}${text}`),
    locations: [locationOf(finding)],
    // The name says what it is made of: should that change, the next one has another version.
    partialFingerprints: { 'stagedrift/finding/v1': id },
  };
}

function ruleIdOf({ type, kind, path }: FindingView): string {
  return `${type}/${kind === 'DIFFERENCE' ? String(path?.[0] ?? '') : kind.toLowerCase()}`;
}

export function locationOf({ address, state }: FindingView): SarifLocation {
  return {
    ...(state === null ? {} : { physicalLocation: { artifactLocation: { uri: sarifUri(state) } } }),
    logicalLocations: [{ fullyQualifiedName: visible(address), kind: 'resource' }],
  };
}

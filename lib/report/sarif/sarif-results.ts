import type { AttributedCall, Attribution } from '../../attribution/attribution.ts';
import type { Path } from '../../comparison.ts';
import type { FindingKind } from '../../findings/finding.ts';
import type { ResolvedFinding } from '../../findings/ledger/life.ts';
import { shownPath, visible } from '../../visible.ts';
import type { IgnoredFinding, Report } from '../report.ts';
import { type FindingInReport, findingsOf } from '../report-findings.ts';
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
export function sarifResults(report: Report): readonly SarifResult[] {
  const results = [
    ...findingsOf(report).flatMap(ofFinding),
    ...report.ignored.map(ofIgnored),
    ...report.resolved.flatMap(ofResolved),
  ];
  if (report.ledger !== null) return results;
  // Without a ledger there is no earlier run that anything could be compared with.
  return results.map(({ baselineState: _, ...rest }) => rest);
}

function ofFinding(found: FindingInReport): SarifResult[] {
  const { finding, kind, resource, notes } = found;
  if (kind === 'NOT_CHECKED') return [];
  const { severity, event, firstSeen, attribution, remedies } = finding;
  const text =
    found.sides === null
      ? `: ${visible(found.reason ?? '')}`
      : `: ${found.sides.was} in Terraform, ${found.sides.is} live`;
  return [
    {
      ...about(found, finding.id, text),
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
    },
  ];
}

/** What callers wrote themselves, such as their user agents, shows what it is made of. */
function visibleAttribution({ certainty, calls }: Attribution): Attribution {
  return { certainty, calls: calls.map(visibleCall) };
}

function visibleCall({ eventId, eventName, time, actor, arn, sourceAddress, tool, userAgent }: AttributedCall) {
  return {
    eventId: visible(eventId),
    eventName: visible(eventName),
    time,
    actor: visible(actor),
    arn: arn && visible(arn),
    sourceAddress: sourceAddress && visible(sourceAddress),
    tool: visible(tool),
    userAgent: userAgent && visible(userAgent),
  };
}

/** How bad it would be nobody has said; the state of the baseline is given for all results or for none. */
function ofIgnored(ignored: IgnoredFinding): SarifResult {
  const { id, reason, owner, expires } = ignored;
  const more = [owner === null ? [] : [`owner ${owner}`], expires === null ? [] : [`until ${expires}`]].flat();
  const justification = more.length === 0 ? reason : `${reason} (${more.join(', ')})`;
  return {
    ...about(ignored, id, ', which a rule passes over'),
    level: 'note',
    baselineState: 'unchanged',
    suppressions: [{ kind: 'external', justification: visible(justification) }],
    properties: { reason, owner, expires },
  };
}

function ofResolved(resolved: ResolvedFinding): SarifResult[] {
  const { id, kind, severity, firstSeen, how, explanation, resource } = resolved;
  if (kind === 'NOT_CHECKED') return [];
  return [
    {
      ...about(resolved, id, ` no more: ${visible(explanation)}`),
      level: levels[severity],
      baselineState: 'absent',
      properties: { severity, event: 'RESOLVED', firstSeen, how, stage: resource },
    },
  ];
}

interface Subject {
  readonly kind: FindingKind;
  readonly address: string;
  readonly type: string;
  readonly state: string | null;
  readonly path: Path | null;
}

function about(subject: Subject, id: string, text: string) {
  return {
    ruleId: ruleIdOf(subject),
    message: sarifMessage(`${headOf(subject)}${text}`),
    locations: [locationOf(subject)],
    // The name says what it is made of: should that change, the next one has another version.
    partialFingerprints: { 'stagedrift/finding/v1': id },
  };
}

function headOf({ kind, address, path }: Subject): string {
  const name = visible(address);
  const heads = {
    DIFFERENCE: `${shownPath(path ?? [])} of ${name} differs from Terraform`,
    DELETED: `${name} is gone from AWS`,
    UNMANAGED: `${name} is in no Terraform state`,
    NOT_CHECKED: `${name} could not be checked`,
  };
  return heads[kind];
}

function ruleIdOf({ type, kind, path }: Subject): string {
  return `${type}/${kind === 'DIFFERENCE' ? String(path?.[0] ?? '') : kind.toLowerCase()}`;
}

export function locationOf({ address, state }: Pick<Subject, 'address' | 'state'>): SarifLocation {
  return {
    ...(state === null ? {} : { physicalLocation: { artifactLocation: { uri: sarifUri(state) } } }),
    logicalLocations: [{ fullyQualifiedName: visible(address), kind: 'resource' }],
  };
}

import { given, shownPath, visible } from '../../model/visible.ts';
import { stageIdJson } from '../../resources/rest-api/stage-id-json.ts';
import { shownSides } from '../excerpt.ts';
import type { FindingView, ReportView } from '../report-view.ts';
import { statement } from '../report-words.ts';

const levels = { HIGH: 'error', MEDIUM: 'warning', LOW: 'note' } as const;

const baselineStates = {
  OPENED: 'new',
  CHANGED: 'updated',
  REMINDER: 'unchanged',
  KNOWN: 'unchanged',
  IGNORED: 'unchanged',
  RESOLVED: 'absent',
} as const;

/**
 * @returns a `result` of SARIF 2.1.0 (3.27) for what is found, what a rule ignores, and what is over. What could not be
 * checked is no result: nobody knows whether there is anything to find.
 */
export function sarifResults({ findings, ignored, resolved, remembers }: ReportView) {
  const isResult = ({ kind }: FindingView) => kind !== 'NOT_CHECKED';
  const all = [...findings.filter(isResult), ...ignored, ...resolved.filter(isResult)];
  return all.map((finding) => {
    const { id, kind, type, address, path, event } = finding;
    const { text, ...details } = detailsOf(finding);
    return {
      ruleId: `${type}/${kind === 'DIFFERENCE' ? String(path?.[0] ?? '') : kind.toLowerCase()}`,
      message: sarifMessage(`${statement(kind, shownPath(path ?? []), address)}${text}`),
      locations: [locationOf(finding)],
      // The name says what it is made of: should that change, the next one has another version.
      partialFingerprints: { 'stagedrift/finding/v1': id },
      // How bad it is that a rule ignores, nobody has said.
      level: finding.event === 'IGNORED' ? 'note' : levels[finding.severity],
      // Without a ledger there is no earlier run that anything could be compared with.
      ...(remembers ? { baselineState: baselineStates[event] } : {}),
      ...details,
    };
  });
}

/** @returns how the message of a finding ends, and what else a result has of it */
function detailsOf(finding: FindingView) {
  if (finding.event === 'IGNORED') {
    const { reason, owner, expires } = finding;
    const more = given(owner && `owner ${owner}`, expires && `until ${expires}`).join(', ');
    const justification = more === '' ? reason : `${reason} (${more})`;
    return {
      text: ', which a rule ignores',
      suppressions: [{ kind: 'external', justification }],
      properties: { reason, owner, expires },
    };
  }
  const { severity, event, firstSeen } = finding;
  const stage = stageIdJson(finding.resource);
  if (finding.event === 'RESOLVED') {
    const { how, explanation } = finding;
    return { text: ` no more: ${explanation}`, properties: { severity, event, firstSeen, how, stage } };
  }
  const { attribution, notes, remedies, difference, reason } = finding;
  const sides = difference && shownSides(difference);
  return {
    text: sides ? `: ${sides.was} in Terraform, ${sides.is} live` : `: ${reason ?? ''}`,
    properties: { severity, event, firstSeen, ...(attribution && { attribution }), stage, notes, remedies },
  };
}

/**
 * @returns a `location` (3.28): the state as a file, and the address in it. Code scanning refuses a log in which any result
 * lacks a file or a line, or names a file with a scheme. Source: GitHub's documentation of its SARIF support.
 */
export function locationOf({ address, state }: Pick<FindingView, 'address' | 'state'>) {
  return {
    physicalLocation: { artifactLocation: { uri: relativeUri(state ?? address) }, region: { startLine: 1 } },
    logicalLocations: [{ fullyQualifiedName: address, kind: 'resource' }],
  };
}

/**
 * A message in plain text (SARIF 2.1.0, 3.11). In one, `{0}` is a placeholder and `[x](y)` a link: data of others must
 * be neither. Braces are doubled, as the standard wants it; of links it knows no escape, so the form is broken.
 */
export function sarifMessage(text: string): { readonly text: string } {
  return { text: visible(text).replace(/[{}]/g, '$&$&').replaceAll('](', ']\\(') };
}

/** The URI of an object in S3, or the path of a file, as a URI relative to nothing in particular (RFC 3986). */
function relativeUri(place: string): string {
  const segments = place
    .toWellFormed()
    .replace(/^s3:\/\//, '')
    .split('/');
  const named = segments.filter((segment) => !['', '.', '..'].includes(segment));
  return named.map(encodeURIComponent).join('/');
}

import type { ApiCall } from '../model/api-call.ts';
import type { Leaf, Path } from '../model/comparison.ts';
import type { Severity } from '../model/severity.ts';
import { unknownStageId } from '../model/stage-id.ts';
import type { CheckedResource } from '../resources/verdict.ts';
import type { StateRead } from '../terraform/read-states.ts';
import { type Finding, findingId } from './finding.ts';
import { hide, type Mask, type Masking, mask, maskOf, type ShownDifference } from './masking.ts';
import { noRemedies, type Remedies, remediesOf } from './remedies/remedy.ts';
import { type IgnoreRule, ignoringRule, isShown, noRules, type Rules, severityByRule } from './rules/rules.ts';
import { severityOf } from './severity/severity.ts';

/** How a team wants its findings reported. */
export interface Policy {
  readonly rules: Rules;
  /** Makes hidden values recognisable, see `Masking`; `null` where there is none. */
  readonly hashKey: string | null;
  /** What people should know of it, such as why there is no key. */
  readonly warnings: readonly string[];
}

export const usualPolicy: Policy = { rules: noRules, hashKey: null, warnings: [] };

/** A finding with all that is to be reported of it. Its values may be shown to anybody. */
export interface AssessedFinding extends Finding {
  readonly id: string;
  /** `null` where the finding is about a resource as a whole, or about a state. */
  readonly difference: ShownDifference | null;
  /** How its values are hidden, `null` where they are not. */
  readonly mask: Mask | null;
  readonly severity: Severity;
  readonly remedies: Remedies;
  /** The rule that ignores it, `null` where none does. */
  readonly ignoredBy: IgnoreRule | null;
}

/** A resource with all that is found of it. */
export interface AssessedResource {
  readonly resource: CheckedResource;
  readonly findings: readonly AssessedFinding[];
  /** Why nobody is notified yet, `null` where people may be. */
  readonly pending: PendingReason | null;
}

/** Why drift waits: an apply may be about to write it into the state. */
export interface PendingReason {
  readonly reason: string;
  /** Calls that may be about it, the latest first: the run that judges it again has to know who made it. */
  readonly calls: readonly ApiCall[];
}

/** Assesses each resource, once in a run. Nothing of it is pending yet. */
export function assessAll(
  resources: readonly CheckedResource[],
  policy: Policy,
  now: Date,
): readonly AssessedResource[] {
  return resources.map((resource) => ({ resource, findings: assess(resource, policy, now), pending: null }));
}

/** @returns what is found of a resource: nothing where it is in sync */
export function assess(resource: CheckedResource, policy: Policy, now: Date): readonly AssessedFinding[] {
  const { verdict, sensitivePaths } = resource;
  if (verdict.status === 'IN_SYNC' || verdict.status === 'NOT_REACHED') return [];
  const masking = maskingOf(policy);
  const differences = verdict.status === 'MODIFIED' ? verdict.differences : [null];
  return differences.map((raw) => {
    const kind = verdict.status === 'MODIFIED' ? 'DIFFERENCE' : verdict.status;
    const difference = raw && mask(raw, sensitivePaths, masking);
    const { id: place, type, name, address, state } = resource;
    const finding: Finding = { ...place, kind, type, name, path: difference?.path ?? null, address, state };
    return {
      ...finding,
      id: findingId(finding),
      difference,
      mask: raw && maskOf(raw, sensitivePaths, masking),
      severity: severityByRule(policy.rules, finding) ?? severityOf(finding, difference),
      remedies: remediesOf(resource, difference),
      ignoredBy: ignoringRule(policy.rules, finding, now),
    };
  });
}

/**
 * @returns what may be shown of what the state of a resource has at the path of a difference: as it is and hidden, since
 * a value is also hidden for the sake of the one that it differed from
 */
export function shownExpected(resource: CheckedResource, path: Path, policy: Policy): readonly (Leaf | null)[] {
  const expected = resource.expectedAt(path);
  const masking = maskingOf(policy);
  const difference = { path, differenceType: 'NOT_EQUAL', expected, actual: null } as const;
  return [mask(difference, resource.sensitivePaths, masking).expected, hide(expected, masking)];
}

function maskingOf({ rules, hashKey }: Policy): Masking {
  return { hashKey, isShown: (name) => isShown(rules, name) };
}

/** @returns what is found of a state: that it could not be read. For want of time it is no finding: the next check reads it */
export function assessState({ uri, status }: StateRead): readonly AssessedFinding[] {
  if (status !== 'FAILED') return [];
  const finding: Finding = {
    ...unknownStageId,
    kind: 'NOT_CHECKED',
    type: stateFinding,
    name: '',
    path: null,
    address: uri,
    state: uri,
  };
  // What a rule ignores are resources: that a whole state cannot be read is reported whatever is in it.
  const rest = {
    difference: null,
    mask: null,
    severity: severityOf(finding, null),
    remedies: noRemedies,
    ignoredBy: null,
  };
  return [{ ...finding, ...rest, id: findingId(finding) }];
}

/** The type of a finding that is about a whole state. */
export const stateFinding = 'state';

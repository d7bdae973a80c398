import type { Path } from '../../model/comparison.ts';
import { apiFamilies, isStageType } from '../../resources/api-families.ts';
import type { Change } from '../../resources/revert.ts';
import type { CheckedResource } from '../../resources/verdict.ts';
import { mask, type ShownDifference } from '../masking.ts';
import { adoptChange, adoptWebAcl } from './adopt-change.ts';
import { adoptDeletion } from './adopt-deletion.ts';
import { shellCommand, shellQuoted } from './shell.ts';

/** How a finding is fixed, either way. */
export interface Remedies {
  /** Shell commands, each of which alone makes AWS as Terraform has it. */
  readonly restore: readonly string[];
  /** Terraform configuration that takes over what is live, `null` where there is none. */
  readonly adopt: string | null;
}

/** For what can only be looked at. */
export const noRemedies: Remedies = { restore: [], adopt: null };

/**
 * @param difference as it may be shown; `null` where the finding is about the whole resource
 * @returns how the difference, or the state of the whole resource, is fixed; nothing that must not be shown is in it
 */
export function remediesOf(resource: CheckedResource, difference: ShownDifference | null): Remedies {
  const { address, verdict } = resource;
  if (verdict.status === 'UNMANAGED') {
    const { adoptStage } = apiFamilies[resource.id.family];
    return { restore: [], adopt: adoptStage(resource.id, verdict.deploymentId) };
  }
  if (verdict.status === 'DELETED') return { restore: apply(address), adopt: adoptDeletion(address) };
  if (difference === null) return noRemedies;
  return {
    restore: [...(isComputed(resource, difference) ? [] : apply(address)), ...revert(resource, difference)],
    adopt: isComputed(resource, difference) ? adoptWebAcl(address, difference) : adoptChange(address, difference),
  };
}

/** Terraform only reads the web ACL of a stage: it comes by a resource of another type. */
function isComputed({ type }: CheckedResource, { path }: ShownDifference): boolean {
  return isStageType(type) && path[0] === 'web_acl_arn';
}

/** @returns nothing for an address that would do something to the terminal it is pasted into */
function apply(address: string): string[] {
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(address) ? [] : [`terraform apply -target=${shellQuoted(address)}`];
}

/** A hidden value is not written out: Terraform alone can revert to it. To take something away needs no value. */
function revert(resource: CheckedResource, { path, expected, actual, masked }: ShownDifference): string[] {
  if (masked && expected !== null) return [];
  const change: Change = {
    path,
    expected,
    actual,
    expectedAt: resource.expectedAt,
    isHidden: (elsewhere) => isHidden(resource, elsewhere),
  };
  const command = resource.revert(change);
  return command === null ? [] : [shellCommand(command)];
}

/** Keys of maps, for which a team may have rules, are not asked about. */
function isHidden({ expectedAt, sensitivePaths }: CheckedResource, path: Path): boolean {
  const difference = { path, differenceType: 'REMOVE', expected: expectedAt(path), actual: null } as const;
  return mask(difference, sensitivePaths, { hashKey: null, isShown: () => ({ byName: false, byGlob: false }) }).masked;
}

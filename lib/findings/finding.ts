import type { Path } from '../model/comparison.ts';
import { digest } from '../model/digest.ts';
import type { StatedStageId } from '../model/stage-id.ts';
import { checkedTypes } from '../resources/registry.ts';

/** What a finding says of its resource: one setting differs, it is gone, nobody manages it, or nobody knows. */
export const findingKinds = ['DIFFERENCE', 'DELETED', 'UNMANAGED', 'NOT_CHECKED'] as const;
export type FindingKind = (typeof findingKinds)[number];

/** What is found, whatever its values are: the same subject in the next run is the same finding. */
export interface FindingSubject extends StatedStageId {
  readonly kind: FindingKind;
  readonly type: string;
  /** Tells a resource from others of its type at the same stage. */
  readonly name: string;
  /** Of the setting; `null` where the finding is about the whole resource. */
  readonly path: Path | null;
}

/** A subject, and where Terraform has it: the address may change by a `moved` block, the state by a move of its key. */
export interface Finding extends FindingSubject {
  readonly address: string;
  readonly state: string | null;
}

/**
 * The identity of a finding: what it is about, and never a value, a time or the key of a state. Where a state does not
 * say which stage it is about, the address has to do.
 * @returns 16 hexadecimal digits
 */
export function findingId(finding: Finding): string {
  return digest(JSON.stringify([finding.kind, resourceKey(finding), finding.path]));
}

/** What a finding is about, whatever is found of it. */
export type ResourceSubject = Omit<Finding, 'kind' | 'path' | 'state'>;

/** @returns a text that is the same for all findings of one resource, and for no other */
export function resourceKey({ accountId, region, apiId, stageName, type, name, address }: ResourceSubject): string {
  // What several stages share belongs to whichever of them comes first, and that can change.
  const isShared = checkedTypes.get(type)?.companion === true;
  const place = isShared ? [accountId, region] : [accountId, region, apiId, stageName];
  return JSON.stringify([...place, type, name, place.includes(null) ? address : null]);
}

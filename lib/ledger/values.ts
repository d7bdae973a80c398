import type { AssessedFinding } from '../findings/assess.ts';
import type { Mask } from '../findings/masking.ts';
import type { Leaf } from '../model/comparison.ts';
import { digest } from '../model/digest.ts';

/** Both sides of a difference as digests of what may be shown of them: the ledger holds no values, hidden or not. */
export interface Values {
  readonly expected: string;
  readonly actual: string;
  /** `null` where the values are shown. */
  readonly mask: Mask | null;
}

/** @param value as it may be shown */
export function valueDigest(value: Leaf | null): string {
  return digest(JSON.stringify(value));
}

/** Of a resource as a whole there are no values. */
export function valuesOf({ difference, mask }: Pick<AssessedFinding, 'difference' | 'mask'>): Values {
  return { expected: valueDigest(difference?.expected ?? null), actual: valueDigest(difference?.actual ?? null), mask };
}

/** @returns false only of values that are known to be others: a key that is new or missing changes nothing in AWS */
export function areAlike(a: Values, b: Values): boolean {
  if (a.expected === b.expected && a.actual === b.actual) return true;
  if (a.mask === null && b.mask === null) return false;
  if (a.mask !== null && b.mask !== null) return !isMadeBy(b.mask.keyId, a.mask);
  // A setting is hidden by a rule, and a value because it is a credential now, or was one.
  return (a.mask ?? b.mask)?.by === 'SETTING';
}

/** @returns whether a key made the marks: only then do two digests tell whether their values are the same */
export function isMadeBy(keyId: string | null, mask: Mask): boolean {
  return mask.keyId !== null && mask.keyId === keyId;
}

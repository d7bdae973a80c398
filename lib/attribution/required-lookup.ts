import type { AssessedFinding } from '../findings/assess.ts';
import type { CheckedResource } from '../resources/verdict.ts';
import type { Attribution } from './attribution.ts';

/** A finding of which it is to be found out who is behind it. */
export interface RequiredLookup {
  readonly finding: AssessedFinding;
  readonly resource: CheckedResource;
  /** Whether it was not notified before: of what is known, CloudTrail is not asked. */
  readonly isNew: boolean;
  /** What it was attributed to before, `null` where that was nothing. */
  readonly known: Attribution | null;
  /** By when it was there as it is, ISO 8601: no later call made it; `null` without a ledger. */
  readonly unchangedSince: string | null;
}

import type { Attribution } from '../attribution/attribution.ts';
import type { FindingKind } from '../findings/finding.ts';
import type { Path } from '../model/comparison.ts';
import type { Severity } from '../model/severity.ts';
import type { StatedStageId } from '../model/stage-id.ts';

/** What a run adds to the lifecycle of the findings. */
export interface Lifecycle {
  /** Where the ledger is, `null` where there is none. */
  readonly ledger: string | null;
  /** @param id of a finding of this run */
  of(id: string): FindingLifecycle;
  /** Findings that are over, and of which people are to be notified. */
  readonly resolved: readonly ResolvedFinding[];
}

export interface FindingLifecycle {
  /** Why it is notified now; KNOWN is one that was notified before. */
  readonly event: 'OPENED' | 'CHANGED' | 'REMINDER' | 'KNOWN';
  /** ISO 8601 in UTC. */
  readonly firstSeen: string;
  /** Who is behind it, `null` where that is not known. */
  readonly attribution: Attribution | null;
}

/**
 * How a finding ended. PUT_BACK: AWS is again as Terraform has it. ADOPTED: a newer state has what is live. AGREED: both
 * have moved to a third value. REMOVED: no state has the resource any more; of an unmanaged stage, any stage of its REST
 * API. IGNORED: a rule ignores it. CHECKED: what could not be checked, was. SUPERSEDED: the resource as a whole is
 * another finding now. UNKNOWN: over, but the values are masked, so that nobody can tell which side moved.
 */
export type Resolution =
  | 'PUT_BACK'
  | 'ADOPTED'
  | 'AGREED'
  | 'REMOVED'
  | 'IGNORED'
  | 'CHECKED'
  | 'SUPERSEDED'
  | 'UNKNOWN';

/** A finding that is over. */
export interface ResolvedFinding {
  readonly id: string;
  readonly kind: FindingKind;
  readonly address: string;
  readonly type: string;
  readonly state: string | null;
  readonly resource: StatedStageId;
  readonly path: Path | null;
  readonly severity: Severity;
  /** ISO 8601 in UTC. */
  readonly firstSeen: string;
  readonly how: Resolution;
  /** The same as a sentence. */
  readonly explanation: string;
}

/** Without a ledger, every run sees everything for the first time. */
export function firstSight(now: Date): Lifecycle {
  const lifecycle = { event: 'OPENED', firstSeen: now.toISOString(), attribution: null } as const;
  return { ledger: null, of: () => lifecycle, resolved: [] };
}

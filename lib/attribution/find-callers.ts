import type { AssessedFinding } from '../findings/assess.ts';
import type { CheckedResource } from '../resources/verdict.ts';
import type { ApiCall } from './api-call.ts';
import { attribute } from './attribute.ts';
import type { Attribution } from './attribution.ts';

/** Tells of calls that were made. */
export interface Trail {
  /**
   * @param place account and region, in which the calls were made
   * @param eventNames operations of API Gateway
   * @returns never rejects for what CloudTrail answers: that it cannot be asked is an answer, too
   */
  callsAt(
    place: { readonly accountId: string; readonly region: string },
    eventNames: readonly string[],
    since: Date,
    until: Date,
  ): Promise<TrailAnswer>;
}

export type TrailAnswer =
  | { readonly kind: 'READ'; readonly calls: readonly ApiCall[]; readonly complete: boolean }
  | { readonly kind: 'UNREADABLE'; readonly reason: string };

/** Where it can be learnt who is behind a finding. */
export interface CallSources {
  /** The calls that started the check. */
  readonly calls: readonly ApiCall[];
  /** Asked about what is new and none of those calls explains; `null` where it is not to be asked. */
  readonly trail: Trail | null;
  /** When everything was checked before, ISO 8601; `null` where that is not known. */
  readonly checkedAt: string | null;
}

export interface AskedFinding {
  readonly finding: AssessedFinding;
  readonly resource: CheckedResource;
  /** Whether it was not told before: of what is known, CloudTrail is not asked. */
  readonly isNew: boolean;
}

export interface FoundCallers {
  /** By the id of the finding; of what nobody knows there is nothing. */
  readonly attributions: ReadonlyMap<string, Attribution>;
  /** Why CloudTrail could not tell, one sentence each. */
  readonly warnings: readonly string[];
}

/** Nothing explains a finding but what CloudTrail has; the calls that started the check need no asking. */
export async function findCallers(
  asked: readonly AskedFinding[],
  sources: CallSources,
  now: Date,
): Promise<FoundCallers> {
  const attributions = new Map<string, Attribution>();
  const explain = ({ finding, resource }: AskedFinding, calls: readonly ApiCall[]): boolean => {
    const attribution = attribute(resource, finding.path, finding.kind, calls);
    if (attribution !== null) attributions.set(finding.id, attribution);
    return attribution !== null;
  };
  const open = asked.filter((one) => !explain(one, sources.calls) && one.isNew && one.finding.ignoredBy === null);
  if (sources.trail === null || open.length === 0) return { attributions, warnings: [] };
  throw new Error('not yet');
}

import { type AssessedFinding, stateFinding } from '../findings/assess.ts';
import { resourceKey } from '../findings/finding.ts';
import { maskText, unmarked } from '../findings/masking.ts';
import type { Leaf, Path } from '../model/comparison.ts';
import { completeStageId, nameInApi, type StatedStageId } from '../model/stage-id.ts';
import { apiFamilies, isStageType } from '../resources/api-families.ts';
import { apiKey } from '../resources/check-history.ts';
import type { NamedStage } from '../resources/stage-directory.ts';
import type { CheckedResource } from '../resources/verdict.ts';
import type { StateRead } from '../terraform/read-states.ts';
import type { Claimant } from './claimants.ts';
import { type LedgerEntry, resourceKeyOf } from './ledger.ts';
import type { Ending } from './lifecycle.ts';
import { isMadeBy, valueDigest } from './values.ts';

/** How much of everything a run looked at: what it did not look at cannot have ended. */
export interface Coverage {
  /** Whether it checked all that the states hold, and not only stages that were asked for. */
  readonly everyResource: boolean;
  /** Whether it read every configured state. */
  readonly everyState: boolean;
  /** Resource types that were checked. */
  readonly types: ReadonlySet<string>;
  /** Names of the live stages of each API whose stages are all known, by `account/region/api`. */
  readonly liveStages: ReadonlyMap<string, ReadonlySet<string>>;
  /** Stages that states know without a resource that tells where they are. */
  readonly named: readonly NamedStage[];
}

/** What a run found, for the question how a finding ended that it did not see. */
export interface Seen {
  readonly states: readonly StateRead[];
  readonly resources: readonly CheckedResource[];
  readonly coverage: Coverage;
  /** Findings of this run, those included that rules ignore. */
  readonly findings: readonly AssessedFinding[];
  /** Of the key that marks masked values, `null` where there is none. */
  readonly keyId: string | null;
  /** @returns what may be shown of what the state has at a path, in each way that it may have been shown before */
  shownExpected(resource: CheckedResource, path: Path): readonly (Leaf | null)[];
}

/** @returns the judge of findings that a run did not see */
export function endings(seen: Seen): (entry: LedgerEntry) => Ending {
  const ignored = new Map(seen.findings.map(({ id, ignoredBy }) => [id, ignoredBy]));
  const states = new Map(seen.states.map((state) => [state.uri, state]));
  const claimed = seen.resources.filter(({ state }) => state !== null);
  const managed = Map.groupBy(claimed, (resource) => resourceKey({ ...resource, ...resource.id }));
  // By their ids alone, since a state may not tell in which account its stage is.
  const named = new Map(seen.coverage.named.map((stage) => [nameInApi(stage.id), stage]));
  const stages = claimed.filter(({ type }) => isStageType(type));
  const knownApis = new Set([...stages, ...named.values()].map(({ id }) => id.apiId));
  const lost = new Set(claimed.filter(({ id }) => completeStageId(id) === null).map((one) => nameOf(one, one.id)));

  /** A state that was not read may have it, and one that no longer tells where it is still has it. */
  function leftTheStates(entry: LedgerEntry): boolean {
    const { everyResource, everyState, types } = seen.coverage;
    const isLost = completeStageId(entry) !== null && lost.has(nameOf(entry, entry));
    return everyResource && everyState && types.has(entry.type) && !isLost;
  }

  /** What a state said that was not read now, no other state can take back. */
  function isJudged({ claimants }: LedgerEntry): boolean {
    return seen.coverage.everyState || claimants.every(({ state }) => states.get(state ?? '')?.status === 'READ');
  }

  /** The address may be a glob, of which there are only the states that it leads to once it could be listed. */
  function endOfState({ claimants: [{ address }] }: LedgerEntry): Ending {
    const state = states.get(address);
    if (state?.status === 'READ') return { how: 'CHECKED', explanation: 'it could be read again' };
    if (state !== undefined || !seen.coverage.everyState) return null;
    return { how: 'CHECKED', explanation: 'every state that there is could be read' };
  }

  function endOfUnmanaged(entry: LedgerEntry): Ending {
    const [manager] = managed.get(resourceKeyOf(entry)) ?? [];
    if (manager !== undefined) {
      return { how: 'ADOPTED', explanation: `${manager.address} in ${manager.state} manages it now` };
    }
    const { family, apiId, stageName } = entry;
    const live = seen.coverage.liveStages.get(apiKey(entry));
    if (live !== undefined && !live.has(stageName ?? '')) {
      return { how: 'PUT_BACK', explanation: 'it is no longer live' };
    }
    const namer = named.get(nameInApi(entry));
    if (namer !== undefined) return { how: 'ADOPTED', explanation: `${namer.address} in ${namer.state} names it now` };
    // Stages are listed of the REST APIs alone that a state has a stage of.
    if (live !== undefined || !leftTheStates(entry) || knownApis.has(apiId)) return null;
    return { how: 'REMOVED', explanation: `no state has a stage of its ${apiFamilies[family].label} any more` };
  }

  function endOfDifference({ claimants, path }: LedgerEntry, [first, ...others]: Managed): Ending {
    const isOwn = (claimant: Claimant) => (one: CheckedResource) => one.state === claimant.state;
    const claimant = claimants.find((one) => [first, ...others].some(isOwn(one))) ?? claimants[0];
    const resource = others.find(isOwn(claimant)) ?? first;
    const serial = serialIn(states.get(resource.state ?? ''));
    const now = seen.shownExpected(resource, path ?? []).map(valueDigest);
    const { expected, actual, mask } = claimant.values;
    const putBack = { how: 'PUT_BACK', explanation: 'it was reverted in AWS' } as const;
    const isShown = now.includes(expected) || now.includes(actual);
    const isUnmarked = now[0] === anyHidden || (mask !== null && !isMadeBy(seen.keyId, mask));
    if (expected === actual || (isUnmarked && !isShown)) {
      // Both sides are hidden, then or now. A state that nobody wrote since then has not moved, so it must have been AWS.
      if (serial !== null && serial === claimant.serial && resource.state === claimant.state) return putBack;
      return {
        how: 'UNKNOWN',
        explanation: 'both sides are the same again; their values are hidden, so which one moved is unknown',
      };
    }
    if (now.includes(expected)) return putBack;
    const state = `${resource.state}${serial === null ? '' : ` (serial ${serial})`}`;
    if (now.includes(actual))
      return { how: 'ADOPTED', explanation: `${state} has what is live: it was adopted into Terraform` };
    return { how: 'AGREED', explanation: `AWS and ${state} agree on another value` };
  }

  return (entry) => {
    const rule = ignored.get(entry.id);
    if (rule) return { how: 'IGNORED', explanation: `a rule ignores it: ${maskText(rule.reason)}` };
    if (entry.type === stateFinding) return endOfState(entry);
    if (entry.kind === 'UNMANAGED') return endOfUnmanaged(entry);
    const [first, ...others] = managed.get(resourceKeyOf(entry)) ?? [];
    if (first === undefined) {
      return leftTheStates(entry) ? { how: 'REMOVED', explanation: 'no state has the resource any more' } : null;
    }
    const statuses = new Set([first, ...others].map(({ verdict: { status } }) => status));
    if (statuses.has('NOT_CHECKED') || statuses.has('NOT_REACHED')) return null;
    // Of what is gone nothing differs, whatever a state has that was not read.
    if (statuses.has('DELETED') && entry.kind !== 'NOT_CHECKED') {
      return { how: 'SUPERSEDED', explanation: 'the resource as a whole is gone' };
    }
    if (!isJudged(entry)) return null;
    if (entry.kind === 'NOT_CHECKED') return { how: 'CHECKED', explanation: 'it could be checked again' };
    if (entry.kind === 'DELETED') return { how: 'PUT_BACK', explanation: 'it exists again' };
    return endOfDifference(entry, [first, ...others]);
  };
}

/** A resource as each state has it that claims it. */
type Managed = readonly [CheckedResource, ...CheckedResource[]];

const anyHidden = valueDigest(unmarked);

/** What a resource is called in whatever account and region it is. */
function nameOf({ type, name }: Pick<CheckedResource, 'type' | 'name'>, id: StatedStageId): string {
  return JSON.stringify([type, name, nameInApi(id)]);
}

function serialIn(state: StateRead | undefined): number | null {
  return state?.status === 'READ' ? state.file.serial : null;
}

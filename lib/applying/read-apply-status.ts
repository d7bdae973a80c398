import pLimit from 'p-limit';
import { maskedCaller } from '../attribution/masked-caller.ts';
import type { AssessedResource } from '../findings/assess.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { type ApiCall, isAbout } from '../model/api-call.ts';
import { apiIdIn, type IndexedState } from '../resources/stage-index.ts';
import type { CheckedResource } from '../resources/verdict.ts';
import type { StateRead } from '../terraform/read-states.ts';
import type { StateWatch } from '../terraform/state-watch.ts';
import { applyStatusOf, type DriftedState, judgedAfter } from './apply-status.ts';
import { recencyOf } from './recency.ts';

/** What a check found, as far as an apply may be behind it. */
interface Found {
  readonly states: readonly StateRead[];
  readonly resources: readonly AssessedResource[];
  /** The stages that each state says something of that was read. */
  readonly ownedStages: ReadonlyMap<string, IndexedState>;
}

/** What is known besides the states. */
export interface ApplySigns {
  readonly calls: readonly ApiCall[];
  /** What is pending is in it; `null` without a ledger, or where a person wants an answer: then nothing is pending. */
  readonly ledger: Ledger | null;
  /** Whether what is new may be so new that its call is not known yet. */
  readonly isRecencyASign: boolean;
}

export interface Applying {
  /** With what is pending marked so, and a note on what would be if anything were. */
  readonly resources: readonly AssessedResource[];
  /** Whether a state was written since it was read: everything has to be read again. */
  readonly isStateNewer: boolean;
}

/**
 * Milliseconds for which anything is pending, from when a run first saw it, and for which a call is a sign. Findings of one
 * stage wait for the same call, each since its own time: none can begin to wait again because another one has the call.
 */
const maxPendingMs = 60 * 60_000;

const concurrentRequests = 8;

/**
 * While Terraform applies, AWS changes before the state does. What differs in a state that an apply may be about to write is
 * pending.
 */
export async function readApplyStatus(
  found: Found,
  { calls, ledger, isRecencyASign }: ApplySigns,
  { watch, now }: { readonly watch: StateWatch; readonly now: Date },
): Promise<Applying> {
  const claimants = claimantsIn(found);
  const limit = pLimit(concurrentRequests);
  const drifted = driftedStates(found, claimants);
  const writtenAt = new Map(drifted.map(({ uri, version }) => [uri, version.writtenAt]));
  const recentCalls = calls.filter(({ time }) => now.getTime() - Date.parse(time) < maxPendingMs);
  const statuses = new Map(
    await limit.map(drifted, async (state) => [state.uri, await applyStatusOf(state, recentCalls, watch)] as const),
  );
  const callsOfApis = Map.groupBy(calls, ({ target }) => target.apiId);
  const resources = found.resources.map((assessed): AssessedResource => {
    const states = claimants(assessed.resource);
    if (states.length === 0) return assessed;
    const { id } = assessed.resource;
    const known = (callsOfApis.get(id.apiId ?? '') ?? []).filter((call) => isAbout(call, id));
    const ofStates = states.flatMap((uri) => statuses.get(uri) ?? []);
    const written = isRecencyASign ? states.flatMap((uri) => writtenAt.get(uri) ?? []) : [];
    const [reason] = [
      ...ofStates.map((status) => status.reason),
      ...written
        .flatMap((time) => (ledger && recencyOf(assessed, { writtenAt: time, calls: known, ledger }, now)) ?? [])
        .map(judgedAfter),
    ];
    if (reason !== undefined && ledger !== null && pendingMs(assessed, ledger, now) < maxPendingMs) {
      const masked = known.map(({ caller, ...call }) => ({ ...call, caller: maskedCaller(caller) }));
      return { ...assessed, pending: { reason, calls: masked } };
    }
    const { resource } = assessed;
    return { ...assessed, resource: { ...resource, notes: [...resource.notes, ...ofStates.map(({ note }) => note)] } };
  });
  return { resources, isStateNewer: [...statuses.values()].some((status) => status?.kind === 'NEWER_STATE') };
}

/** @returns milliseconds for which the first finding of a resource has been pending, 0 where none is */
export function pendingMs({ findings }: AssessedResource, { entries }: Ledger, now: Date): number {
  const since = findings.flatMap(({ id }) => entries.get(id)?.pending?.since ?? []);
  // What others size is never spread into a call.
  return since.reduce((longestMs, time) => Math.max(longestMs, now.getTime() - Date.parse(time)), 0);
}

/** A stage that no state has may be in the making by any state of its API. */
function driftedStates({ states, resources }: Found, claimants: Claimants): readonly DriftedState[] {
  const pairs = resources.flatMap((assessed) => claimants(assessed.resource).map((uri) => ({ uri, assessed })));
  const byState = Map.groupBy(pairs, ({ uri }) => uri);
  return states.flatMap((state) => {
    const drifted = byState.get(state.uri);
    if (drifted === undefined || state.status !== 'READ' || state.version === null) return [];
    return [{ uri: state.uri, version: state.version, drifted: drifted.map(({ assessed }) => assessed) }];
  });
}

/** Says of a drifted resource which states may be about to have it; none for all others. */
type Claimants = (resource: CheckedResource) => readonly string[];

/**
 * The states say what has a stage of an API, since the resources of a run may be those of one stage. The id of
 * the API has to do, since a state may not tell its account.
 */
function claimantsIn({ ownedStages }: Found): Claimants {
  const claims = [...ownedStages].flatMap(([uri, { stageKeys }]) =>
    [...new Set([...stageKeys].map(apiIdIn))].map((api) => ({ api, uri })),
  );
  const byApi = Map.groupBy(claims, ({ api }) => api);
  return ({ id, state, verdict: { status } }) => {
    if (status === 'UNMANAGED') return (byApi.get(id.apiId ?? '') ?? []).map(({ uri }) => uri);
    return state !== null && (status === 'MODIFIED' || status === 'DELETED') ? [state] : [];
  };
}

import { completeStageId, type StatedStageId, stageKey } from '../model/stage-id.ts';
import { type IndexedState, statedStageKey } from '../resources/stage-index.ts';
import type { StateRead } from '../terraform/read-states.ts';
import type { StateScope } from './state-scope.ts';

/** Something in a state, and the stage that it says something of. What a stage only uses says nothing of who manages it. */
export interface StageClaim {
  readonly state: string;
  readonly id: StatedStageId;
}

/** @returns ids of REST APIs that a wanted state has something of, while nothing names their account */
export function unplacedIn(claims: readonly StageClaim[], { states }: StateScope): readonly string[] {
  const wanted = new Set(states);
  const lost = claims.filter(({ state, id }) => wanted.has(state) && (id.accountId === null || id.region === null));
  return [...new Set(lost.flatMap(({ id: { apiId } }) => apiId ?? []))];
}

/** Of states that are read beside others counts only what lies at the stages of those. */
export function inScope<Placed extends StageClaim>(
  placed: readonly Placed[],
  claims: readonly StageClaim[],
  { states, alsoRead }: StateScope,
): readonly Placed[] {
  if (alsoRead.length === 0) return placed;
  const wanted = new Set(states);
  const stages = new Set(claims.filter(({ state }) => wanted.has(state)).flatMap(({ id }) => completeKey(id)));
  return placed.filter(({ state, id }) => wanted.has(state) || completeKey(id).some((key) => stages.has(key)));
}

/** @returns the key of a stage, none where it is not known where the stage is */
function completeKey(id: StatedStageId): readonly string[] {
  const complete = completeStageId(id);
  return complete === null ? [] : [stageKey(complete)];
}

/** @returns the stages that each state says something of, in whatever form, by the URI of the state */
export function ownedStages(
  states: readonly StateRead[],
  claims: readonly StageClaim[],
): ReadonlyMap<string, IndexedState> {
  const owned = new Map<string, { etag: string; stageKeys: Set<string> }>();
  for (const state of states) {
    if (state.status !== 'READ' || state.version === null) continue;
    owned.set(state.uri, { etag: state.version.etag, stageKeys: new Set() });
  }
  for (const { state, id } of claims) {
    const key = statedStageKey(id);
    if (key !== null) owned.get(state)?.stageKeys.add(key);
  }
  return owned;
}

import type { Examination } from './check-drift.ts';
import { isCutShort } from './cut-short.ts';
import { type CurrentState, examineStates } from './examine-states.ts';
import { ownersOf, type StageIndex, statesOfApis, unknownStates } from './resources/stage-index.ts';
import type { PlaceSelector } from './resources/stage-selector.ts';
import type { CheckRequest } from './trigger/check-request.ts';

/**
 * Examines with as few states read as it takes: those that the index leads to, and where that is not enough, those that
 * changed since the index was made.
 * @param list the configured states, `null` if they cannot all be listed: then every state is read
 */
export async function examineChanged(
  request: CheckRequest,
  index: StageIndex | null,
  list: () => Promise<readonly CurrentState[] | null>,
  examine: (request: CheckRequest) => Promise<Examination>,
): Promise<Examination> {
  // People get what they asked for.
  if (request.trigger.kind === 'manual') return examine(request);
  const { stages } = request;
  if (request.states !== null) return examineStates(request, request.states, index, list, examine);
  if (index === null) return examine(request);
  const places = stages?.filter((selector): selector is PlaceSelector => selector.kind === 'PLACE') ?? [];
  if (stages === null || places.length < stages.length) return examine(request);

  const owners = ownersOf(index, places);
  const first = owners.length === 0 ? null : await examine({ ...request, states: owners });
  // Where the time is up, more states would only be more that cannot be read.
  if (first !== null && (isEnough(first) || isCutShort(first))) return first;
  const listed = await list();
  if (listed === null) return examine(request);
  const there = new Set(listed.map(({ uri }) => uri));
  // What no state has may be a stage of a REST API of ours that nobody manages: every state that may know it has a say.
  const ofSameApis = statesOfApis(
    index,
    places.map(({ restApiId }) => restApiId),
  );
  const wider = new Set([...ofSameApis.filter((uri) => there.has(uri)), ...unknownStates(index, listed)]);
  const isSame = wider.size === owners.length && owners.every((uri) => wider.has(uri));
  if (first !== null && first.unmet.length === 0 && isSame) return first;
  return examine({ ...request, states: [...wider], statesSuffice: true });
}

function isEnough({ unmet, results }: Examination): boolean {
  return unmet.length === 0 && results.states.every(({ status }) => status === 'READ');
}

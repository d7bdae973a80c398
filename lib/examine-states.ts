import type { Examination } from './check-drift.ts';
import { isCutShort } from './cut-short.ts';
import { neighboursOf, noIndex, type StageIndex, statesOfApis, unknownStates } from './resources/stage-index.ts';
import type { CheckRequest } from './trigger/check-request.ts';

/** A configured state as it is now; the `etag` is `null` where only reading would tell. */
export interface CurrentState {
  readonly uri: string;
  readonly etag: string | null;
}

/**
 * Examines what some states own. What lies at the same stages is needed to place and to judge it, and may be in any state:
 * it is read in those that the index leads to, and where these do not tell, in those of the same REST APIs and in those
 * that changed since the index was made.
 * @param list the configured states, `null` if they cannot all be listed: then every state is read where others are needed
 */
export async function examineStates(
  request: CheckRequest,
  states: readonly string[],
  index: StageIndex | null,
  list: () => Promise<readonly CurrentState[] | null>,
  examine: (request: CheckRequest) => Promise<Examination>,
): Promise<Examination> {
  const known = index ?? noIndex;
  const neighbours = neighboursOf(known, states);
  const first = index === null ? null : await examine({ ...request, alsoRead: neighbours });
  // Where the time is up, more states would only be more that cannot be read.
  if (first !== null && (isEnough(first) || isCutShort(first))) return first;
  const listed = await list();
  const needed = first === null || first.unplaced.length > 0;
  if (listed === null) return needed ? examine({ ...request, states: null }) : first;
  const apis = first?.unplaced ?? [];
  const others = [...neighbours, ...(needed ? [...statesOfApis(known, apis), ...unknownStates(known, listed)] : [])];
  // A state that was deleted or moved meanwhile says nothing any more.
  const there = new Set(listed.map(({ uri }) => uri));
  const left = states.filter((uri) => there.has(uri));
  const alsoRead = new Set(others.filter((uri) => there.has(uri) && !left.includes(uri)));
  const isSame = left.length === states.length && neighbours.every((uri) => alsoRead.has(uri));
  if (first !== null && isSame && alsoRead.size === neighbours.length) return first;
  return examine({ ...request, states: left, alsoRead: [...alsoRead] });
}

function isEnough({ results, unplaced }: Examination): boolean {
  return unplaced.length === 0 && results.states.every(({ status }) => status === 'READ');
}

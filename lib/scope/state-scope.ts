import type { CheckRequest } from '../model/check-request.ts';
import type { PlaceSelector } from '../model/stage-selector.ts';
import {
  neighboursOf,
  noIndex,
  ownersOf,
  type StageIndex,
  statesOfApis,
  unknownStates,
} from '../resources/stage-index.ts';
import type { StateRead } from '../terraform/read-states.ts';

/** Which states a check reads. */
export interface StateScope {
  /** URIs or globs, `null` for all that are configured. What they own is checked. */
  readonly states: readonly string[] | null;
  /** URIs of states that are read beside them, for what they say of the stages that those have something at. */
  readonly alsoRead: readonly string[];
  /** Whether no other state can have a stage that these do not have. */
  readonly isComplete: boolean;
}

/** A configured state as it is now; the `etag` is `null` where only reading would tell. */
export interface CurrentState {
  readonly uri: string;
  readonly etag: string | null;
}

/** What the states of a scope say, as far as it tells whether others have to be read. */
interface ReadScope {
  readonly states: readonly StateRead[];
  /** What events are about that none of these states has. */
  readonly unmatched: readonly PlaceSelector[];
  /** Ids of APIs that one of these states has something of, while none of them says in which account. */
  readonly unplaced: readonly string[];
}

const everyState: StateScope = { states: null, alsoRead: [], isComplete: true };

/** How states are found and read. */
interface ScopeReader<Read extends ReadScope> {
  /** @returns the configured states, `null` if they cannot all be listed: then every state is read */
  list(): Promise<readonly CurrentState[] | null>;
  /** Reads the states of a scope, and asks AWS nothing. */
  read(scope: StateScope): Promise<Read>;
}

/**
 * Reads as few states as it takes: those that the index leads to, and where these do not tell, those that changed since the
 * index was made.
 */
export async function readInScope<Read extends ReadScope>(
  request: CheckRequest,
  index: StageIndex | null,
  reader: ScopeReader<Read>,
): Promise<Read> {
  const { states } = request;
  const { list, read } = reader;
  // People get what they asked for.
  if (request.trigger.kind === 'manual' || request.trigger.kind === 'command-line') {
    return read({ states, alsoRead: [], isComplete: states === null });
  }
  if (states !== null) return readBesideOthers(states, index, reader);
  const selectors = request.stages?.filter((selector) => selector.kind === 'PLACE') ?? [];
  if (index === null || request.stages === null || selectors.length < request.stages.length) return read(everyState);

  const owners = ownersOf(index, selectors);
  const first = owners.length === 0 ? null : await read({ states: owners, alsoRead: [], isComplete: false });
  // Where the time is up, more states would only be more that cannot be read.
  if (first !== null && (isOutOfTime(first) || (first.unmatched.length === 0 && isAllRead(first)))) return first;
  const listed = await list();
  if (listed === null) return read(everyState);
  const there = new Set(listed.map(({ uri }) => uri));
  // What no state has may be a stage of a REST API of ours that nobody manages: every state that may know it has a say.
  const apis = selectors.map(({ apiId }) => apiId);
  const wider = new Set([
    ...statesOfApis(index, apis).filter((uri) => there.has(uri)),
    ...unknownStates(index, listed),
  ]);
  if (first !== null && first.unmatched.length === 0 && isSame(wider, owners)) return first;
  return read({ states: [...wider], alsoRead: [], isComplete: true });
}

/**
 * What lies at the same stages as some states own is needed to place and to judge it, and may be in any state: in those that
 * the index leads to, and where these do not tell, in those of the same REST APIs and in those that changed since.
 */
async function readBesideOthers<Read extends ReadScope>(
  states: readonly string[],
  index: StageIndex | null,
  { list, read }: ScopeReader<Read>,
): Promise<Read> {
  const known = index ?? noIndex;
  const neighbours = neighboursOf(known, states);
  const first = index === null ? null : await read({ states, alsoRead: neighbours, isComplete: false });
  if (first !== null && (isOutOfTime(first) || (first.unplaced.length === 0 && isAllRead(first)))) return first;
  const listed = await list();
  // Nobody knows then whether a state that cannot be read is one at all: an event may name any.
  if (listed === null) return read(everyState);
  const isLost = first === null || first.unplaced.length > 0;
  const others = isLost ? [...statesOfApis(known, first?.unplaced ?? []), ...unknownStates(known, listed)] : [];
  // A state that was deleted or moved meanwhile says nothing any more.
  const there = new Set(listed.map(({ uri }) => uri));
  const left = states.filter((uri) => there.has(uri));
  const alsoRead = new Set([...neighbours, ...others].filter((uri) => there.has(uri) && !left.includes(uri)));
  if (first !== null && left.length === states.length && isSame(alsoRead, neighbours)) return first;
  return read({ states: left, alsoRead: [...alsoRead], isComplete: false });
}

function isSame(some: ReadonlySet<string>, others: readonly string[]): boolean {
  return some.size === others.length && others.every((one) => some.has(one));
}

function isAllRead({ states }: ReadScope): boolean {
  return states.every(({ status }) => status === 'READ');
}

function isOutOfTime({ states }: ReadScope): boolean {
  return states.some(({ status }) => status === 'OUT_OF_TIME');
}

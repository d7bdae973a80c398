import { type Answer, type LiveKind, type LiveKinds, type Question, questionKey } from '../resources/live.ts';
import { apiOf, type IndexedState } from '../resources/stage-index.ts';

/** What the invocations of a run before this one found out. */
export interface EarlierRun {
  /** When the first of them began to ask. */
  readonly begunAt: Date;
  /** Requests that all of them together sent to API Gateway. */
  readonly apiCalls: number;
  /** The states that the answers were asked for. */
  readonly states: ReadonlyMap<string, SeenState>;
  /** Whether what had drifted by its answers was asked for once more already. */
  readonly confirmed: boolean;
  /** @returns `null` where there was no answer */
  to: Recall;
}

export interface SeenState {
  readonly etag: string;
  /** Keys of the REST APIs that something in the state belongs to. */
  readonly apis: ReadonlySet<string>;
}

export type Recall = <Kind extends LiveKind>(question: Question<Kind>) => Answer<LiveKinds[Kind]['live']> | null;

/** @returns what is worth remembering of the states that were read */
export function seenStates(places: ReadonlyMap<string, IndexedState>): ReadonlyMap<string, SeenState> {
  return new Map([...places].map(([uri, { etag, places: keys }]) => [uri, { etag, apis: apisOf(keys) }]));
}

/**
 * A state that was written since may go with what was live since: an apply changes both. So an earlier answer counts only
 * while every state that needs it is as it was, and the list of a REST API only while that is so of all states that have
 * or had something of it.
 * @param places of the states as they were read now
 * @returns what says whether an earlier answer counts, by the question and by the states that need it
 */
export function stillCounts(
  { states }: EarlierRun,
  places: ReadonlyMap<string, IndexedState>,
): (question: Question, needing: readonly string[]) => boolean {
  const now = seenStates(places);
  const changed = [...new Set([...states.keys(), ...now.keys()])].filter(
    (uri) => states.get(uri)?.etag !== now.get(uri)?.etag,
  );
  const changedApis = new Set(
    changed.flatMap((uri) => [...(states.get(uri)?.apis ?? []), ...(now.get(uri)?.apis ?? [])]),
  );
  const unchanged = new Set([...now.keys()].filter((uri) => states.get(uri)?.etag === now.get(uri)?.etag));
  return (question, needing) =>
    question.kind === 'STAGE_LIST'
      ? !changedApis.has(questionKey(question))
      : needing.length > 0 && needing.every((uri) => unchanged.has(uri));
}

function apisOf(keys: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...keys].map(apiOf));
}

import type { CheckRequest } from '../model/check-request.ts';
import type { PlaceSelector } from '../model/stage-selector.ts';
import { apiKey, type CheckHistory, inTurn } from '../resources/check-history.ts';
import { type Answers, distinctQuestions, type Question, questionKey } from '../resources/live.ts';
import { stageLists } from '../resources/unmanaged-stages.ts';
import type { Expected } from '../scope/read-expected.ts';

/** Asks AWS, each question once. */
export interface Lookups {
  /** @returns an answer to every question, whatever goes wrong; rejects only for a fault of this program */
  read(questions: readonly Question[]): Promise<Answers>;
  /** Requests sent to API Gateway so far, repeated attempts included. */
  apiCalls(): Promise<number>;
  /** Frees the connections. */
  close(): Promise<void>;
}

/** What AWS has. */
export interface Live {
  /** When AWS was asked first: a run that begins later has seen more. */
  readonly detectedAt: Date;
  /** The APIs whose stages were all asked for. */
  readonly lists: readonly Question<'STAGE_LIST'>[];
  readonly answers: Answers;
}

/** Asks AWS for everything that is expected, and for stages that no state may have. */
export async function readLive(
  expected: Expected,
  { request, history }: { readonly request: CheckRequest; readonly history: CheckHistory },
  { lookups, now }: { readonly lookups: Lookups; readonly now: () => Date },
): Promise<Live> {
  const detectedAt = now();
  // What no state knows is known only where every state was read that may know it.
  const isComplete = expected.scope.isComplete && isAllRead(expected);
  const isWanted = (list: Question<'STAGE_LIST'>) => isEverything(request) || isMissedIn(list, expected.unmatched);
  const lists = isComplete ? stageLists(expected.directory).filter(isWanted) : [];
  // Lists come first: a stage that is in one need not be asked for singly.
  const questions = distinctQuestions([
    ...inTurn(lists, questionKey, history),
    ...inTurn(expected.resources, ({ id }) => apiKey(id), history).flatMap((resource) => resource.questions),
  ]);
  return { detectedAt, lists, answers: await lookups.read(questions) };
}

export function isEverything({ states, stages }: CheckRequest): boolean {
  return states === null && stages === null;
}

export function isAllRead({ states }: Pick<Expected, 'states'>): boolean {
  return states.every(({ status }) => status === 'READ');
}

/** A stage that no state has may be one that nobody manages, if its API is one of ours. */
function isMissedIn({ accountId, region, id }: Question<'STAGE_LIST'>, unmatched: readonly PlaceSelector[]): boolean {
  return unmatched.some(
    (place) => place.apiId === id.apiId && place.accountId === accountId && place.region === region,
  );
}

import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { Answer } from '../../resources/live.ts';
import { isTransient } from '../aws-failure.ts';
import type { Outcome } from '../limits/bounded-calls.ts';
import { once } from '../once.ts';
import { answerFrom, found, type Service } from '../service.ts';

/** API Gateway in one account and region. */
export type ApiGateway = Service<APIGatewayClient>;

/** What a REST API has of one kind, as it was answered, by name. */
export type Listed = ReadonlyMap<string, unknown>;

interface RestApiList {
  readonly answer: Answer<Listed>;
  /** Whether it may be asked for one by one. While the service fails, more calls only fail, too. */
  readonly mayAskSingly: boolean;
}

/** Lists of what REST APIs have of one kind. Each is asked for once. */
export interface RestApiLists {
  /** Whether the list was asked for before. */
  has(restApiId: string): boolean;
  of(restApiId: string): Promise<RestApiList>;
}

/**
 * @param list asks for the list of a REST API
 * @param byName reads it; what it cannot use it refuses with UnusableAnswerError
 */
export function createRestApiLists(
  list: (restApiId: string) => Promise<Outcome<unknown>>,
  byName: (output: unknown) => Listed,
): RestApiLists {
  const lists = new Map<string, Promise<RestApiList>>();
  return {
    has: (restApiId) => lists.has(restApiId),
    of: (restApiId) =>
      once(lists, restApiId, async () => {
        const outcome = await list(restApiId);
        const isRefused = outcome.kind === 'FAILED' && !isTransient(outcome.failure);
        const answer = answerFrom('API Gateway', outcome, byName);
        return { answer, mayAskSingly: isRefused || outcome.kind === 'ANSWERED' };
      }),
  };
}

/**
 * Reads things of REST APIs with the fewest calls: from the list for several of one REST API, or where the list is there
 * already, and one call for a single thing.
 * @param nameOf name by which the list has it
 * @param ask asks for it alone
 * @param flatten reads it in the list; what it cannot use it refuses with UnusableAnswerError
 */
export function readFromLists<Id extends { readonly restApiId: string }, Live>(
  ids: readonly Id[],
  lists: RestApiLists,
  nameOf: (id: Id) => string,
  ask: (id: Id) => Promise<Answer<Live>>,
  flatten: (output: unknown, id: Id) => Live,
): (id: Id) => Promise<Answer<Live>> {
  const ofApis = Map.groupBy(ids, ({ restApiId }) => restApiId);
  return async (id) => {
    const { restApiId } = id;
    if (!lists.has(restApiId) && ofApis.get(restApiId)?.length === 1) return ask(id);
    const { answer, mayAskSingly } = await lists.of(restApiId);
    if (answer.kind !== 'FOUND') return mayAskSingly ? ask(id) : answer;
    const listed = answer.live.get(nameOf(id));
    // A list may be a part. It never proves that something is gone.
    return listed === undefined ? ask(id) : found(() => flatten(listed, id));
  };
}

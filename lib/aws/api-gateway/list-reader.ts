import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { Answer } from '../../resources/live.ts';
import { isTransient } from '../aws-failure.ts';
import { UnusableAnswerError } from '../flatten.ts';
import type { Outcome } from '../limits/bounded-calls.ts';
import { once } from '../once.ts';
import { answerFrom, found, type Service } from '../service.ts';

/** API Gateway in one account and region. */
export type ApiGateway = Service<APIGatewayClient>;

/** What an API has of one kind, as it was answered, by name. */
export type Listed = ReadonlyMap<string, unknown>;

/** One kind of thing that APIs have. What cannot be used is refused with UnusableAnswerError. */
interface ListedKind<Id, Live> {
  /** Name of the kind for people. */
  readonly what: string;
  /** Asks for all that an API has. */
  list(apiId: string): Promise<Outcome<unknown>>;
  byName(output: unknown): Listed;
  nameOf(id: Id): string;
  /** Asks for one alone. */
  get(id: Id): Promise<Outcome<unknown>>;
  /** @param output of `get`, or what the list has by the name */
  flatten(output: unknown): { readonly name: string; readonly live: Live };
}

/**
 * Reads with the fewest calls: from the list for several things of one API, or where it was listed before, and with
 * one call for a single thing. Each list is asked for once.
 */
export function createListReader<Id extends { readonly apiId: string }, Live>({
  what,
  list,
  byName,
  nameOf,
  get,
  flatten,
}: ListedKind<Id, Live>) {
  const lists = new Map<string, Promise<{ readonly answer: Answer<Listed>; readonly mayGet: boolean }>>();
  const listOf = (apiId: string) =>
    once(lists, apiId, async () => {
      const outcome = await list(apiId);
      // A role may allow to get and not to list. While the service fails, more calls would only fail, too.
      const mayGet = outcome.kind === 'ANSWERED' || (outcome.kind === 'FAILED' && !isTransient(outcome.failure));
      return { answer: answerFrom('API Gateway', outcome, byName), mayGet };
    });
  const flattenNamed = (output: unknown, id: Id): Live => {
    const { name, live } = flatten(output);
    if (name === nameOf(id)) return live;
    throw new UnusableAnswerError(`API Gateway gave an answer about another ${what}`);
  };
  const getAlone = async (id: Id) => answerFrom('API Gateway', await get(id), (output) => flattenNamed(output, id));

  return {
    list: async (apiId: string) => (await listOf(apiId)).answer,
    read(ids: readonly Id[]): (id: Id) => Promise<Answer<Live>> {
      const ofApis = Map.groupBy(ids, ({ apiId }) => apiId);
      return async (id) => {
        if (!lists.has(id.apiId) && ofApis.get(id.apiId)?.length === 1) return getAlone(id);
        const { answer, mayGet } = await listOf(id.apiId);
        if (answer.kind !== 'FOUND') return mayGet ? getAlone(id) : answer;
        const listed = answer.live.get(nameOf(id));
        // A list may be a part. It never proves that something is gone.
        return listed === undefined ? getAlone(id) : found(() => flattenNamed(listed, id));
      };
    },
  };
}

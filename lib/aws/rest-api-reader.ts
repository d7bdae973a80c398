import { type APIGatewayClient, GetStageCommand, GetStagesCommand } from '@aws-sdk/client-api-gateway';
import type { LiveAnswer } from '../resources/live-stage.ts';
import { type StageId, stageKey } from '../resources/stage-id.ts';
import { type AwsFailure, awsFailure, describeFailure, isDenied } from './error-reason.ts';
import { flattenStage, UnusableAnswerError } from './flatten-stage.ts';
import type { RequestBudget } from './request-budget.ts';

/** Milliseconds for one call with all its attempts; a call that hangs must not cost the run more than this. */
const callDeadline = 20_000;

type Outcome<Output> =
  | { readonly kind: 'ANSWERED'; readonly output: Output }
  | { readonly kind: 'FAILED'; readonly failure: AwsFailure };

/** A middleware of the SDK that sees every attempt of a call. */
type Watch = <Request, Answer>(next: (request: Request) => Promise<Answer>) => (request: Request) => Promise<Answer>;

/** Inside the retry middleware, so that each attempt is seen. */
const eachAttempt = { step: 'finalizeRequest', priority: 'low', name: 'watchAttempts' } as const;

/** Reads the stages of one REST API with the fewest calls: GetStages for several, GetStage for one. */
export interface RestApiReader {
  /** @param ids stages of one REST API; @returns an answer for each, by `stageKey` */
  readRestApi(ids: readonly [StageId, ...StageId[]]): Promise<ReadonlyMap<string, LiveAnswer>>;
  /** Requests sent so far, repeated attempts included. */
  apiCalls(): number;
}

/** @param deadline aborts when the time of the run is up */
export function createRestApiReader(
  client: APIGatewayClient,
  budget: RequestBudget,
  deadline: AbortSignal,
): RestApiReader {
  let apiCalls = 0;

  /** Sends within the budget and the deadline; what the attempts failed with is known even when time cuts them off. */
  async function send<Output>(ask: (abortSignal: AbortSignal, watch: Watch) => Promise<Output>) {
    return budget.spend(async (): Promise<Outcome<Output>> => {
      if (deadline.aborted) return outOfTime;
      let failure = timedOut;
      const watch: Watch = (next) => async (request) => {
        apiCalls += 1;
        try {
          return await next(request);
        } catch (error) {
          failure = awsFailure(error);
          throw error;
        }
      };
      const signal = AbortSignal.any([deadline, AbortSignal.timeout(callDeadline)]);
      try {
        return { kind: 'ANSWERED', output: await Promise.race([ask(signal, watch), whenAborted(signal)]) };
      } catch (error) {
        if (deadline.aborted) return outOfTime;
        return { kind: 'FAILED', failure: signal.aborted ? failure : awsFailure(error) };
      }
    });
  }

  async function readStage({ restApiId, stageName }: StageId): Promise<LiveAnswer> {
    const outcome = await send((abortSignal, watch) => {
      const command = new GetStageCommand({ restApiId, stageName });
      command.middlewareStack.add(watch, eachAttempt);
      return client.send(command, { abortSignal });
    });
    if (outcome.kind === 'ANSWERED') return found(outcome.output, stageName);
    if (outcome.failure.name !== 'NotFoundException') return unreadable(outcome.failure);
    return { kind: 'NOT_FOUND', reason: `API Gateway does not have it any more: ${outcome.failure.message}` };
  }

  /** @returns the stages by name, or why the whole list cannot be had and single stages need not be tried */
  async function listStages(restApiId: string): Promise<ReadonlyMap<string, unknown> | LiveAnswer> {
    const outcome = await send((abortSignal, watch) => {
      const command = new GetStagesCommand({ restApiId });
      command.middlewareStack.add(watch, eachAttempt);
      return client.send(command, { abortSignal });
    });
    if (outcome.kind === 'ANSWERED') {
      return new Map((outcome.output.item ?? []).map((item) => [item.stageName ?? '', item]));
    }
    // A role may allow GetStage and not GetStages, and a REST API that is gone is to be seen stage by stage.
    if (outcome.failure.name === 'NotFoundException' || isDenied(outcome.failure)) return new Map();
    return unreadable(outcome.failure);
  }

  return {
    apiCalls: () => apiCalls,
    async readRestApi(ids) {
      const list = ids.length > 1 ? await listStages(ids[0].restApiId) : new Map();
      if ('kind' in list) return new Map(ids.map((id) => [stageKey(id), list]));
      return new Map(
        await Promise.all(
          // That a stage is gone is never concluded from a list: it is asked for by its name.
          ids.map(async (id): Promise<[string, LiveAnswer]> => {
            const listed = list.get(id.stageName);
            return [stageKey(id), listed === undefined ? await readStage(id) : found(listed, id.stageName)];
          }),
        ),
      );
    },
  };
}

const timedOut: AwsFailure = {
  name: 'TimeoutError',
  message: `no answer in ${callDeadline / 1000} seconds`,
  status: 0,
};

const outOfTime: Outcome<never> = {
  kind: 'FAILED',
  failure: { name: 'TimeoutError', message: 'the time of this run was up', status: 0 },
};

function found(answer: unknown, stageName: string): LiveAnswer {
  try {
    const stage = flattenStage(answer);
    if (stage.stageName === stageName) return { kind: 'FOUND', stage };
    return { kind: 'UNREADABLE', reason: 'API Gateway gave an answer about another stage' };
  } catch (error) {
    if (!(error instanceof UnusableAnswerError)) throw error;
    return { kind: 'UNREADABLE', reason: error.message };
  }
}

function unreadable(failure: AwsFailure): LiveAnswer {
  return { kind: 'UNREADABLE', reason: describeFailure('API Gateway', failure) };
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

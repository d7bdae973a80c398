import { type APIGatewayClient, GetStageCommand, GetStagesCommand } from '@aws-sdk/client-api-gateway';
import type { LiveAnswer } from '../resources/live-stage.ts';
import { type StageId, stageKey } from '../resources/stage-id.ts';
import { createBoundedCalls, eachAttempt, type Outcome } from './bounded-calls.ts';
import { outOfTime } from './deadline.ts';
import { describeFailure, isDenied } from './error-reason.ts';
import { flattenStage, stagesByName, UnusableAnswerError } from './flatten-stage.ts';
import type { RequestBudget } from './request-budget.ts';

/** Milliseconds for one call with all its attempts; a call that hangs must not cost the run more than this. */
const usualCallDeadline = 20_000;

/** Reads the stages of one REST API with the fewest calls: GetStages for several, GetStage for one. */
export interface RestApiReader {
  /** @param ids stages of one REST API; @returns an answer for each, by `stageKey` */
  readRestApi(ids: readonly [StageId, ...StageId[]]): Promise<ReadonlyMap<string, LiveAnswer>>;
  /** Requests sent so far, repeated attempts included. */
  apiCalls(): number;
}

/**
 * @param deadline aborts when the time of the run is up
 * @param callDeadline milliseconds for one call with all its attempts
 */
export function createRestApiReader(
  client: APIGatewayClient,
  budget: RequestBudget,
  deadline: AbortSignal,
  callDeadline = usualCallDeadline,
): RestApiReader {
  const calls = createBoundedCalls(budget, deadline, callDeadline);

  async function readStage({ restApiId, stageName }: StageId): Promise<LiveAnswer> {
    const outcome = await calls.send((abortSignal, watch) => {
      const command = new GetStageCommand({ restApiId, stageName });
      command.middlewareStack.add(watch, eachAttempt);
      return client.send(command, { abortSignal });
    });
    if (outcome.kind === 'ANSWERED') return found(outcome.output, stageName);
    if (outcome.kind === 'FAILED' && outcome.failure.name === 'NotFoundException') {
      return { kind: 'NOT_FOUND', reason: `API Gateway does not have it any more: ${outcome.failure.message}` };
    }
    return unreadable(outcome);
  }

  /** @returns the stages by name, or why the whole list cannot be had and single stages need not be tried */
  async function listStages(restApiId: string): Promise<ReadonlyMap<string, unknown> | LiveAnswer> {
    const outcome = await calls.send((abortSignal, watch) => {
      const command = new GetStagesCommand({ restApiId });
      command.middlewareStack.add(watch, eachAttempt);
      return client.send(command, { abortSignal });
    });
    if (outcome.kind === 'ANSWERED') return unlessUnusable(() => stagesByName(outcome.output));
    // A role may allow GetStage and not GetStages, and a REST API that is gone is to be seen stage by stage.
    if (outcome.kind === 'FAILED' && (outcome.failure.name === 'NotFoundException' || isDenied(outcome.failure))) {
      return new Map();
    }
    return unreadable(outcome);
  }

  return {
    apiCalls: () => calls.attempts(),
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

function found(answer: unknown, stageName: string): LiveAnswer {
  return unlessUnusable(() => {
    const stage = flattenStage(answer);
    if (stage.stageName === stageName) return { kind: 'FOUND', stage };
    return { kind: 'UNREADABLE', reason: 'API Gateway gave an answer about another stage' };
  });
}

function unlessUnusable<Result>(read: () => Result): Result | LiveAnswer {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UnusableAnswerError)) throw error;
    return { kind: 'UNREADABLE', reason: error.message };
  }
}

function unreadable(outcome: Exclude<Outcome<never>, { kind: 'ANSWERED' }>): LiveAnswer {
  const reason = outcome.kind === 'OUT_OF_TIME' ? outOfTime : describeFailure('API Gateway', outcome.failure);
  return { kind: 'UNREADABLE', reason };
}

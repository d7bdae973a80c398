import { GetStageCommand, GetStagesCommand } from '@aws-sdk/client-api-gateway';
import type { LiveStage } from '../../resources/live-stage.ts';
import { UnusableAnswerError } from '../flatten.ts';
import type { KindReaders } from '../kind-reader.ts';
import { ask, mapFound, send } from '../service.ts';
import { flattenListedStage, flattenStage, stagesByName } from './flatten-stage.ts';
import { type ApiGateway, createRestApiLists, readFromLists } from './rest-api-lists.ts';

/** Readers of stages, and of the lists of all stages of a REST API. */
export function createStageReaders(apiGateway: ApiGateway): Pick<KindReaders, 'STAGE' | 'STAGE_LIST'> {
  const lists = createRestApiLists((restApiId) => send(apiGateway, new GetStagesCommand({ restApiId })), stagesByName);
  return {
    STAGE: (ids) =>
      readFromLists(
        ids,
        lists,
        ({ stageName }) => stageName,
        (id) => ask(apiGateway, new GetStageCommand(id), (output) => flattenNamed(output, id)),
        flattenNamed,
      ),
    STAGE_LIST:
      () =>
      async ({ restApiId }) =>
        mapFound((await lists.of(restApiId)).answer, (stages) => [...stages.values()].map(flattenListedStage)),
  };
}

/** @throws UnusableAnswerError */
function flattenNamed(output: unknown, { stageName }: { readonly stageName: string }): LiveStage {
  const stage = flattenStage(output);
  if (stage.stageName === stageName) return stage;
  throw new UnusableAnswerError('API Gateway gave an answer about another stage');
}

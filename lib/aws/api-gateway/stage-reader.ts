import { GetStageCommand, GetStagesCommand } from '@aws-sdk/client-api-gateway';
import type { LiveKinds } from '../../resources/live.ts';
import type { LiveStage } from '../../resources/rest-api/live-stage.ts';
import type { KindReaders } from '../kind-reader.ts';
import { mapFound, send } from '../service.ts';
import { flattenListedStage, flattenStage, stagesByName } from './flatten-stage.ts';
import { type ApiGateway, createListReader } from './list-reader.ts';

/** Readers of stages, and of the lists of all stages of a REST API. */
export function createStageReaders(apiGateway: ApiGateway): Pick<KindReaders, 'STAGE' | 'STAGE_LIST'> {
  const { read, list } = createListReader<LiveKinds['STAGE']['id'], LiveStage>({
    what: 'stage',
    list: (restApiId) => send(apiGateway, new GetStagesCommand({ restApiId })),
    byName: stagesByName,
    nameOf: ({ stageName }) => stageName,
    get: ({ apiId: restApiId, stageName }) => send(apiGateway, new GetStageCommand({ restApiId, stageName })),
    flatten(output) {
      const live = flattenStage(output);
      return { name: live.stageName, live };
    },
  });
  return {
    STAGE: read,
    STAGE_LIST:
      () =>
      async ({ apiId }) =>
        mapFound(await list(apiId), (stages) => [...stages.values()].map(flattenListedStage)),
  };
}

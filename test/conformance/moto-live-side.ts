import { GetStageCommand, NotFoundException } from '@aws-sdk/client-api-gateway';
import { type Stage, stageSchema } from '@stagedrift/local-aws/stage-model';
import * as v from 'valibot';
import { clientsAt, deleteRestApi, type LiveSide, send } from './live-side.ts';

/** moto, which is read and changed by API Gateway's own operations alone. */
export function motoLiveSide(endpoint: string): LiveSide {
  const clientOf = clientsAt(endpoint);
  return {
    read: async ({ region, restApiId, stageName }): Promise<Stage | undefined> => {
      try {
        return v.parse(stageSchema, await clientOf(region).send(new GetStageCommand({ restApiId, stageName })));
      } catch (error) {
        if (error instanceof NotFoundException) return undefined;
        throw error;
      }
    },
    apply: async (of, change) => {
      if (change.kind === 'REWRITE') return false;
      await send(clientOf(of.region), of, change);
      return true;
    },
    deleteRestApi: ({ region, restApiId }) => deleteRestApi(clientOf(region), restApiId),
  };
}

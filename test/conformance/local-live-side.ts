import type { LocalApiGateway } from '@stagedrift/local-aws/api-gateway';
import { defaultAccount } from '@stagedrift/local-aws/credential-scope';
import { clientsAt, deleteRestApi, type LiveSide, send } from './live-side.ts';

/** The project's own API Gateway, whose answers can be made any that a service might give. */
export function localLiveSide(apiGateway: LocalApiGateway): LiveSide {
  const clientOf = clientsAt(apiGateway.url);
  return {
    read: async (of) => apiGateway.peekStage({ account: defaultAccount, ...of }),
    apply: async (of, change) => {
      if (change.kind !== 'REWRITE') {
        await send(clientOf(of.region), of, change);
        return true;
      }
      const stage = apiGateway.peekStage({ account: defaultAccount, ...of });
      if (stage === undefined) return false;
      apiGateway.loadRecorded(
        { [`${of.restApiId}/${of.stageName}`]: { ...stage, ...change.members } },
        { account: defaultAccount, regionOf: () => of.region },
      );
      return true;
    },
    deleteRestApi: ({ region, restApiId }) => deleteRestApi(clientOf(region), restApiId),
  };
}

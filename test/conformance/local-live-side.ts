import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { LocalApiGateway } from '../local-aws/api-gateway.ts';
import { defaultAccount } from '../local-aws/credential-scope.ts';
import { deleteRestApi, type LiveSide, send } from './live-side.ts';

/** The project's own API Gateway, whose answers can be made any that a service might give. */
export function localLiveSide(apiGateway: LocalApiGateway): LiveSide {
  const clients = new Map<string, APIGatewayClient>();
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

  function clientOf(region: string): APIGatewayClient {
    const client = clients.get(region) ?? clientAt(apiGateway.url, region);
    clients.set(region, client);
    return client;
  }
}

function clientAt(endpoint: string, region: string): APIGatewayClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new APIGatewayClient({ endpoint, region, credentials, maxAttempts: 1 });
}

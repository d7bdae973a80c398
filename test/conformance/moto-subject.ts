import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  GetResourcesCommand,
  PutIntegrationCommand,
  PutMethodCommand,
} from '@aws-sdk/client-api-gateway';
import { startMotoServer } from '../moto-server.ts';
import { clientsAt } from './live-side.ts';
import { methodSettingsMutators } from './method-settings-mutators.ts';
import { motoLiveSide } from './moto-live-side.ts';
import type { Place } from './place.ts';
import { stageMutators } from './stage-mutators.ts';
import type { StartedSubject } from './subject.ts';

/** Starts a stock moto and makes REST APIs with deployments in it. */
export async function startMotoSubject(): Promise<StartedSubject> {
  const { url, stop } = await startMotoServer();
  const clientOf = clientsAt(url);
  const placesIn = async (region: string, count: number): Promise<[Place, ...Place[]]> => {
    const more = Array.from({ length: count - 1 }, () => makePlace(clientOf(region), region));
    return [await makePlace(clientOf(region), region), ...(await Promise.all(more))];
  };
  try {
    return {
      endpoint: url,
      abilities: {
        // moto forgets these three, and Terraform would want to set them again after every apply.
        canary: false,
        documentationVersion: false,
        clientCertificate: false,
        // It takes all up to the second slash for the method path.
        nestedPaths: false,
        // It encrypts the cache unless it is asked not to, which the provider does not say at creation.
        unencryptedCache: false,
      },
      // Taking method settings away does nothing in it, and a whole number like 5e3 is an error.
      mutators: { stage: stageMutators, methodSettings: methodSettingsMutators },
      places: { home: await placesIn('eu-west-1', 8), abroad: await placesIn('us-east-1', 2) },
      live: motoLiveSide(url),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function makePlace(client: APIGatewayClient, region: string): Promise<Place> {
  const { id: restApiId } = await client.send(new CreateRestApiCommand({ name: 'conformance' }));
  const { items } = await client.send(new GetResourcesCommand({ restApiId }));
  // A deployment can only be made of an API that has a method with an integration.
  const method = { restApiId, resourceId: items?.[0]?.id, httpMethod: 'GET' };
  await client.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  await client.send(new PutIntegrationCommand({ ...method, type: 'MOCK' }));
  const deploy = async () => {
    const { id } = await client.send(new CreateDeploymentCommand({ restApiId }));
    if (id === undefined) throw new Error(`The deployment of ${restApiId} has no id`);
    return id;
  };
  if (restApiId === undefined) throw new Error('The REST API has no id');
  return { region, restApiId, deploymentIds: [await deploy(), await deploy(), await deploy()] };
}

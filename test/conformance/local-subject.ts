import { type LocalApiGateway, startApiGateway } from '@stagedrift/local-aws/api-gateway';
import { defaultAccount } from '@stagedrift/local-aws/credential-scope';
import { canaryMutators } from './canary-mutators.ts';
import { localLiveSide } from './local-live-side.ts';
import { methodSettingsMutators, methodSettingsRewriters } from './method-settings-mutators.ts';
import type { Place } from './place.ts';
import { stageMutators, versionAndCertificateMutators } from './stage-mutators.ts';
import { stageRewriters } from './stage-rewriters.ts';
import type { StartedSubject } from './subject.ts';

const deploymentIds = ['dep0a1', 'dep0b2', 'dep0c3'] as const;

/** Starts the project's own API Gateway, which can represent every argument of the two resources. */
export async function startLocalSubject(): Promise<StartedSubject> {
  const apiGateway = await startApiGateway();
  const places = {
    home: placesIn(apiGateway, 'eu-west-1', 36),
    abroad: placesIn(apiGateway, 'us-east-1', 4),
  };
  return {
    endpoint: apiGateway.url,
    abilities: {
      canary: true,
      documentationVersion: true,
      clientCertificate: true,
      nestedPaths: true,
      unencryptedCache: true,
    },
    mutators: {
      stage: [...stageMutators, ...versionAndCertificateMutators, ...canaryMutators, ...stageRewriters],
      methodSettings: [...methodSettingsMutators, ...methodSettingsRewriters],
    },
    places,
    live: localLiveSide(apiGateway),
    stop: () => apiGateway.stop(),
  };
}

function placesIn(apiGateway: LocalApiGateway, region: string, count: number): [Place, ...Place[]] {
  const place = (index: number): Place => ({
    region,
    restApiId: `${region.slice(0, 2)}${String(index).padStart(8, '0')}`,
    deploymentIds,
  });
  const places: [Place, ...Place[]] = [place(0), ...Array.from({ length: count - 1 }, (_, index) => place(index + 1))];
  for (const { restApiId } of places)
    apiGateway.seedRestApi({ account: defaultAccount, region, restApiId, deploymentIds });
  return places;
}

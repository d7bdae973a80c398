import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { type LocalApiGateway, startApiGateway } from '../src/api-gateway.ts';
import { type AccountRegion, defaultAccount } from '../src/credential-scope.ts';

export const here: AccountRegion = { account: defaultAccount, region: 'eu-west-1' };
export const restApiId = 'abcdefghij';
export const stageArn = `arn:aws:apigateway:eu-west-1::/restapis/${restApiId}/stages/dev`;

/** A REST API with two deployments and one plain stage, `dev`. */
export const seeded = {
  ...here,
  restApiId,
  deploymentIds: ['first1', 'second'],
  stages: [{ stageName: 'dev', deploymentId: 'first1', createdDate: 1, lastUpdatedDate: 1 }],
};

/** @returns a started server with the seeded REST API */
export async function startSeeded(): Promise<LocalApiGateway> {
  const apiGateway = await startApiGateway();
  apiGateway.seedRestApi(seeded);
  return apiGateway;
}

/** Starts such a server for the tests of one file, as it was seeded before each of them. */
export function useSeeded(): () => { readonly apiGateway: LocalApiGateway; readonly client: APIGatewayClient } {
  let server: { readonly apiGateway: LocalApiGateway; readonly client: APIGatewayClient } | undefined;
  beforeAll(async () => {
    const apiGateway = await startApiGateway();
    server = { apiGateway, client: clientOf(apiGateway.url) };
  });
  afterAll(() => server?.apiGateway.stop());
  beforeEach(() => {
    server?.apiGateway.reset();
    server?.apiGateway.seedRestApi(seeded);
  });
  return () => {
    if (server === undefined) throw new Error('The server is there only while a test runs');
    return server;
  };
}

/** @returns an SDK client of the server that tries each call once */
export function clientOf(
  url: string,
  options: { accessKeyId?: string; region?: string; maxAttempts?: number } = {},
): APIGatewayClient {
  const { accessKeyId = 'local', region = here.region, maxAttempts = 1 } = options;
  return new APIGatewayClient({
    endpoint: url,
    region,
    maxAttempts,
    credentials: { accessKeyId, secretAccessKey: 'local' },
  });
}

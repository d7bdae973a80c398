import { region } from './states.ts';

/** What the measured programs read from their environment, to call this API Gateway and no real account. */
export function programEnvironment(apiGatewayUrl: string) {
  return {
    AWS_ENDPOINT_URL: apiGatewayUrl,
    AWS_ENDPOINT_URL_API_GATEWAY: apiGatewayUrl,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  };
}

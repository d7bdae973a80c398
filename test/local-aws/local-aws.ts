import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { type LocalApiGateway, startApiGateway } from './api-gateway.ts';

/** An AWS of its own in this process: S3, SNS and SQS by fauxqs, API Gateway and STS by startApiGateway. */
export interface LocalAws {
  /** What an AWS SDK reads from its environment to call the local AWS and nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  readonly apiGateway: LocalApiGateway;
  readonly fauxqs: FauxqsServer;
  stop(): Promise<void>;
}

const region = 'eu-west-1';

/** Starts everything on free ports of the loopback address. */
export async function startLocalAws(): Promise<LocalAws> {
  const fauxqs = await startFauxqs({ port: 0, logger: false, defaultRegion: region });
  const apiGateway = await startApiGateway();
  return {
    environment: {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${fauxqs.port}`,
      AWS_ENDPOINT_URL_API_GATEWAY: apiGateway.url,
      AWS_ENDPOINT_URL_STS: apiGateway.url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
    apiGateway,
    fauxqs,
    stop: async () => {
      await Promise.all([fauxqs.stop(), apiGateway.stop()]);
    },
  };
}

import { type FauxqsServer, startFauxqs } from 'fauxqs';
import { type LocalApiGateway, startApiGateway } from './api-gateway.ts';
import { type LocalCloudTrail, startCloudTrail } from './cloudtrail.ts';
import { type LocalCloudWatchLogs, startCloudWatchLogs } from './cloudwatch-logs.ts';
import { type LocalKeyStores, startKeyStores } from './key-stores.ts';
import { type LocalS3, startS3 } from './s3.ts';
import { type LocalSns, startSns } from './sns.ts';
import { type LocalSqs, startSqs } from './sqs.ts';

/**
 * An AWS of its own in this process: S3, SNS and SQS by fauxqs, with what it leaves out or cannot do in front of it, the rest
 * by one server a service.
 */
export interface LocalAws {
  /** What an AWS SDK reads from its environment to call the local AWS and nothing else. */
  readonly environment: Readonly<Record<string, string>>;
  readonly apiGateway: LocalApiGateway;
  readonly cloudTrail: LocalCloudTrail;
  readonly logs: LocalCloudWatchLogs;
  readonly keyStores: LocalKeyStores;
  readonly s3: LocalS3;
  readonly sns: LocalSns;
  readonly sqs: LocalSqs;
  readonly fauxqs: FauxqsServer;
  stop(): Promise<void>;
}

const region = 'eu-west-1';

/** Starts everything on free ports of the loopback address. */
export async function startLocalAws(): Promise<LocalAws> {
  const fauxqs = await startFauxqs({ port: 0, logger: false, defaultRegion: region });
  const apiGateway = await startApiGateway();
  const cloudTrail = await startCloudTrail();
  const logs = await startCloudWatchLogs();
  const keyStores = await startKeyStores();
  const emulator = `http://127.0.0.1:${fauxqs.port}`;
  const s3 = await startS3(emulator);
  const sns = await startSns(emulator);
  const sqs = await startSqs(emulator);
  return {
    environment: {
      AWS_ENDPOINT_URL: emulator,
      AWS_ENDPOINT_URL_API_GATEWAY: apiGateway.url,
      AWS_ENDPOINT_URL_CLOUDTRAIL: cloudTrail.url,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs.url,
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: keyStores.url,
      AWS_ENDPOINT_URL_SSM: keyStores.url,
      AWS_ENDPOINT_URL_STS: apiGateway.url,
      AWS_ENDPOINT_URL_WAFV2: apiGateway.url,
      AWS_ENDPOINT_URL_SNS: sns.url,
      AWS_ENDPOINT_URL_SQS: sqs.url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
    apiGateway,
    cloudTrail,
    logs,
    keyStores,
    s3,
    sns,
    sqs,
    fauxqs,
    stop: async () => {
      const servers = [s3, sns, sqs, fauxqs, apiGateway, cloudTrail, logs, keyStores];
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}

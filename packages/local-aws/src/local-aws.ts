import type { FauxqsServer } from 'fauxqs';
import { type LocalApiGateway, startApiGateway } from './api-gateway.ts';
import { type LocalCloudTrail, startCloudTrail } from './cloudtrail.ts';
import { type LocalCloudWatchLogs, startCloudWatchLogs } from './cloudwatch-logs.ts';
import { type LocalKeyStores, startKeyStores } from './key-stores.ts';
import { type LocalS3, startS3 } from './s3.ts';
import { type LocalSns, startSns } from './sns.ts';
import { type LocalSqs, startSqs } from './sqs.ts';

/** The services that have a server of their own here, which start at once. */
export interface LocalServices {
  /** What an AWS SDK reads from its environment to call these services, and nothing else that is real. */
  readonly environment: Readonly<Record<string, string>>;
  readonly apiGateway: LocalApiGateway;
  readonly cloudTrail: LocalCloudTrail;
  readonly logs: LocalCloudWatchLogs;
  readonly keyStores: LocalKeyStores;
  stop(): Promise<void>;
}

/**
 * An AWS of its own in this process: S3, SNS and SQS by fauxqs, with what it leaves out or cannot do in front of it, the rest
 * by one server a service.
 */
export interface LocalAws extends LocalServices {
  readonly s3: LocalS3;
  readonly sns: LocalSns;
  readonly sqs: LocalSqs;
  readonly fauxqs: FauxqsServer;
}

const region = 'eu-west-1';

/** Nothing listens there. */
const nowhere = 'http://127.0.0.1:9';

/** Starts the services that need no fauxqs, which takes longer to start than all of them. */
export async function startLocalServices(): Promise<LocalServices> {
  const apiGateway = await startApiGateway();
  const cloudTrail = await startCloudTrail();
  const logs = await startCloudWatchLogs();
  const keyStores = await startKeyStores();
  return {
    environment: {
      AWS_ENDPOINT_URL: nowhere,
      AWS_ENDPOINT_URL_API_GATEWAY: apiGateway.url,
      AWS_ENDPOINT_URL_CLOUDTRAIL: cloudTrail.url,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: keyStores.url,
      AWS_ENDPOINT_URL_SSM: keyStores.url,
      AWS_ENDPOINT_URL_STS: apiGateway.url,
      AWS_ENDPOINT_URL_WAFV2: apiGateway.url,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
    apiGateway,
    cloudTrail,
    logs,
    keyStores,
    stop: async () => {
      await Promise.all([apiGateway, cloudTrail, logs, keyStores].map((server) => server.stop()));
    },
  };
}

/** Starts everything on free ports of the loopback address. */
export async function startLocalAws(): Promise<LocalAws> {
  const { startFauxqs } = await import('fauxqs');
  const fauxqs = await startFauxqs({ port: 0, logger: false, defaultRegion: region });
  const services = await startLocalServices();
  const emulator = `http://127.0.0.1:${fauxqs.port}`;
  const s3 = await startS3(emulator);
  const sns = await startSns(emulator);
  const sqs = await startSqs(emulator);
  return {
    ...services,
    environment: {
      ...services.environment,
      AWS_ENDPOINT_URL: emulator,
      AWS_ENDPOINT_URL_S3: s3.url,
      AWS_ENDPOINT_URL_SNS: sns.url,
      AWS_ENDPOINT_URL_SQS: sqs.url,
    },
    s3,
    sns,
    sqs,
    fauxqs,
    stop: async () => {
      await Promise.all([s3, sns, sqs, fauxqs, services].map((server) => server.stop()));
    },
  };
}

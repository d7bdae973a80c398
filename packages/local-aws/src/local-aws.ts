import type { FauxqsServer } from 'fauxqs';
import { type LocalApiGateway, startApiGateway } from './api-gateway.ts';
import { type LocalCloudTrail, startCloudTrail } from './cloudtrail.ts';
import { type LocalCloudWatchLogs, startCloudWatchLogs } from './cloudwatch-logs.ts';
import { defaultRegion } from './credential-scope.ts';
import { type LocalDynamoDb, startDynamoDb } from './dynamodb.ts';
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
  readonly dynamoDb: LocalDynamoDb;
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

/** Nothing listens there. */
const nowhere = 'http://127.0.0.1:9';

/**
 * Starts the services that need no fauxqs, which takes longer to start than all of them.
 * @param port of the first, with one more for each that follows; 0 for free ones
 */
export async function startLocalServices(port = 0): Promise<LocalServices> {
  const apiGateway = await startApiGateway(port);
  const cloudTrail = await startCloudTrail(after(port, 1));
  const logs = await startCloudWatchLogs(after(port, 2));
  const keyStores = await startKeyStores(after(port, 3));
  const dynamoDb = await startDynamoDb(after(port, 8));
  return {
    environment: {
      AWS_ENDPOINT_URL: nowhere,
      AWS_ENDPOINT_URL_API_GATEWAY: apiGateway.url,
      AWS_ENDPOINT_URL_CLOUDTRAIL: cloudTrail.url,
      AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs.url,
      AWS_ENDPOINT_URL_DYNAMODB: dynamoDb.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: keyStores.url,
      AWS_ENDPOINT_URL_SSM: keyStores.url,
      AWS_ENDPOINT_URL_STS: apiGateway.url,
      AWS_ENDPOINT_URL_WAFV2: apiGateway.url,
      AWS_REGION: defaultRegion,
      // What the SDK for Python and version 1 of the AWS CLI read in its place.
      AWS_DEFAULT_REGION: defaultRegion,
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    },
    apiGateway,
    cloudTrail,
    logs,
    keyStores,
    dynamoDb,
    stop: async () => {
      await Promise.all([apiGateway, cloudTrail, logs, keyStores, dynamoDb].map((server) => server.stop()));
    },
  };
}

/**
 * Starts everything on the loopback address.
 * @param port of API Gateway, with one more for each that follows, nine in all; 0 for free ones
 */
export async function startLocalAws(port = 0): Promise<LocalAws> {
  const { startFauxqs } = await import('fauxqs');
  const fauxqs = await startFauxqs({ port: after(port, 4), logger: false, defaultRegion });
  const services = await startLocalServices(port);
  const emulator = `http://127.0.0.1:${fauxqs.port}`;
  const s3 = await startS3(emulator, after(port, 5));
  const sns = await startSns(emulator, after(port, 6));
  const sqs = await startSqs(emulator, after(port, 7));
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

function after(port: number, places: number): number {
  return port === 0 ? 0 : port + places;
}

import { readFileSync } from 'node:fs';
import { APIGatewayClient, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { Invocation } from '../function-instance.ts';
import { createFunctionPool, type FunctionPool } from '../function-pool.ts';
import { provision } from '../provision.ts';
import { type Backend, startBackend } from './backend.ts';
import { type Subscriber, subscribe } from './subscriber.ts';

const bucket = 'acme-terraform-states';
const region = 'eu-west-1';

/** An account with states in S3, their stages live, and a queue that gets the reports. */
export interface World {
  readonly backend: Backend;
  readonly subscriber: Subscriber;
  readonly environment: Readonly<Record<string, string>>;
  readonly functions: FunctionPool;
  /** Makes the stages of a state live and puts the state into S3; @returns the new id of each REST API by its old one */
  deploy(key: string, stateText: string): Promise<ReadonlyMap<string, string>>;
  /** Puts any object into the bucket. */
  put(key: string, body: string): Promise<void>;
  /** Content of an object of the bucket. */
  get(key: string): Promise<string>;
  /** Keys below a prefix. */
  list(prefix: string): Promise<readonly string[]>;
  /** Changes a stage as a person would. */
  change(restApiId: string, stageName: string, path: string, value: string): Promise<void>;
  invoke(event: unknown, environment?: Readonly<Record<string, string>>): Promise<Invocation>;
  /** Invokes with so many milliseconds left until Lambda would stop the function. */
  invokeWithin(remainingMilliseconds: number, event: unknown): Promise<Invocation>;
  /** Ends the functions that it started, and the AWS. */
  stop(): Promise<void>;
}

/** @param deployedAt where stages are made live, if that is to be seen by nobody who sees the changes */
export async function createWorld(backend?: Backend, deployedAt?: string): Promise<World> {
  const aws = backend ?? (await startBackend());
  const {
    AWS_ENDPOINT_URL = '',
    AWS_ENDPOINT_URL_API_GATEWAY,
    AWS_ENDPOINT_URL_S3,
    AWS_ENDPOINT_URL_SNS,
  } = aws.environment;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const s3 = new S3Client({
    region,
    endpoint: AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL,
    credentials,
    forcePathStyle: true,
  });
  const gateways = (endpoint: string) => {
    const clients = new Map<string, APIGatewayClient>();
    return (ofRegion: string) => {
      const client = clients.get(ofRegion) ?? new APIGatewayClient({ region: ofRegion, endpoint, credentials });
      clients.set(ofRegion, client);
      return client;
    };
  };
  const apiGateway = gateways(AWS_ENDPOINT_URL_API_GATEWAY ?? AWS_ENDPOINT_URL);
  const deployer = deployedAt === undefined ? apiGateway : gateways(deployedAt);
  await s3.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: region } }));
  const subscriber = await subscribe({
    region,
    endpoints: { sns: AWS_ENDPOINT_URL_SNS ?? AWS_ENDPOINT_URL, sqs: AWS_ENDPOINT_URL },
  });
  const environment = {
    ...aws.environment,
    STATE_SOURCES: `s3://${bucket}/env:/*/**/terraform.tfstate`,
    REPORT_TOPIC_ARN: subscriber.topicArn,
    // The states have log groups and more that nobody made live.
    CHECK_COMPANIONS: 'false',
  };
  const functions = createFunctionPool();
  const put = async (key: string, body: string) => {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: Buffer.from(body) }));
  };
  return {
    backend: aws,
    subscriber,
    environment,
    put,
    async deploy(key, stateText) {
      const { text, restApiIds } = await provision(stateText, deployer, aws.name === 'local');
      await put(key, text);
      return restApiIds;
    },
    async get(key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return (await Body?.transformToString()) ?? '';
    },
    async list(prefix) {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
      return Contents.map(({ Key = '' }) => Key);
    },
    async change(restApiId, stageName, path, value) {
      const patchOperations = [{ op: 'replace' as const, path, value }];
      await apiGateway(region).send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
    },
    functions,
    invoke: (event, more = {}) => functions.invoke(event, { ...environment, ...more }),
    invokeWithin: (remainingMilliseconds, event) => functions.invoke(event, environment, { remainingMilliseconds }),
    async stop() {
      await functions.end();
      await aws.stop();
    },
  };
}

export function corpusState(name: string): string {
  return readFileSync(`test/fixtures/corpus/${name}/state.json`, 'utf8');
}

export function sampleEvent(name: string): unknown {
  return JSON.parse(readFileSync(`events/${name}.json`, 'utf8'));
}

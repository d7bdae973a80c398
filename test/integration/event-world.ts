import { setTimeout as sleep } from 'node:timers/promises';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { type LocalAws, startLocalAws } from '@stagedrift/local-aws';
import { createEventBus, type EventBus } from '@stagedrift/local-aws/event-bus';
import {
  createEventSourceMapping,
  type Delivered,
  type EventSourceMapping,
} from '@stagedrift/local-aws/event-source-mapping';
import { createQueue, type Queue } from '@stagedrift/local-aws/queue';
import type { Mail } from '@stagedrift/local-aws/sns';
import { startTrail, type Trail, type TrailedServers } from '@stagedrift/local-aws/trail';
import pLimit from 'p-limit';
import type { Invocation } from '../function-instance.ts';
import { createFunctionPool, type FunctionPool } from '../function-pool.ts';
import { deployedRules } from './deployed-rules.ts';
import { createWorld, type World } from './world.ts';

const region = 'eu-west-1';
const bucket = 'acme-terraform-states';
/** Not the bucket of the states: what is written there is an event. */
const ledgerBucket = 'acme-drift';

/** A world whose changes become events, which go by the deployed rules and the queue to the built function. */
export interface EventWorld {
  readonly aws: LocalAws;
  readonly world: World;
  readonly trail: Trail;
  readonly bus: EventBus;
  readonly queue: Queue;
  readonly mapping: EventSourceMapping<Invocation>;
  /** The schedule fires. */
  checkEverything(): Promise<void>;
  /** From now on the function's clock is ahead of that of all others by so many milliseconds. */
  beLater(milliseconds: number): void;
  /** Lets the queue run empty. @returns the invocations that took */
  drain(): Promise<readonly Delivered<Invocation>[]>;
  /** Waits until the function was given an event of CloudTrail that has the text in it, and is done with it. */
  delivered(text: string, from?: number): Promise<void>;
  /** Waits until the function was invoked so many times by the queue, from now on. */
  deliveredTimes(times: number): Promise<void>;
  /** The next event meets a function that has to start first. */
  restart(): Promise<void>;
  /** Mails since the last call. */
  mails(): readonly Mail[];
  stop(): Promise<void>;
}

/** What is other than usual in such a world. */
export interface EventWorldOptions {
  /** Servers for API Gateway and S3, where they are not the embedded ones. */
  readonly behind?: TrailedServers;
  /** Seconds for which messages wait in the queue. */
  readonly delaySeconds?: number;
  /** Instances that outlive the world: they are not ended with it. */
  readonly functions?: FunctionPool;
}

/** @param environment of the function, beside what makes it work */
export async function createEventWorld(
  environment: Readonly<Record<string, string>> = {},
  options: EventWorldOptions = {},
): Promise<EventWorld> {
  const { behind, delaySeconds = 0, functions = createFunctionPool('MACHINE') } = options;
  const aws = await startLocalAws();
  const queue = await createQueue(aws.sqs, {
    name: 'stagedrift-checks',
    delaySeconds,
    visibilitySeconds: 720,
    maxReceiveCount: 5,
  });
  const bus = createEventBus(deployedRules(bucket), (body) => queue.send(body));
  const trail = await startTrail(behind ?? { apiGateway: aws.apiGateway.url, s3: aws.s3.url }, (event) =>
    bus.put(event),
  );
  const environmentOfAll = {
    ...aws.environment,
    AWS_ENDPOINT_URL_API_GATEWAY: trail.url,
    AWS_ENDPOINT_URL_S3: trail.url,
  };
  const world = await createWorld(
    { name: 'local', environment: environmentOfAll, stop: aws.stop },
    behind?.apiGateway ?? aws.apiGateway.url,
  );
  await createBucket(trail.url, ledgerBucket);
  await subscribeMailbox(aws, world.subscriber.topicArn);
  const turn = pLimit(1);
  const ofFunction = {
    ...world.environment,
    LEDGER_URI: `s3://${ledgerBucket}/stagedrift`,
    CHECK_QUEUE_URL: queue.url,
    CLOUDTRAIL_LOOKUP: 'false',
    ...environment,
  };
  let ahead = 0;
  // Lambda gives one instance one event at a time. Two functions are deployed of the same bundle, each with a time of its own.
  const invoke = (event: unknown, remainingMilliseconds: number) =>
    turn(() => functions.invoke(event, ofFunction, { timeOfDay: Date.now() + ahead, remainingMilliseconds }));
  const settings = { batchSize: 1000, windowMilliseconds: 50, retrySeconds: 0 };
  const mapping = createEventSourceMapping(queue, (event) => invoke(event, 120_000), settings);
  let read = 0;
  return {
    aws,
    world,
    trail,
    bus,
    queue,
    mapping,
    async checkEverything() {
      const scheduled = {
        source: 'aws.events',
        'detail-type': 'Scheduled Event',
        id: `schedule-${trail.events.length}`,
        time: new Date().toISOString(),
        resources: [],
        detail: {},
      };
      const { error } = await invoke(scheduled, 900_000);
      if (error !== undefined) throw new Error(`The check failed: ${error.message}`);
    },
    beLater(milliseconds) {
      ahead = milliseconds;
    },
    drain: () => mapping.drain(),
    async delivered(text, from = 0) {
      const isOfIt = (body: string) => body.includes('"AWS API Call via CloudTrail"') && body.includes(text);
      while (!mapping.deliveries.slice(from).some(({ bodies }) => bodies.some(isOfIt))) await sleep(20);
    },
    async deliveredTimes(times) {
      const enough = mapping.deliveries.length + times;
      while (mapping.deliveries.length < enough) await sleep(5);
    },
    mails() {
      const mails = aws.sns.mails.slice(read);
      read = aws.sns.mails.length;
      return mails;
    },
    restart: functions.end,
    async stop() {
      if (options.functions === undefined) await functions.end();
      await trail.stop();
      await aws.stop();
    },
  };
}

async function createBucket(endpoint: string, Bucket: string): Promise<void> {
  const s3 = new S3Client({
    region,
    endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    forcePathStyle: true,
  });
  await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: { LocationConstraint: region } }));
}

async function subscribeMailbox(aws: LocalAws, TopicArn: string): Promise<void> {
  const sns = new SNSClient({
    region,
    endpoint: aws.sns.url,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'platform@acme.example' }));
}

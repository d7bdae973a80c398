import { readFileSync } from 'node:fs';
import { APIGatewayClient, type Op, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import type { LocalAws } from '@stagedrift/local-aws';
import type { Mail } from '@stagedrift/local-aws/sns';
import { invokeFunction } from '../test/invoke-function.ts';
import { provision } from '../test/provision.ts';
import { withoutStages } from '../test/without-stages.ts';
import { changeInConsole } from './demo-event.ts';

const bucket = 'acme-terraform-states';
const ledgerBucket = 'acme-drift';
const states = {
  'env:/prod/orders/terraform.tfstate': 'none-refreshed',
  'env:/prod/shipping/terraform.tfstate': 'mod-several',
};

/** What a check left behind: its answer, and what arrived in the mailbox and in the chat. */
export interface Check {
  readonly result: Readonly<Record<string, unknown>>;
  readonly mails: readonly Mail[];
  readonly cards: readonly unknown[];
  readonly milliseconds: number;
}

/** What came of an event. */
export interface EventCheck {
  /** The deployed rules that it met. */
  readonly rules: readonly string[];
  readonly mails: readonly Mail[];
  /** From the call to the mail. */
  readonly milliseconds: number;
}

/** A local AWS with real Terraform states, their stages live, and the built function at work on them. */
export interface DemoWorld {
  readonly stages: number;
  readonly states: number;
  /** Changes a stage of the orders API, as a person would. */
  change(stageName: string, path: string, value: string, op?: Op): Promise<void>;
  /** Somebody changes a stage of the orders API in the console, and the record of CloudTrail reaches the function. */
  changeInConsole(stageName: string, path: string, value: string): Promise<EventCheck>;
  /** Invokes the bundle that would be deployed, with the event that the schedule sends. */
  check(environment?: Readonly<Record<string, string>>): Promise<Check>;
  /** The page of the last report with something to notify, as HTML. */
  lastPage(): Promise<string>;
}

/** @param aws to whose endpoints the environment of this process points */
export async function createDemoWorld(aws: LocalAws): Promise<DemoWorld> {
  const s3 = new S3Client();
  const apiGateway = new APIGatewayClient();
  for (const Bucket of [bucket, ledgerBucket]) await s3.send(new CreateBucketCommand({ Bucket }));
  let stages = 0;
  let orders = '';
  for (const [key, corpusCase] of Object.entries(states)) {
    const text = readFileSync(`test/fixtures/corpus/${corpusCase}/state.json`, 'utf8');
    // A logging level that is not set, as the stage `full` has it, cannot be asked for.
    const provisioned = await provision(withoutStages(text, ['full']), (region) => new APIGatewayClient({ region }));
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: provisioned.text }));
    stages += provisioned.stages;
    // The orders state comes first, and has one REST API.
    orders ||= [...provisioned.restApiIds.values()][0] ?? '';
  }
  const reportTopic = await topicWithMailbox('stagedrift', 'platform@acme.example');
  const chatTopic = await topicWithMailbox('stagedrift-chat', 'chat@acme.example');
  const functionEnvironment = {
    ...aws.environment,
    STATE_SOURCES: `s3://${bucket}/env:/*/**/terraform.tfstate`,
    REPORT_TOPIC_ARN: reportTopic,
    CHAT_TOPIC_ARN: chatTopic,
    LEDGER_URI: `s3://${ledgerBucket}/stagedrift`,
    // Only the stages of the states are live here, and not the log groups they write to.
    CHECK_COMPANIONS: 'false',
  };
  let checks = 0;

  return {
    stages,
    states: Object.keys(states).length,
    async change(stageName, path, value, op = 'replace') {
      const patchOperations = [{ op, path, value }];
      await apiGateway.send(new UpdateStageCommand({ restApiId: orders, stageName, patchOperations }));
    },
    async check(environment = {}) {
      const before = aws.sns.mails.length;
      const started = performance.now();
      checks += 1;
      const event: object = JSON.parse(readFileSync('events/schedule.json', 'utf8'));
      const { result, error } = await invokeFunction(
        // EventBridge gives each event an id of its own.
        { ...event, id: `53dc4d37-cffa-4f76-80c9-${String(checks).padStart(12, '0')}` },
        { ...functionEnvironment, ...environment },
      );
      if (result === undefined) throw new Error(`The check failed: ${error?.message}`);
      const milliseconds = Math.round(performance.now() - started);
      const delivered = aws.sns.mails.slice(before);
      return {
        result,
        milliseconds,
        mails: delivered.filter(({ topicArn }) => topicArn === reportTopic),
        cards: delivered.filter(({ topicArn }) => topicArn === chatTopic).map(({ body }): unknown => JSON.parse(body)),
      };
    },
    async changeInConsole(stageName, path, value) {
      const before = aws.sns.mails.length;
      const started = performance.now();
      const rules = await changeInConsole(aws, bucket, functionEnvironment, {
        restApiId: orders,
        stageName,
        path,
        value,
      });
      return {
        rules,
        mails: aws.sns.mails.slice(before).filter(({ topicArn }) => topicArn === reportTopic),
        milliseconds: Math.round(performance.now() - started),
      };
    },
    async lastPage() {
      const { Contents = [] } = await s3.send(
        new ListObjectsV2Command({ Bucket: ledgerBucket, Prefix: 'stagedrift/reports/' }),
      );
      const Key = Contents.flatMap(({ Key = '' }) => (Key.endsWith('.html') ? [Key] : []))
        .toSorted()
        .at(-1);
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: ledgerBucket, Key }));
      return (await Body?.transformToString()) ?? '';
    },
  };
}

async function topicWithMailbox(Name: string, Endpoint: string): Promise<string> {
  const sns = new SNSClient();
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint }));
  return TopicArn;
}

import { readFile } from 'node:fs/promises';
import { CreateBucketCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { type LocalAws, startLocalAws } from '@stagedrift/local-aws';
import { defaultAccount } from '@stagedrift/local-aws/credential-scope';
import { createQueue } from '@stagedrift/local-aws/queue';
import * as v from 'valibot';
import { systemClock } from '../lib/aws/system-clock.ts';
import { startFunction } from '../test/function-instance.ts';
import { peakOf } from './measured-process.ts';
import { envelope, indented, makeLive, region, stageResource } from './states.ts';

/** How large an account is, and what API Gateway takes from it. */
export const size = { apis: 50, stagesOfApi: 10 };
export const quota = { requestsPerSecond: 10, burst: 40 };

/** Seconds that the template gives an invocation. */
const limit = 900;

const role = 'drift-reader';
const [stateBucket, ledgerBucket] = ['acme-tf', 'acme-drift'];
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** What one check of an organisation took. */
export interface CheckedOrganisation {
  readonly accounts: number;
  readonly stages: number;
  /** MB of the function. */
  readonly memory: number;
  /** Seconds from the schedule to the mail. */
  readonly seconds: number;
  /** Seconds of processor time. */
  readonly cpu: number;
  /** MiB of resident memory at its highest. */
  readonly peak: number;
  /** Requests that API Gateway got. */
  readonly calls: number;
  readonly notChecked: number;
  /** Stages that have drifted, each of them by one finding. */
  readonly drifted: number;
  /** Bytes of the ledger that the check leaves. */
  readonly ledgerBytes: number;
  readonly mails: number;
}

/** Which stages are live with another description than their state has. */
export type Drifted = 'ONE_STAGE' | 'EVERY_STAGE';

/**
 * Checks an organisation for the first time, by one invocation of the built function.
 * @param memory MB of the function, which its heap has to fit into
 */
export async function checkOrganisation(
  accounts: number,
  memory: number,
  drifted: Drifted,
): Promise<CheckedOrganisation> {
  const aws = await startLocalAws();
  try {
    await makeOrganisation(aws, accounts, drifted);
    return await check(aws, accounts, memory);
  } finally {
    await aws.stop();
  }
}

async function check(aws: LocalAws, accounts: number, memory: number): Promise<CheckedOrganisation> {
  const queue = await createQueue(aws.sqs, {
    name: 'stagedrift-checks',
    delaySeconds: 60,
    visibilitySeconds: 6 * limit,
    maxReceiveCount: 3,
  });
  const instance = startFunction({
    ...aws.environment,
    STATE_SOURCES: `s3://${stateBucket}/*.tfstate`,
    REPORT_TOPIC_ARN: await makeTopic(aws),
    LEDGER_URI: `s3://${ledgerBucket}/stagedrift`,
    CHECK_QUEUE_URL: queue.url,
    CLOUDTRAIL_LOOKUP: 'false',
    CROSS_ACCOUNT_ROLE_NAME: role,
    NODE_OPTIONS: heapOf(memory),
  });
  const start = performance.now();
  const { output, error } = await instance.invoke(scheduled, { remainingMilliseconds: limit * 1_000 });
  const seconds = (performance.now() - start) / 1_000;
  if (error !== undefined) throw new Error(error.message);
  const cost = await costOf(instance.pid ?? 0);
  await instance.end();
  const { resources, notChecked, modified } = summaryIn(output);
  const stages = accounts * size.apis * size.stagesOfApi;
  if (resources !== stages) throw new Error(`${resources} of ${stages} stages`);
  const { calls } = aws.apiGateway;
  return {
    ...{ accounts, stages, memory, seconds, ...cost, notChecked, drifted: modified },
    ledgerBytes: await sizeOf(aws, 'stagedrift/ledger.json'),
    calls: calls.filter(({ operation }) => operation.startsWith('Get')).length,
    mails: aws.sns.mails.length,
  };
}

/** Much as Lambda starts Node: nine tenths of the memory for what lives long. */
function heapOf(memory: number): string {
  return `--max-old-space-size=${Math.floor(memory * 0.9)} --max-semi-space-size=${Math.floor(memory * 0.05)}`;
}

const scheduled = {
  source: 'aws.events',
  'detail-type': 'Scheduled Event',
  id: 'organisation',
  time: '2026-03-01T12:00:00Z',
  resources: ['arn:aws:events:eu-west-1:123456789012:rule/everything'],
};

const logLine = v.pipe(
  v.string(),
  v.parseJson(),
  v.looseObject({ summary: v.looseObject({ resources: v.number(), notChecked: v.number(), modified: v.number() }) }),
);

function summaryIn(output: string) {
  const [line] = output.split('\n').filter((text) => text.includes('"Check finished"'));
  if (line === undefined) throw new Error(`the check did not finish:\n${output.slice(-2_000)}`);
  return v.parse(logLine, line).summary;
}

async function sizeOf({ environment }: LocalAws, Key: string): Promise<number> {
  const s3 = s3Of(environment);
  const { ContentLength = 0 } = await s3.send(new HeadObjectCommand({ Bucket: ledgerBucket, Key }));
  s3.destroy();
  return ContentLength;
}

function s3Of({ AWS_ENDPOINT_URL_S3: endpoint = '' }: LocalAws['environment']): S3Client {
  return new S3Client({ region, endpoint, credentials, forcePathStyle: true });
}

/** Of a process that runs, which is known on Linux only. Times are in hundredths of a second. */
async function costOf(pid: number): Promise<{ readonly cpu: number; readonly peak: number }> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name of the program may have blanks; behind it, the 12th and 13th are of the user and of the system.
  const [user = 0, system = 0] = stat.split(') ').at(-1)?.split(' ').slice(11, 13).map(Number) ?? [];
  return { cpu: (user + system) / 100, peak: await peakOf(pid) };
}

const described = { ONE_STAGE: /"description": "stage0"/, EVERY_STAGE: /"description": "stage\d+"/g };

/** A state in S3 for each account, and its stages live. */
async function makeOrganisation(
  { apiGateway, environment }: LocalAws,
  accounts: number,
  drifted: Drifted,
): Promise<void> {
  const s3 = s3Of(environment);
  const CreateBucketConfiguration = { LocationConstraint: region } as const;
  for (const Bucket of [stateBucket, ledgerBucket]) {
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  }
  const stageNames = Array.from({ length: size.stagesOfApi }, (_, index) => `stage${index}`);
  for (let index = 0; index < accounts; index += 1) {
    // The first account is that of the function itself.
    const account = index === 0 ? defaultAccount : String(200_000_000_000 + index);
    apiGateway.allowRole({ roleArn: `arn:aws:iam::${account}:role/${role}` });
    const resources: string[] = [];
    for (let api = 0; api < size.apis; api += 1) {
      const restApiId = `api${String(index).padStart(4, '0')}${String(api).padStart(3, '0')}`;
      makeLive(apiGateway, restApiId, stageNames, account);
      const stages = stageNames.map((name) => indented(stageResource(restApiId, name, `${name}_${api}`, account)));
      resources.push(...stages);
    }
    const { before, after } = envelope();
    const text = `${before}${resources.join(',\n')}${after}`;
    const Body =
      drifted === 'ONE_STAGE' && index > 0 ? text : text.replace(described[drifted], '"description": "as applied"');
    await s3.send(new PutObjectCommand({ Bucket: stateBucket, Key: `account-${index}.tfstate`, Body }));
  }
  s3.destroy();
  apiGateway.setQuota({ ...quota, clock: systemClock });
}

async function makeTopic(aws: LocalAws): Promise<string> {
  const sns = new SNSClient({ region, endpoint: aws.sns.url, credentials });
  const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: 'stagedrift' }));
  if (TopicArn === undefined) throw new Error('the topic has no ARN');
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'platform@acme.example' }));
  sns.destroy();
  return TopicArn;
}

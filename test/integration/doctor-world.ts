import { CreateQueueCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { startLocalAws } from '@stagedrift/local-aws';
import { startCommandLine } from '../command-line.ts';
import type { CommandResult } from '../run-command.ts';
import { body, type ScriptedAws, startScriptedAws } from '../scripted-aws.ts';
import { corpusState, createWorld, type World } from './world.ts';

const account = '123456789012';
export const functionName = 'stagedrift-prod-detect-drift';
export const functionArn = `arn:aws:lambda:eu-west-1:${account}:function:${functionName}`;
const bucket = 'acme-terraform-states';
const ledgerBucket = 'acme-drift';

/** A deployment that is well, as far as the doctor can see; each part of it can be made ill by another answer. */
export interface DoctorWorld {
  readonly world: World;
  readonly script: ScriptedAws;
  /** Environment of the deployed function. */
  readonly settings: Readonly<Record<string, string>>;
  readonly deadLettersUrl: string;
  /** Answers of the deployed function, with its environment. */
  deployed(settings: Readonly<Record<string, string>>): object;
  /** Sends a message to a queue. */
  send(queueUrl: string, text: string): Promise<void>;
  /** Says again what a deployment that is well answers. */
  heal(): void;
  doctor(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<CommandResult>;
  stop(): Promise<void>;
}

export async function createDoctorWorld(): Promise<DoctorWorld> {
  const aws = await startLocalAws();
  const script = await startScriptedAws(aws.s3.url);
  const commandLine = startCommandLine();
  const environment = {
    ...aws.environment,
    AWS_ENDPOINT_URL_S3: script.url,
    AWS_ENDPOINT_URL_LAMBDA: script.url,
    AWS_ENDPOINT_URL_CLOUDTRAIL: script.url,
  };
  const world = await createWorld({ name: 'local', environment, stop: aws.stop });
  await world.deploy('env:/prod/orders/terraform.tfstate', corpusState('mod-several'));
  aws.fauxqs.createBucket(ledgerBucket);
  await world.put('stagedrift/rules.yaml', 'ignore: []\n');
  const sqs = new SQSClient({
    region: 'eu-west-1',
    endpoint: aws.sqs.url,
    useQueueUrlAsEndpoint: false,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const deadLettersUrl = await createQueues(sqs, aws.sqs.queueUrl);
  const settings = {
    STATE_SOURCES: `s3://${bucket}/env:/*/**/terraform.tfstate`,
    REPORT_TOPIC_ARN: world.subscriber.topicArn,
    LEDGER_URI: `s3://${ledgerBucket}/stagedrift`,
    RULES_URI: `s3://${bucket}/stagedrift/rules.yaml`,
    CHECK_QUEUE_URL: aws.sqs.queueUrl('checks'),
    CHECK_COMPANIONS: 'false',
  };
  const heal = () => answerWell(script, settings);
  heal();
  return {
    world,
    script,
    settings,
    deadLettersUrl,
    deployed,
    send: async (QueueUrl, MessageBody) => {
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    },
    heal,
    doctor: (args, more = {}) => commandLine.run(['doctor', ...args], { ...environment, ...more }),
    stop: async () => {
      await commandLine.end();
      await script.stop();
      await aws.stop();
    },
  };
}

async function createQueues(sqs: SQSClient, urlOf: (name: string) => string): Promise<string> {
  await sqs.send(new CreateQueueCommand({ QueueName: 'dead-letters' }));
  const redrive = { deadLetterTargetArn: 'arn:aws:sqs:eu-west-1:000000000000:dead-letters', maxReceiveCount: 3 };
  const attributes = { RedrivePolicy: JSON.stringify(redrive) };
  await sqs.send(new CreateQueueCommand({ QueueName: 'checks', Attributes: attributes }));
  return urlOf('dead-letters');
}

function deployed(settings: Readonly<Record<string, string>>): object {
  return {
    FunctionName: functionName,
    FunctionArn: functionArn,
    Runtime: 'nodejs24.x',
    MemorySize: 512,
    Timeout: 900,
    State: 'Active',
    LastUpdateStatus: 'Successful',
    Environment: { Variables: settings },
  };
}

/** Everything in order. */
function answerWell(script: ScriptedAws, settings: Readonly<Record<string, string>>): void {
  const xml = (name: string, content: string) => body(`<${name}>${content}</${name}>`);
  script.answer('GetFunctionConfiguration', body(deployed(settings)));
  const trail = { Name: 'all', TrailARN: `arn:aws:cloudtrail:eu-west-1:${account}:trail/all`, HomeRegion: 'eu-west-1' };
  script.answer('DescribeTrails', body({ trailList: [trail] }));
  script.answer('GetTrailStatus', body({ IsLogging: true }));
  script.answer(
    'GetEventSelectors',
    body({ EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] }),
  );
  script.answer(
    'GetBucketNotificationConfiguration',
    xml('NotificationConfiguration', '<EventBridgeConfiguration></EventBridgeConfiguration>'),
  );
}

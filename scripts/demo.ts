// The main job against a local AWS: states in S3, stages in API Gateway, a change by hand, a mail, and all in sync again.
import { readFileSync } from 'node:fs';
import { APIGatewayClient, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import colors from 'picocolors';
import { invokeFunction } from '../test/invoke-function.ts';
import { startLocalAws } from '../test/local-aws/local-aws.ts';
import { provision } from '../test/provision.ts';
import { withoutStages } from '../test/without-stages.ts';

const logFormat = '{"requestId":"$context.requestId","status":"$context.status"}';
const bucket = 'acme-terraform-states';
const states = {
  'env:/prod/orders/terraform.tfstate': 'none-refreshed',
  'env:/prod/shipping/terraform.tfstate': 'mod-several',
};

const aws = await startLocalAws();
try {
  Object.assign(process.env, aws.environment);
  await demonstrate();
} finally {
  await aws.stop();
}

async function demonstrate(): Promise<void> {
  title('1. Terraform states in S3, their stages live in API Gateway');
  const { orders, stages } = await deploy();
  const topicArn = await subscribe();
  say(`${Object.keys(states).length} real Terraform states in s3://${bucket}/env:/prod/, ${stages} stages live`);

  title('2. The scheduled check: nothing to tell');
  await check(topicArn);

  title('3. Somebody changes two stages by hand');
  const apiGateway = new APIGatewayClient();
  await change(apiGateway, orders, 'basic', '/description', 'temporarily, ask Kim');
  await change(apiGateway, orders, 'basic', '/variables/k1', 'v1-hotfix');
  await change(apiGateway, orders, 'basic', '/tracingEnabled', 'false');
  await change(apiGateway, orders, 'logs', '/accessLogSettings/format', '$context.requestId');

  title('4. The next scheduled check sends one mail');
  const { mails } = await check(topicArn);
  for (const mail of mails) printMail(mail);

  title('5. The changes are taken back, and the next check finds all in sync');
  await change(apiGateway, orders, 'basic', '/description', 'basic stage');
  await change(apiGateway, orders, 'basic', '/variables/k1', 'v1');
  await change(apiGateway, orders, 'basic', '/tracingEnabled', 'true');
  await change(apiGateway, orders, 'logs', '/accessLogSettings/format', logFormat);
  await check(topicArn);
}

/** @returns the id that the orders API got, and how many stages are live */
async function deploy(): Promise<{ orders: string; stages: number }> {
  const s3 = new S3Client();
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
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
  return { orders, stages };
}

async function subscribe(): Promise<string> {
  const sns = new SNSClient();
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'stagedrift' }));
  await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'platform@acme.example' }));
  return TopicArn;
}

async function change(client: APIGatewayClient, restApiId: string, stageName: string, path: string, value: string) {
  await client.send(
    new UpdateStageCommand({ restApiId, stageName, patchOperations: [{ op: 'replace', path, value }] }),
  );
  say(`aws apigateway update-stage --stage-name ${stageName} --patch-operations op=replace,path=${path},value=…`);
}

/** Invokes the bundle that would be deployed, with the event that the schedule sends. */
async function check(topicArn: string) {
  const before = aws.sns.mails.length;
  const started = performance.now();
  const { result, error } = await invokeFunction(JSON.parse(readFileSync('events/schedule.json', 'utf8')), {
    ...aws.environment,
    STATE_SOURCES: `s3://${bucket}/env:/*/**/terraform.tfstate`,
    REPORT_TOPIC_ARN: topicArn,
    // Only the stages of the states are live here, and not the log groups they write to.
    CHECK_COMPANIONS: 'false',
  });
  if (result === undefined) throw new Error(`The check failed: ${error?.message}`);
  const { status, resources, inSync, modified, apiCalls } = result;
  const mails = aws.sns.mails.slice(before);
  const color = status === 'IN_SYNC' ? colors.green : colors.red;
  say(
    `${color(String(status))}: ${resources} resources checked, ${inSync} in sync, ${modified} changed; ` +
      `${apiCalls} API Gateway calls, ${Math.round(performance.now() - started)} ms, ${mails.length === 1 ? '1 mail' : `${mails.length} mails`}`,
  );
  return { mails };
}

function printMail({ to, subject, body }: { to: string; subject: string; body: string }): void {
  const bar = colors.dim('│');
  const lines = [`To:      ${to}`, `Subject: ${colors.bold(subject)}`, '', ...body.trimEnd().split('\n')];
  console.log(`\n${lines.map((line) => `  ${bar} ${line}`).join('\n')}`);
}

function title(text: string): void {
  console.log(`\n${colors.bold(text)}`);
}

function say(text: string): void {
  console.log(`  ${text}`);
}

// The main job against a local AWS: states in S3, stages in API Gateway, a change by hand, a mail, and all in sync again.
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startLocalAws } from '@stagedrift/local-aws';
import type { Mail } from '@stagedrift/local-aws/sns';
import colors from 'picocolors';
import { type Check, createDemoWorld } from './demo-world.ts';

const logFormat = '{"requestId":"$context.requestId","status":"$context.status"}';

const aws = await startLocalAws();
try {
  Object.assign(process.env, aws.environment);
  await demonstrate();
} finally {
  await aws.stop();
}

async function demonstrate(): Promise<void> {
  title('1. Terraform states in S3, their stages live in API Gateway');
  const world = await createDemoWorld(aws);
  say(`${world.states} real Terraform states, ${world.stages} stages live`);
  const change = async (stage: string, path: string, value: string) => {
    await world.change(stage, path, value);
    say(`aws apigateway update-stage --stage-name ${stage} --patch-operations op=replace,path=${path},value=…`);
  };

  title('2. The scheduled check: nothing to report');
  tell(await world.check());

  title('3. Somebody changes two stages by hand');
  await change('basic', '/description', 'temporarily, ask Kim');
  await change('basic', '/variables/k1', 'v1-hotfix');
  await change('basic', '/tracingEnabled', 'false');
  await change('logs', '/accessLogSettings/format', '$context.requestId');

  title('4. The next scheduled check sends one mail');
  tell(await world.check());
  const page = join(tmpdir(), 'stagedrift-demo.html');
  writeFileSync(page, await world.lastPage());
  say(`The page that the mail links to: ${colors.bold(page)}`);

  title('5. An hour later the drift is the same, and nobody is notified again');
  tell(await world.check());

  title('6. The changes are reverted, and you are notified of that, too');
  await change('basic', '/description', 'basic stage');
  await change('basic', '/variables/k1', 'v1');
  await change('basic', '/tracingEnabled', 'true');
  await change('logs', '/accessLogSettings/format', logFormat);
  tell(await world.check());

  title(
    '7. Between two checks Alice changes a stage in the console: the change event triggers an alert within seconds, naming the author',
  );
  const { rules, mails, milliseconds } = await world.changeInConsole('basic', '/tracingEnabled', 'false');
  say(
    `UpdateStage → CloudTrail → EventBridge, rule ${rules.join(', ')} → queue → function → mail in ${milliseconds} ms`,
  );
  say('(In a deployment CloudTrail takes some time, and the event waits a minute: an apply may be under way.)');
  show(mails);
}

function tell({ result, mails, milliseconds }: Check): void {
  const { status, resources, inSync, modified, apiCalls } = result;
  const color = status === 'IN_SYNC' ? colors.green : colors.red;
  say(
    `${color(String(status))}: ${resources} resources checked, ${inSync} in sync, ${modified} changed; ` +
      `${apiCalls} API Gateway calls, ${milliseconds} ms, ${mails.length === 1 ? '1 mail' : `${mails.length} mails`}`,
  );
  show(mails);
}

function show(mails: readonly Mail[]): void {
  for (const { to, subject, body } of mails) {
    const bar = colors.dim('│');
    const lines = [`To:      ${to}`, `Subject: ${colors.bold(subject)}`, '', ...body.trimEnd().split('\n')];
    console.log(`\n${lines.map((line) => `  ${bar} ${line}`).join('\n')}`);
  }
}

function title(text: string): void {
  console.log(`\n${colors.bold(text)}`);
}

function say(text: string): void {
  console.log(`  ${text}`);
}

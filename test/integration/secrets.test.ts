import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalAws, startLocalAws } from '@stagedrift/local-aws';
import * as v from 'valibot';
import { renderings } from '../../lib/report/renderings.ts';
import { type CommandLine, startCommandLine } from '../command-line.ts';
import { withoutStages } from '../without-stages.ts';
import { corpusState, createWorld, sampleEvent, type World } from './world.ts';

const stateKey = 'env:/prod/orders/terraform.tfstate';
const hashKeyArn = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:stagedrift-hash-key-a1b2c3';

/** In every value that must be seen by nobody; it looks like no credential, so that nothing but its place hides it. */
const planted = 'planted';

/** Where secrets are put: in the state, and another one in the live stage. */
const places = [
  { attribute: 'variables', state: { k1: 'planted-variable' }, path: '/variables/k1', live: 'planted-other-variable' },
  {
    attribute: 'access_log_settings',
    state: [
      {
        destination_arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/apigw/access',
        format: '{"id":"$context.requestId","password":"planted-in-format"}',
      },
    ],
    path: '/accessLogSettings/format',
    live: '$context.requestId token=planted-other-in-format',
  },
  { attribute: 'description', state: 'planted-sensitive', path: '/description', live: 'planted-other-sensitive' },
] as const;

const stateSchema = v.looseObject({
  resources: v.array(
    v.looseObject({
      type: v.string(),
      instances: v.array(v.looseObject({ attributes: v.record(v.string(), v.unknown()) })),
    }),
  ),
});

/** @returns the state in which a stage holds secrets, one of which Terraform marks as sensitive */
function withSecrets(text: string): string {
  const state = v.parse(stateSchema, JSON.parse(text));
  for (const { type, instances } of state.resources) {
    for (const instance of instances) {
      if (type !== 'aws_api_gateway_stage' || instance.attributes.stage_name !== 'basic') continue;
      for (const { attribute, state: value } of places) instance.attributes[attribute] = value;
      instance.attributes.tags_all = { Owner: 'planted-tag' };
      instance.sensitive_attributes = [[{ type: 'get_attr', value: 'description' }]];
    }
  }
  return JSON.stringify(state);
}

describe('a secret in a stage variable, a tag, a sensitive attribute or a log format', () => {
  let aws: LocalAws;
  let world: World;
  let commandLine: CommandLine;
  let state: string;
  let chatTopicArn: string;

  const environment = () => ({
    LEDGER_URI: 's3://acme-terraform-states/stagedrift',
    CHAT_TOPIC_ARN: chatTopicArn,
    POWERTOOLS_LOG_LEVEL: 'DEBUG',
  });

  /** Everything in the archive and the ledger. */
  async function kept(): Promise<string> {
    const keys = await world.list('stagedrift/');
    return (await Promise.all(keys.map((key) => world.get(key)))).join('\n');
  }

  beforeAll(async () => {
    aws = await startLocalAws();
    world = await createWorld({ name: 'local', ...aws });
    commandLine = startCommandLine();
    aws.keyStores.put(hashKeyArn, 'a key that nobody guesses');
    const sns = new SNSClient({
      region: 'eu-west-1',
      endpoint: aws.sns.url,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    chatTopicArn = (await sns.send(new CreateTopicCommand({ Name: 'chat' }))).TopicArn ?? '';
    for (const TopicArn of [chatTopicArn, world.environment.REPORT_TOPIC_ARN]) {
      await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint: 'platform@acme.example' }));
    }
    const ids = await world.deploy(stateKey, withoutStages(corpusState('none-refreshed'), ['full']));
    state = withSecrets(await world.get(stateKey));
    await world.put(stateKey, state);
    for (const { path, live } of places) await world.change([...ids.values()][0] ?? '', 'basic', path, live);
  });

  afterAll(async () => {
    await commandLine.end();
    await world.stop();
  });

  it('is in no message, mail, chat card, archived report, page, ledger or log line', async () => {
    const { result, output } = await world.invoke(sampleEvent('schedule'), environment());
    const [delivery] = await world.subscriber.receive();

    expect(result).toMatchObject({ status: 'DRIFTED', modified: 1, published: true });
    expect(JSON.stringify(delivery)).toContain('(masked)');
    expect(JSON.stringify(delivery)).not.toContain(planted);
    const bodies = aws.sns.mails.map(({ subject, body }) => `${subject}\n${body}`);
    expect(aws.sns.mails.map(({ topicArn }) => topicArn)).toContain(chatTopicArn);
    expect(bodies.join('\n')).not.toContain(planted);
    expect(await kept()).toContain('(masked)');
    expect(await kept()).not.toContain(planted);
    expect(output).not.toContain(planted);
  });

  it('is seen to have changed where there is a key to mark it with, and the key is nowhere', async () => {
    const { output } = await world.invoke(sampleEvent('schedule'), {
      ...environment(),
      LEDGER_URI: 's3://acme-terraform-states/stagedrift/marked',
      HASH_KEY_ARN: hashKeyArn,
    });
    const [delivery] = await world.subscriber.receive();

    const marks = JSON.stringify(delivery).match(/\(masked, hash [0-9a-f]{8}\)/g) ?? [];
    expect(new Set(marks).size).toBeGreaterThanOrEqual(2 * places.length);
    const everything = JSON.stringify(delivery) + output + JSON.stringify(aws.sns.mails) + (await kept());
    expect(everything).not.toContain(planted);
    expect(everything).not.toContain('nobody guesses');
  });

  it.each(Object.keys(renderings))('is not in what the command line writes as %s', async (format) => {
    const { exitCode, stdout, stderr } = await commandLine.run(
      ['check', `s3://acme-terraform-states/${stateKey}`, '--format', format],
      { ...aws.environment, CHECK_COMPANIONS: 'false' },
    );
    expect(exitCode).toBe(2);
    expect(stdout).toContain('(masked');
    expect(stdout + stderr).not.toContain(planted);
  });

  it('is not in the rules that are suggested for it', async () => {
    const { stdout, stderr } = await commandLine.run(['rules', 'suggest', `s3://acme-terraform-states/${stateKey}`], {
      ...aws.environment,
      CHECK_COMPANIONS: 'false',
    });
    expect(stdout).toContain('variables');
    expect(stdout + stderr).not.toContain(planted);
  });

  it.each([
    ['that cannot be published', () => aws.sns.setFault({ status: 500, code: 'InternalError', message: 'oops' })],
    [
      'that cannot be kept',
      () => aws.s3.setFault({ method: 'PUT', status: 403, code: 'AccessDenied', message: 'Access Denied' }),
    ],
  ])('is in no error about a report %s', async (_, fail) => {
    fail();
    const { output, error } = await world.invoke(sampleEvent('schedule'), {
      ...environment(),
      LEDGER_URI: 's3://acme-terraform-states/stagedrift/failing',
    });
    aws.sns.setFault(undefined);
    aws.s3.setFault(undefined);

    expect(output).toMatch(/PublishError|finished with an error/);
    expect(output + JSON.stringify(error ?? {})).not.toContain(planted);
  });

  it('is in no reason why a state cannot be used', async () => {
    await world.put(stateKey, state.slice(0, -20));
    const { output } = await world.invoke(sampleEvent('schedule'), environment());
    const deliveries = await world.subscriber.receive();

    expect(output).toContain('FAILED');
    expect(output + JSON.stringify(deliveries)).not.toContain(planted);
  });
});

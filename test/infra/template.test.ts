import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import { packagings } from './packagings.ts';
import { Stack } from './resolve-template.ts';
import { packagedTemplate, resourceOf } from './template.ts';
import { usualParameters } from './usual-parameters.ts';

// What an emulator leaves out of a stack without a word is looked at here, word by word.
const plain = packagedTemplate('plain');
const full = packagedTemplate('full');
const properties = (name: string, template = plain) => resourceOf(template, name).Properties;
const namesOf = (type: string) => Object.keys(plain.Resources).filter((name) => plain.Resources[name]?.Type === type);

describe('reports', () => {
  it('are published by the account itself, over encrypted connections', () => {
    expect(properties('ReportTopicPolicy')).toMatchObject({
      Topics: [{ Ref: 'ReportTopic' }],
      PolicyDocument: {
        Statement: [
          { Sid: 'OwnAccount', Principal: { AWS: { 'Fn::Sub': expect.stringMatching(/AccountId\}:root$/) } } },
          {
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Condition: { Bool: { 'aws:SecureTransport': false } },
          },
        ],
      },
    });
  });

  it('go to the one who is named', () => {
    expect(resourceOf(plain, 'ReportSubscription')).toEqual({
      Type: 'AWS::SNS::Subscription',
      Condition: 'HasEmail',
      Properties: { TopicArn: { Ref: 'ReportTopic' }, Protocol: 'email', Endpoint: { Ref: 'Email' } },
    });
    expect(full.Parameters.Email).toMatchObject({ Default: 'platform@example.com' });
  });

  it('are kept in a bucket that is private, encrypted, versioned and outlives the stack', () => {
    expect(plain.Resources.LedgerBucket).toMatchObject({
      Properties: {
        BucketEncryption: {
          ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
        },
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        VersioningConfiguration: { Status: 'Enabled' },
      },
    });
  });
});

describe('an alarm', () => {
  it.each(namesOf('AWS::CloudWatch::Alarm'))('%s goes to the topic of alarms, and so does its end', (name) => {
    expect(properties(name)).toMatchObject({
      AlarmActions: [{ Ref: 'AlarmTopic' }],
      OKActions: [{ Ref: 'AlarmTopic' }],
      AlarmDescription: expect.stringMatching(/\. See docs\/runbook\.md#[a-z-]+$/),
    });
  });

  it('is raised by the silence of the schedule, and by no other silence', () => {
    const silent = namesOf('AWS::CloudWatch::Alarm').filter(
      (name) => properties(name).TreatMissingData === 'breaching',
    );

    expect(silent).toEqual(['HeartbeatAlarm']);
    expect(properties('HeartbeatAlarm', full)).toMatchObject({ Period: 900, EvaluationPeriods: 2 });
  });

  it('reaches its topic only as an alarm of this deployment', () => {
    expect(properties('AlarmTopicPolicy')).toMatchObject({
      PolicyDocument: {
        Statement: [
          {
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Action: 'sns:Publish',
            Condition: {
              StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
              ArnLike: {
                'aws:SourceArn': { 'Fn::Sub': expect.stringMatching(/AccountId\}:alarm:stagedrift-prod-\*$/) },
              },
            },
          },
          { Principal: { AWS: expect.anything() }, Action: 'sns:Subscribe' },
        ],
      },
    });
  });

  it('can be published although CloudWatch cannot use the key that AWS manages for SNS', () => {
    expect(properties('AlarmTopic').KmsMasterKeyId).toEqual({
      'Fn::If': ['HasTopicKey', { Ref: 'TopicKeyArn' }, { Ref: 'AWS::NoValue' }],
    });
    expect(properties('ReportTopic').KmsMasterKeyId).toEqual({
      'Fn::If': ['HasTopicKey', { Ref: 'TopicKeyArn' }, 'alias/aws/sns'],
    });
  });
});

const functions = ['DetectDrift', 'DetectDriftOfEvents'];
const environmentForm = v.object({ Variables: v.record(v.string(), v.unknown()) });
const variablesOf = (name: string, template = plain) =>
  v.parse(environmentForm, properties(`${name}LambdaFunction`, template).Environment).Variables;

describe('the key for masked values', () => {
  const organization = packagedTemplate('organization');
  const hashKeyOf = (template = plain) => variablesOf('DetectDrift', template).HASH_KEY_ARN;
  const made = new Stack(plain, { HashKey: 'arn:of:the:secret' });

  it('is a secret that nobody has to think up, where nothing is said', () => {
    expect(made.properties('HashKey')).toEqual({
      Description: expect.any(String),
      GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
    });
    expect(made.resolve(hashKeyOf())).toBe('arn:of:the:secret');
  });

  it('may be one of your own, and then none is made', () => {
    const stack = new Stack(full, {});

    expect(stack.names).not.toContain('HashKey');
    expect(stack.resolve(hashKeyOf(full))).toBe(packagings.full.hashKeyArn);
  });

  it('is left out, with the permission to read one, where the parameter says none', () => {
    const stack = new Stack(organization, {});

    expect(stack.names).not.toContain('HashKey');
    expect(stack.resolve(hashKeyOf(organization))).toBe('');
    expect(stack.holds('HasHashKey')).toBe(false);
  });
});

describe('the functions', () => {
  it('have a package of the same bytes, whenever and with whatever parameters it is made', () => {
    const bytes = (packaging: string) => readFileSync(`.packaged/${packaging}/stagedrift.zip`);

    expect(bytes('full').equals(bytes('plain'))).toBe(true);
  });

  it.each(functions)('are traced, and keep their logs as long as is said: %s', (name) => {
    expect(properties(`${name}LambdaFunction`)).toMatchObject({ TracingConfig: { Mode: 'Active' } });
    expect(properties(`${name}LogGroup`)).toMatchObject({ RetentionInDays: 30 });
    expect(properties(`${name}LogGroup`, full)).toMatchObject({ RetentionInDays: 90 });
  });

  it('are the same but for their names, their time, and their share of the requests a second', () => {
    const own = { FunctionName: '', Description: '', Timeout: 0 };
    const [first, second] = functions.map((name) => {
      const same = { ...properties(`${name}LambdaFunction`), ...own };
      return { ...same, Environment: { Variables: { ...variablesOf(name), API_REQUESTS_PER_SECOND: '' } } };
    });

    expect(second).toEqual(first);
  });

  it.each(['plain', 'full'] as const)('ask no more together than the parameter of %s allows', (packaging) => {
    const template = packagedTemplate(packaging);
    const { apiRequestsPerSecond } = { ...usualParameters(), ...packagings[packaging] };
    const { ScalingConfig } = properties('DetectDriftOfEventsEventSourceMappingSQSCheckQueue', template);
    const { MaximumConcurrency } = v.parse(v.object({ MaximumConcurrency: v.number() }), ScalingConfig);
    const [schedule, events] = functions.map((name) => Number(variablesOf(name, template).API_REQUESTS_PER_SECOND));

    expect(Number(schedule) + MaximumConcurrency * Number(events)).toBe(Number(apiRequestsPerSecond));
  });

  it.each(functions)('each raise alarms when they fail and when Lambda throttles them: %s', (name) => {
    const { FunctionName } = properties(`${name}LambdaFunction`);
    const watched = namesOf('AWS::CloudWatch::Alarm')
      .map((alarm) => properties(alarm))
      .filter(
        ({ Dimensions }) =>
          JSON.stringify(Dimensions) === JSON.stringify([{ Name: 'FunctionName', Value: FunctionName }]),
      )
      .map(({ MetricName }) => MetricName);

    expect(watched).toEqual(['Errors', 'Throttles']);
  });

  it.each(functions)('have names of the 64 characters that Lambda takes at most, for the longest stage: %s', (name) => {
    const { FunctionName } = properties(`${name}LambdaFunction`);

    expect(String(FunctionName).replace('prod', 's'.repeat(33)).length).toBeLessThanOrEqual(64);
  });

  it('check everything by the schedule, for as long as Lambda lets one', () => {
    expect(properties('DetectDriftLambdaFunction')).toMatchObject({ Timeout: 900 });
    expect(properties('DetectDriftEventsRuleSchedule1')).toMatchObject({ ScheduleExpression: 'rate(1 hour)' });
    expect(properties('DetectDriftEventsRuleSchedule1', full)).toMatchObject({
      ScheduleExpression: 'rate(15 minutes)',
    });
  });

  it('have a dashboard in JSON that shows every alarm', () => {
    const { DashboardBody } = properties('Dashboard');
    const names = namesOf('AWS::CloudWatch::Alarm').map((name) => String(properties(name).AlarmName));

    for (const name of names)
      expect(JSON.stringify(DashboardBody)).toContain(`:alarm:${name.replace('stagedrift-prod', '\u0024{Service}')}`);
  });
});

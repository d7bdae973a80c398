import { describe, expect, it } from '@jest/globals';
import { operations } from '../../lib/attribution/operations.ts';
import { packagedTemplate, resourceOf } from './template.ts';

// What an emulator leaves out of a stack without a word is looked at here, word by word.
const plain = packagedTemplate('plain');
const full = packagedTemplate('full');
const properties = (name: string, template = plain) => resourceOf(template, name).Properties;
const namesOf = (type: string) => Object.keys(plain.Resources).filter((name) => plain.Resources[name]?.Type === type);

describe('events', () => {
  it('wait for a minute, and for six times as long as a check may take while they are checked', () => {
    expect(properties('DetectDriftLambdaFunction')).toMatchObject({ Timeout: 300 });
    expect(properties('CheckQueue')).toMatchObject({ DelaySeconds: '60', VisibilityTimeout: 6 * 300 });
    expect(properties('CheckQueue', full)).toMatchObject({ DelaySeconds: '120' });
  });

  it('that cannot be used are kept for two weeks, after three attempts', () => {
    expect(properties('CheckQueue')).toMatchObject({
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['CheckDeadLetters', 'Arn'] }, maxReceiveCount: 3 },
    });
    expect(properties('CheckDeadLetters')).toMatchObject({ MessageRetentionPeriod: 14 * 86_400 });
  });

  it('are encrypted in both queues', () => {
    expect(properties('CheckQueue')).toMatchObject({ SqsManagedSseEnabled: true });
    expect(properties('CheckDeadLetters')).toMatchObject({ SqsManagedSseEnabled: true });
  });

  it('are handed over a thousand at a time, to two checks at once, and fail one by one', () => {
    expect(properties('DetectDriftEventSourceMappingSQSCheckQueue')).toMatchObject({
      BatchSize: 1000,
      MaximumBatchingWindowInSeconds: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
      EventSourceArn: { 'Fn::GetAtt': ['CheckQueue', 'Arn'] },
    });
  });

  it('come from our own rules and from nobody else', () => {
    expect(properties('CheckQueuePolicy')).toMatchObject({
      Queues: [{ Ref: 'CheckQueue' }, { Ref: 'CheckDeadLetters' }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Condition: {
              ArnEquals: {
                'aws:SourceArn': ['StageChanges', 'WebAclChanges', 'StatesWritten'].map((rule) => ({
                  'Fn::GetAtt': [rule, 'Arn'],
                })),
              },
            },
          },
        ],
      },
    });
  });

  it.each(['StageChanges', 'WebAclChanges', 'StatesWritten'])('of %s are never those of our own reads', (rule) => {
    expect(properties(rule)).toMatchObject({
      State: 'ENABLED',
      Targets: [
        {
          Arn: { 'Fn::GetAtt': ['CheckQueue', 'Arn'] },
          DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['CheckDeadLetters', 'Arn'] } },
        },
      ],
    });
  });

  it.each([
    ['StageChanges', 'apigateway.amazonaws.com'],
    ['WebAclChanges', 'wafv2.amazonaws.com'],
  ])('come by %s for each operation that the function knows', (rule, eventSource) => {
    const known = [...operations.values()].filter(({ source }) => source === eventSource).map(({ name }) => name);

    expect(properties(rule)).toMatchObject({
      EventPattern: { detail: { eventSource: [eventSource], eventName: known } },
    });
  });

  it('of other accounts come only where such are named', () => {
    expect(resourceOf(plain, 'EventBusPolicy')).toMatchObject({
      Condition: 'HasMemberAccounts',
      Properties: { Statement: { Principal: { AWS: { Ref: 'MemberAccounts' } }, Action: 'events:PutEvents' } },
    });
    expect(plain.Parameters.MemberAccounts).toMatchObject({ Default: '' });
    expect(full.Parameters.MemberAccounts).toMatchObject({ Default: '111122223333,444455556666' });
  });
});

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
  it.each(namesOf('AWS::CloudWatch::Alarm'))('%s is told to the topic of alarms, and so is its end', (name) => {
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

describe('the function', () => {
  it('is traced, and keeps its log as long as is said', () => {
    expect(properties('DetectDriftLambdaFunction')).toMatchObject({ TracingConfig: { Mode: 'Active' } });
    expect(properties('DetectDriftLogGroup')).toMatchObject({ RetentionInDays: 30 });
    expect(properties('DetectDriftLogGroup', full)).toMatchObject({ RetentionInDays: 90 });
  });

  it('is invoked by the schedule', () => {
    expect(properties('DetectDriftEventsRuleSchedule1')).toMatchObject({ ScheduleExpression: 'rate(1 hour)' });
    expect(properties('DetectDriftEventsRuleSchedule1', full)).toMatchObject({
      ScheduleExpression: 'rate(15 minutes)',
    });
  });

  it('has a dashboard in JSON that shows every alarm', () => {
    const { DashboardBody } = properties('Dashboard');

    for (const name of namesOf('AWS::CloudWatch::Alarm'))
      expect(JSON.stringify(DashboardBody)).toContain(`{${name}.Arn}`);
  });
});

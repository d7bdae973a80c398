import { describe, expect, it } from '@jest/globals';
import { operations } from '../../lib/attribution/operations.ts';
import { packagedTemplate, resourceOf } from './template.ts';

const plain = packagedTemplate('plain');
const full = packagedTemplate('full');
const properties = (name: string, template = plain) => resourceOf(template, name).Properties;

describe('events', () => {
  it('wait for a minute, and for six times as long as a check may take while they are checked', () => {
    expect(properties('DetectDriftOfEventsLambdaFunction')).toMatchObject({ Timeout: 120 });
    expect(properties('CheckQueue')).toMatchObject({ DelaySeconds: '60', VisibilityTimeout: 6 * 120 });
    expect(properties('CheckQueue', full)).toMatchObject({ DelaySeconds: '120' });
  });

  it('that cannot be used are kept for two weeks, after the five attempts of an hour', () => {
    expect(properties('CheckQueue')).toMatchObject({
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['CheckDeadLetters', 'Arn'] }, maxReceiveCount: 5 },
    });
    expect(properties('CheckDeadLetters')).toMatchObject({ MessageRetentionPeriod: 14 * 86_400 });
  });

  it('are encrypted in both queues', () => {
    expect(properties('CheckQueue')).toMatchObject({ SqsManagedSseEnabled: true });
    expect(properties('CheckDeadLetters')).toMatchObject({ SqsManagedSseEnabled: true });
  });

  it('are handed over a thousand at a time, to two checks at once, and fail one by one', () => {
    expect(properties('DetectDriftOfEventsEventSourceMappingSQSCheckQueue')).toMatchObject({
      BatchSize: 1000,
      MaximumBatchingWindowInSeconds: 10,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
      EventSourceArn: { 'Fn::GetAtt': ['CheckQueue', 'Arn'] },
      FunctionName: { 'Fn::GetAtt': ['DetectDriftOfEventsLambdaFunction', 'Arn'] },
    });
  });

  it('raise an alarm when nobody takes them, but not for the longest delay and one more attempt', () => {
    const longestDelay = 900;
    const { VisibilityTimeout } = properties('CheckQueue');
    const { Threshold } = properties('OldEventsAlarm');

    expect(Threshold).toBe(1800);
    expect(Threshold).toBeGreaterThan(longestDelay + Number(VisibilityTimeout));
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
                'aws:SourceArn': ['StageChanges', 'StatesWritten', 'WebAclChanges'].map((rule) => ({
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

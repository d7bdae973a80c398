import { describe, expect, it } from '@jest/globals';
import { packagedTemplate, resourceOf, writtenTemplate } from './template.ts';

const home = packagedTemplate('plain');
const watched = writtenTemplate('infra/watched-region.yml');

describe('a watched region', () => {
  it.each(['StageChanges', 'WebAclChanges'])('forwards what %s lets through at home', (rule) => {
    const { EventPattern } = resourceOf(watched, rule).Properties;

    expect(EventPattern).toEqual(resourceOf(home, rule).Properties.EventPattern);
  });

  it('forwards the states of a bucket that it names', () => {
    expect(resourceOf(watched, 'StatesWritten')).toMatchObject({
      Condition: 'HasStates',
      Properties: {
        EventPattern: {
          ...object(resourceOf(home, 'StatesWritten').Properties.EventPattern),
          detail: {
            bucket: { name: [{ Ref: 'StateBucketName' }] },
            object: { key: [{ 'anything-but': { suffix: ['.tflock', '.backup'] } }] },
          },
        },
      },
    });
  });

  it.each(['StageChanges', 'WebAclChanges', 'StatesWritten'])('sends %s home with its own role', (rule) => {
    expect(resourceOf(watched, rule).Properties).toMatchObject({
      State: 'ENABLED',
      Targets: [{ Arn: { Ref: 'HomeEventBusArn' }, RoleArn: { 'Fn::GetAtt': ['ForwardingRole', 'Arn'] } }],
    });
  });

  it('may do nothing but put events onto that bus, for its own account', () => {
    expect(resourceOf(watched, 'ForwardingRole').Properties).toEqual({
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
          },
        ],
      },
      Policies: [
        {
          PolicyName: 'forward-events',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'ForwardEvents',
                Effect: 'Allow',
                Action: 'events:PutEvents',
                Resource: { Ref: 'HomeEventBusArn' },
              },
            ],
          },
        },
      ],
    });
  });
});

function object(value: unknown): object {
  if (typeof value === 'object' && value !== null) return value;
  throw new Error('There is no pattern');
}

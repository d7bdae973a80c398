import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { probeEventRules } from '../../../lib/aws/event-rules-probe.ts';
import { known } from '../../../lib/doctor/fact.ts';
import { body, denied, type ScriptedAws } from '../../scripted-aws.ts';
import { startProbed } from './probed.ts';

let aws: ScriptedAws;

beforeAll(async () => {
  aws = await startProbed();
});
afterAll(() => aws.stop());
beforeEach(() => aws.forget());

describe('a probe of the rules of EventBridge', () => {
  it('reads every rule that leads to a target, page by page, in the region that is asked for', async () => {
    aws.answer('ListRuleNamesByTarget', ({ input }) =>
      body(
        input.NextToken === 'more' ? { RuleNames: ['hourly', 'odd'] } : { RuleNames: ['states'], NextToken: 'more' },
      ),
    );
    const rules = new Map<unknown, object>([
      ['hourly', { State: 'DISABLED', ScheduleExpression: 'rate(1 hour)' }],
      [
        'odd',
        {
          State: 'ENABLED',
          EventPattern: '{"source":[{"prefix":"aws."}],"detail":{"bucket":{"name":[{"prefix":"x"}]}}}',
        },
      ],
      ['states', { State: 'ENABLED', EventPattern: '{"source":["aws.s3"],"detail":{"bucket":{"name":["acme"]}}}' }],
    ]);
    aws.answer('DescribeRule', ({ input }) => body(rules.get(input.Name) ?? {}));

    expect(await probeEventRules('arn:target', 'us-east-1')).toEqual(
      known([
        { name: 'states', state: 'ENABLED', schedule: '', sources: ['aws.s3'], buckets: ['acme'] },
        { name: 'hourly', state: 'DISABLED', schedule: 'rate(1 hour)', sources: [], buckets: null },
        { name: 'odd', state: 'ENABLED', schedule: '', sources: [], buckets: null },
      ]),
    );
    expect(aws.calls[0]).toMatchObject({ region: 'us-east-1', input: { TargetArn: 'arn:target' } });
  });

  it('names which of its two rights is missing', async () => {
    aws.answer('ListRuleNamesByTarget', body({ RuleNames: ['a'] }));
    aws.answer('DescribeRule', denied('events:DescribeRule'));
    expect(await probeEventRules('arn:target', 'eu-west-1')).toMatchObject({ why: { action: 'events:DescribeRule' } });

    aws.answer('ListRuleNamesByTarget', denied('events:ListRuleNamesByTarget'));
    expect(await probeEventRules('arn:target', 'eu-west-1')).toMatchObject({
      why: { action: 'events:ListRuleNamesByTarget' },
    });
  });
});

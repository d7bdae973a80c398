import { describe, expect, it } from '@jest/globals';
import { known, unknown } from '../../../lib/doctor/fact.ts';
import type { EventRule, Probes, Trail } from '../../../lib/doctor/probes.ts';
import { account, deployed, examine, noting, queue, rule, saidOf, sourceRules, stage, withSettings } from './well.ts';

async function told(check: string, probes: Partial<Probes>, settings: Record<string, string> = {}): Promise<string> {
  const checkup = await examine({ deployedFunction: async () => known(withSettings(settings)), ...probes });
  return saidOf(checkup, check).join('\n');
}

const withRules = (rules: readonly EventRule[]) => ({ eventRules: async () => known(rules) });
const others = (source: string) => sourceRules.filter(({ sources }) => !sources.includes(source));
const trails = (...found: readonly Trail[]) => ({ trails: async () => known(found) });

describe('what the doctor says of the queue', () => {
  it('is well with its delay and what waits', async () => {
    expect(await told('queue', {})).toBe(`OK ${queue.arn}, delay 60 s, messages waiting: 0`);
  });

  it('has a problem with one that is not there, and nothing to say of what hangs on it', async () => {
    const absent = { queue: async () => known(null) };

    expect(await told('queue', absent)).toContain('PROBLEM there is no queue https://sqs.eu-west-1.amazonaws.com/');
    for (const check of ['dead letters', 'function reads the queue', 'event rules', 'events from elsewhere']) {
      expect(await told(check, absent)).toBe('CANNOT_TELL the queue could not be looked at');
    }
  });

  it('names everything that is wrong with it', async () => {
    const ill = { ...queue, deadLetters: null, takesEvents: false, visibility: 30 };
    const said = await told('queue', { queue: async () => known(ill) });

    expect(said).toMatch(
      /^PROBLEM its policy does not let EventBridge send to it; .*no dead-letter queue; its messages come again after 30 s, while the function may take 300 s → /,
    );
    expect(said).toContain('set its visibility timeout to 1800 s');
  });

  it('has a problem with dead letters, asked for beside the queue', async () => {
    const asked: string[] = [];
    const waiting = noting(asked, 4);

    expect(await told('dead letters', { waiting })).toContain(
      `PROBLEM 4 in arn:aws:sqs:eu-west-1:${account}:dead-letters: events that led to no check →`,
    );
    expect(asked).toEqual([`https://sqs.eu-west-1.amazonaws.com/${account}/dead-letters`]);
    expect(await told('dead letters', { waiting: async () => known(null) })).toContain('PROBLEM there is no queue');
  });

  it.each([
    [null, /^PROBLEM it is not fed by the queue/],
    [{ state: 'Disabled', batchSize: 10, reportsFailures: true }, /^PROBLEM the event source mapping is Disabled/],
    [{ state: 'Enabled', batchSize: 10, reportsFailures: false }, /^PROBLEM one message .* ReportBatchItemFailures/],
    [{ state: 'Enabled', batchSize: 10, reportsFailures: true }, /^OK in batches of up to 10$/],
  ])('looks at how the function reads it: %j', async (feed, said) => {
    expect(await told('function reads the queue', { feed: async () => known(feed) })).toMatch(said);
  });

  it('says that nothing of it is used where there is none', async () => {
    for (const check of ['queue', 'dead letters', 'event rules', 'states tell of writes', 'CloudTrail']) {
      expect(await told(check, {}, { CHECK_QUEUE_URL: '' })).toMatch(/^NOT_USED CHECK_QUEUE_URL is not set/);
    }
    expect(await told('locks of states', {}, { CHECK_QUEUE_URL: '' })).toMatch(/^NOT_USED without CHECK_QUEUE_URL/);
  });
});

describe('what the doctor says of the rules of EventBridge', () => {
  it.each([
    ['aws.apigateway', 'no rule sends changes of stages (aws.apigateway)'],
    ['aws.wafv2', 'no rule sends web ACLs put on stages (aws.wafv2)'],
    ['aws.s3', 'no rule sends states that are written (aws.s3)'],
  ])('misses a rule for events of %s', async (source, said) => {
    expect(await told('event rules', withRules(others(source)))).toContain(`PROBLEM ${said} →`);
  });

  it('has a problem with a rule that is disabled', async () => {
    const disabled = rule({ name: 'stages', sources: ['aws.apigateway'], state: 'DISABLED' });

    expect(await told('event rules', withRules([...others('aws.apigateway'), disabled]))).toBe(
      'PROBLEM the rule for changes of stages is disabled → aws events enable-rule --name stages',
    );
  });

  it('has a problem with a rule that would have the reads of the function come back to it', async () => {
    const state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
    const reading = rule({ name: 'stages', sources: ['aws.apigateway'], state });

    expect(await told('event rules', withRules([...others('aws.apigateway'), reading]))).toBe(
      'PROBLEM stages also has calls that only read, such as those of the function → set the state of stages to ENABLED',
    );
  });

  it('has a problem with a bucket of states that no rule names', async () => {
    const settings = { STATE_SOURCES: 's3://acme-states/a.tfstate,s3://other-states/b.tfstate' };

    expect(await told('event rules', {}, settings)).toBe(
      'PROBLEM no rule has the states of the bucket other-states → deploy again with all sources of states',
    );
  });

  it('takes a rule that names no bucket plainly for one of any', async () => {
    const any = rule({ name: 'states', sources: ['aws.s3'], buckets: null });

    expect(await told('event rules', withRules([...others('aws.s3'), any]))).toMatch(/^OK /);
  });

  it('looks for rules of another region that forward to the bus beside the queue', async () => {
    const asked: string[] = [];
    const probes: Partial<Probes> = {
      states: async ({ uri }) => [{ kind: 'READ', uri, stages: [stage(), stage({ region: 'us-east-1' })] }],
      eventRules: noting(asked, []),
    };

    expect(await told('events from elsewhere', probes)).toMatch(
      /^PROBLEM 123456789012 us-east-1 no rule sends changes of stages/,
    );
    expect(asked).toContain(`arn:aws:events:eu-west-1:${account}:event-bus/default us-east-1`);
    expect(await told('events from elsewhere', {})).toMatch(/^NOT_USED /);
  });

  it('cannot tell of the rules of another account', async () => {
    const states: Probes['states'] = async ({ uri }) => [
      { kind: 'READ', uri, stages: [stage({ accountId: '210987654321' })] },
    ];

    expect(await told('events from elsewhere', { states })).toMatch(
      /^CANNOT_TELL 210987654321 eu-west-1 .*watched-region\.yml/,
    );
  });

  it.each([
    [[rule({ name: 'hourly', schedule: 'rate(1 hour)' })], 'OK rate(1 hour)'],
    [
      [rule({ name: 'hourly', schedule: 'rate(1 hour)', state: 'DISABLED' })],
      'PROBLEM hourly is disabled: rate(1 hour) → aws events enable-rule --name hourly',
    ],
    [
      [rule({})],
      'PROBLEM no rule of EventBridge starts the function by the clock → deploy it with a schedule, unless EventBridge Scheduler starts it, which is not looked at',
    ],
  ])('looks at the schedule: %j', async (rules, said) => {
    const eventRules: Probes['eventRules'] = async (target) => known(target === deployed.arn ? rules : sourceRules);

    expect(await told('schedule', { eventRules })).toBe(said);
  });

  it.each([
    [false, /^PROBLEM acme-states the bucket sends no events to EventBridge, .* → turn on/],
    [null, /^PROBLEM acme-states there is no bucket acme-states/],
  ])('looks at whether the bucket of states tells of writes: %j', async (sends, said) => {
    expect(await told('states tell of writes', { bucketEvents: async () => known(sends) })).toMatch(said);
  });
});

describe('what the doctor says of CloudTrail', () => {
  const trail: Trail = { name: 'all', isLogging: true, hasManagementWrites: true };

  it('is well with one trail that logs what changes something', async () => {
    const silent = { ...trail, name: 'old', isLogging: false };

    expect(await told('CloudTrail', trails(silent, trail))).toBe(
      'OK eu-west-1 all logs the calls that change something',
    );
  });

  it.each([
    ['no trail', trails(), 'there is no trail in eu-west-1'],
    ['a trail that does not log', trails({ ...trail, isLogging: false }), 'no trail in eu-west-1 logs'],
    ['a trail of data events alone', trails({ ...trail, hasManagementWrites: false }), 'no trail in eu-west-1 logs'],
  ])('has a problem with %s', async (_what, probes, said) => {
    expect(await told('CloudTrail', probes)).toMatch(new RegExp(`^PROBLEM eu-west-1 ${said}.* → make a trail`));
  });

  it('cannot tell of a trail that cannot be looked into', async () => {
    expect(await told('CloudTrail', trails({ ...trail, hasManagementWrites: null }))).toMatch(
      /^CANNOT_TELL .*cloudtrail:GetEventSelectors/,
    );
  });

  it('looks at every region that has stages', async () => {
    const states: Probes['states'] = async ({ uri }) => [
      { kind: 'READ', uri, stages: [stage({ region: 'us-east-1' })] },
    ];

    expect((await told('CloudTrail', { states })).split('\n')).toHaveLength(2);
    expect((await told('call lookup', { states })).split('\n')).toHaveLength(2);
  });

  it('looks up calls only where the function does', async () => {
    expect(await told('call lookup', {}, { CLOUDTRAIL_LOOKUP: 'false' })).toMatch(/^NOT_USED /);
    expect(await told('call lookup', { callLookup: async () => unknown('throttled') })).toBe(
      'CANNOT_TELL eu-west-1 throttled',
    );
  });
});

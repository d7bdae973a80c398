import { describe, expect, it } from '@jest/globals';
import { known } from '../../../lib/doctor/fact.ts';
import type { DeadLetters, Probes, Trail } from '../../../lib/doctor/probes.ts';
import { deadLettersArn, examine, saidOf, stage, withSettings } from './well.ts';

async function told(check: string, probes: Partial<Probes>, settings: Record<string, string> = {}): Promise<string> {
  const checkup = await examine({ deployedFunction: async () => known(withSettings(settings)), ...probes });
  return saidOf(checkup, check).join('\n');
}

const trails = (...found: readonly Trail[]) => ({ trails: async () => known(found) });

describe('what the doctor says of events', () => {
  it.each<[DeadLetters, string]>([
    [{ kind: 'KEPT', arn: deadLettersArn, messages: 0 }, 'OK none'],
    [
      { kind: 'KEPT', arn: deadLettersArn, messages: 4 },
      `PROBLEM 4 in ${deadLettersArn}: events that led to no check → read them (docs/runbook.md#dead-letters), and then purge or redrive them`,
    ],
    [
      { kind: 'NO_QUEUE', url: 'https://q/checks' },
      'PROBLEM there is no queue https://q/checks → deploy it, or fix CHECK_QUEUE_URL',
    ],
    [{ kind: 'NONE_KEPT' }, 'NOT_USED the queue of CHECK_QUEUE_URL has no dead-letter queue'],
  ])('counts the dead letters: %j', async (deadLetters, said) => {
    expect(await told('dead letters', { deadLetters: async () => known(deadLetters) })).toBe(said);
  });

  it('says that nothing of them is used without a queue', async () => {
    for (const check of ['dead letters', 'states tell of writes', 'CloudTrail']) {
      expect(await told(check, {}, { CHECK_QUEUE_URL: '' })).toMatch(/^NOT_USED CHECK_QUEUE_URL is not set/);
    }
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
  });
});

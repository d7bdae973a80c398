import { describe, expect, it } from '@jest/globals';
import type { DeadLetters, Probes, Trail } from '../../../lib/doctor/probes.ts';
import { UnansweredError } from '../../../lib/doctor/unanswered.ts';
import { account, deadLettersArn, examine, saidOf, stage, withSettings } from './well.ts';

const uri = 's3://acme-states/env:/prod/terraform.tfstate';

/** @returns what the doctor says of one check, a line each, where AWS answers and the function is set up as is said */
async function linesOf(check: string, probes: Partial<Probes>, settings: Record<string, string> = {}) {
  return saidOf(await examine({ deployedFunction: async () => withSettings(settings), ...probes }), check);
}

async function lineOf(...asked: Parameters<typeof linesOf>): Promise<string> {
  return (await linesOf(...asked)).join('\n');
}

const statesOf = (...stages: ReturnType<typeof stage>[]): Pick<Probes, 'states'> => ({
  states: async () => [{ kind: 'READ', uri, stages }],
});

describe('the check of the function', () => {
  it('has a problem with one that cannot run', async () => {
    const deployedFunction = async () => ({ ...withSettings({}), failure: 'its last update failed: no such key' });

    expect(await lineOf('function', { deployedFunction })).toBe(
      `PROBLEM arn:aws:lambda:eu-west-1:${account}:function:drift cannot run: its last update failed: no such key → deploy it again`,
    );
  });
});

describe('the check of the configuration', () => {
  it('has a problem with settings that the function cannot start with, all of them at once', async () => {
    expect(await lineOf('configuration', {}, { REMIND_AFTER_DAYS: 'soon', REPORT_TOPIC_ARN: '' })).toBe(
      'PROBLEM REPORT_TOPIC_ARN is missing; REMIND_AFTER_DAYS: "soon" is not a number of days above 0 → set the parameter, and deploy again',
    );
  });

  it('says which settings have no effect', async () => {
    expect(await lineOf('configuration', {}, { CROSS_ACCOUNT_EXTERNAL_ID: 's3cr3t' })).toBe(
      'OK 2 sources of states; CROSS_ACCOUNT_EXTERNAL_ID has no effect',
    );
  });
});

describe('the check of the credentials', () => {
  it('cannot tell much with those of another account', async () => {
    const caller = async () => ({ accountId: '210987654321', arn: 'arn:aws:iam::210987654321:user/x' });

    expect(await lineOf('credentials', { caller })).toMatch(
      /^CANNOT_TELL they are of account 210987654321, .* → use credentials of account 123456789012$/,
    );
  });

  it('leaves the others alone where STS does not answer', async () => {
    const caller: Probes['caller'] = async () => {
      throw new UnansweredError('STS did not answer in time', null);
    };

    expect(await lineOf('credentials', { caller })).toBe('CANNOT_TELL STS did not answer in time');
    expect(await lineOf('report topic', { caller })).toContain('OK');
  });
});

describe('the check of the states', () => {
  it('counts the stages of each state', async () => {
    expect(await linesOf('states', {})).toEqual([
      `OK s3://acme-states/env:/*/terraform.tfstate 1 state with 1 stage | 1 stage  ${uri}`,
      'OK s3://acme-states/network.tfstate 1 state with 1 stage | 1 stage  s3://acme-states/network.tfstate',
    ]);
  });

  it('has a problem with a state that the function cannot use either', async () => {
    const [said] = await linesOf('states', {
      states: async () => [
        { kind: 'READ', uri, stages: [] },
        { kind: 'UNUSABLE', uri: 's3://acme-states/b', reason: 'it is empty' },
        { kind: 'UNREAD', uri: 's3://acme-states/c', reason: 'access denied' },
      ],
    });

    expect(said).toContain(
      'PROBLEM s3://acme-states/env:/*/terraform.tfstate 1 of 3 states cannot be used: s3://acme-states/b: it is empty →',
    );
    expect(said).toContain('| s3://acme-states/c: access denied');
  });

  it('cannot tell of a state that only you may not read', async () => {
    const states: Probes['states'] = async () => [{ kind: 'UNREAD', uri, reason: 'access denied: s3:GetObject' }];

    expect(await lineOf('states', { states })).toMatch(/^CANNOT_TELL .* 1 of 1 state could not be read: .*GetObject/);
    expect(await lineOf('stages', { states })).toBe('CANNOT_TELL no state was read that would name one');
  });
});

describe('the check of the stages', () => {
  it('has a problem with states that have none at all', async () => {
    expect(await lineOf('stages', statesOf())).toBe(
      'PROBLEM the states have no stage of API Gateway → see that STATE_SOURCES leads to the states that have them',
    );
  });

  it('tries one stage of each account and region', async () => {
    const asked: string[] = [];
    const probes: Partial<Probes> = {
      ...statesOf(stage(), stage(), stage({ region: 'us-east-1' })),
      stage: async ({ region }) => {
        asked.push(region);
        return 'NOT_FOUND';
      },
    };

    expect((await linesOf('stages', probes)).map((line) => line.slice(0, 25))).toEqual([
      'OK 123456789012 eu-west-1',
      'OK 123456789012 us-east-1',
    ]);
    expect(asked.toSorted()).toEqual(['eu-west-1', 'us-east-1']);
  });

  it('knows without asking that another account takes a role', async () => {
    const probes = statesOf(stage({ accountId: '210987654321' }));

    expect(await lineOf('stages', probes)).toBe(
      `PROBLEM 210987654321 eu-west-1 it is account 210987654321, and the function runs in ${account} → set CROSS_ACCOUNT_ROLE_NAME to a role of account 210987654321 that the function may assume`,
    );
    expect(await lineOf('stages', probes, { CROSS_ACCOUNT_ROLE_NAME: 'reader' })).toBe(
      'OK 210987654321 eu-west-1 they can be read, as a1b2c3/prod was',
    );
  });
});

describe('the check of the rules', () => {
  it('has a problem with rules that cannot be used', async () => {
    const rules = async () => ({ unusable: 'rules.yaml:3: unknown key' });

    expect(await lineOf('rules', { rules }, { RULES_URI: 's3://acme-states/rules.yaml' })).toContain(
      'PROBLEM s3://acme-states/rules.yaml rules.yaml:3: unknown key → fix the file',
    );
  });

  it('cannot see rules that are in the package, but a copy that is given as an option', async () => {
    const deployedFunction = async () => withSettings({ RULES_URI: 'rules.yaml' });
    const options = new Map([['RULES_URI', './my-rules.yaml']]);

    expect(saidOf(await examine({ deployedFunction }), 'rules')).toEqual([
      'CANNOT_TELL rules.yaml is in the package of the function → check your copy of it with --rules FILE',
    ]);
    expect(saidOf(await examine({ deployedFunction }, { options }), 'rules')).toEqual([
      'OK ./my-rules.yaml to ignore: 0, for severity: 0, names to show: 2',
    ]);
  });
});

describe('the check of the ledger', () => {
  it.each([
    [2, 'OK s3://acme-drift/edge open findings in it: 2'],
    [null, 'OK s3://acme-drift/edge there is none yet: the first run that finds something begins it'],
    [
      { unusable: 'it is not JSON' },
      'PROBLEM s3://acme-drift/edge it is not JSON → fix LEDGER_URI, or the object there',
    ],
  ])('takes one that is not there yet for well, and one that cannot be used for a problem: %j', async (found, said) => {
    expect(await lineOf('ledger', { ledger: async () => found })).toBe(said);
  });

  it('looks at none where none is set', async () => {
    expect(await lineOf('ledger', {}, { LEDGER_URI: '' })).toContain('NOT_USED LEDGER_URI is not set');
  });
});

describe('the checks of the topics', () => {
  const email = (endpoint: string, confirmed: boolean) => ({ protocol: 'email', endpoint, confirmed });

  it('are content with one confirmed subscription, and name who has not confirmed', async () => {
    const subscriptions = async () => [email('ops@acme.example', true), email('b@acme.example', false)];

    expect(await lineOf('report topic', { subscriptions })).toBe(
      `OK arn:aws:sns:eu-west-1:${account}:reports confirmed subscriptions: 1; not confirmed: email b@acme.example | email ops@acme.example`,
    );
  });

  it('have a problem where nobody has confirmed', async () => {
    expect(await lineOf('report topic', { subscriptions: async () => [email('ops@acme.example', false)] })).toContain(
      'PROBLEM arn:aws:sns:eu-west-1:123456789012:reports nobody gets what is published; not confirmed: email ops@acme.example → follow the link in the mail of SNS to confirm',
    );
  });

  it('have a problem where nobody is subscribed, and say how to be', async () => {
    expect(await lineOf('report topic', { subscriptions: async () => [] })).toContain(
      `nobody is subscribed → aws sns subscribe --protocol email --notification-endpoint you@example.com --topic-arn arn:aws:sns:eu-west-1:${account}:reports`,
    );
  });

  it('have a problem with a topic that is not there', async () => {
    expect(await lineOf('report topic', { subscriptions: async () => null })).toContain('PROBLEM');
  });

  it('show no path of a web hook, which may be all that protects it', async () => {
    const hook = { protocol: 'https', endpoint: 'https://hooks.acme.example/s3cr3t?key=1', confirmed: true };

    expect(await lineOf('report topic', { subscriptions: async () => [hook] })).toMatch(
      /\| https https:\/\/hooks\.acme\.example$/,
    );
  });

  it('look at the chat topic only where there is one', async () => {
    const settings = { CHAT_TOPIC_ARN: `arn:aws:sns:us-east-1:${account}:chat` };

    expect(await lineOf('chat topic', {})).toBe('NOT_USED CHAT_TOPIC_ARN is not set');
    expect(await lineOf('chat topic', { subscriptions: async () => [] }, settings)).toContain('docs/chat.md');
  });
});

describe('the checks of events', () => {
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
  ])('count the dead letters: %j', async (deadLetters, said) => {
    expect(await lineOf('dead letters', { deadLetters: async () => deadLetters })).toBe(said);
  });

  it.each([
    [false, /^PROBLEM acme-states the bucket sends no events to EventBridge, .* → turn on/],
    [null, /^PROBLEM acme-states there is no bucket acme-states/],
  ])('see whether the bucket of states sends its events: %j', async (sends, said) => {
    expect(await lineOf('bucket events', { bucketEvents: async () => sends })).toMatch(said);
  });

  it('use nothing without a queue', async () => {
    for (const check of ['dead letters', 'bucket events', 'CloudTrail']) {
      expect(await lineOf(check, {}, { CHECK_QUEUE_URL: '' })).toMatch(/^NOT_USED CHECK_QUEUE_URL is not set/);
    }
  });
});

describe('the check of CloudTrail', () => {
  const trail: Trail = { name: 'all', isLogging: true, hasManagementWrites: true };
  const trails = (...found: readonly Trail[]) => ({ trails: async () => found });

  it('is content with one trail that logs what changes something', async () => {
    const silent = { ...trail, name: 'old', isLogging: false };

    expect(await lineOf('CloudTrail', trails(silent, trail))).toBe(
      'OK eu-west-1 all logs the calls that change something',
    );
  });

  it.each([
    ['no trail', trails()],
    ['a trail that does not log', trails({ ...trail, isLogging: false })],
    ['a trail of data events alone', trails({ ...trail, hasManagementWrites: false })],
  ])('has a problem with %s', async (_what, probes) => {
    expect(await lineOf('CloudTrail', probes)).toMatch(
      /^PROBLEM eu-west-1 no trail logs the calls that change something in eu-west-1, .* → make a trail/,
    );
  });

  it('cannot tell of a trail that cannot be looked into', async () => {
    expect(await lineOf('CloudTrail', trails({ ...trail, hasManagementWrites: null }))).toMatch(
      /^CANNOT_TELL .*cloudtrail:GetEventSelectors/,
    );
  });

  it('looks at every region that has stages of the account, and names what a further region takes', async () => {
    const probes = statesOf(stage({ region: 'us-east-1' }), stage({ accountId: '210987654321', region: 'eu-north-1' }));

    expect(await linesOf('CloudTrail', probes)).toEqual([
      'OK eu-west-1 all logs the calls that change something',
      'OK us-east-1 all logs the calls that change something | its events reach the function only with infra/watched-region.yml deployed there, which is not checked',
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { known, unknown } from '../../../lib/doctor/fact.ts';
import type { Probes } from '../../../lib/doctor/probes.ts';
import { account, examine, saidOf, withSettings } from './well.ts';

async function told(check: string, probes: Partial<Probes>, settings: Record<string, string> = {}): Promise<string> {
  const checkup = await examine({ deployedFunction: async () => known(withSettings(settings)), ...probes });
  return saidOf(checkup, check).join('\n');
}

const email = { protocol: 'email', endpoint: 'ops@acme.example' };

describe('what the doctor says of the topics', () => {
  it('is well with one confirmed subscription, and names who has not confirmed', async () => {
    const subscriptions = async () =>
      known([
        { ...email, confirmed: true },
        { protocol: 'email', endpoint: 'b@acme.example', confirmed: false },
      ]);

    expect(await told('report topic', { subscriptions })).toBe(
      `OK arn:aws:sns:eu-west-1:${account}:reports confirmed subscriptions: 1; not confirmed: email b@acme.example | email ops@acme.example`,
    );
  });

  it('has a problem where nobody has confirmed', async () => {
    expect(
      await told('report topic', { subscriptions: async () => known([{ ...email, confirmed: false }]) }),
    ).toContain(
      'PROBLEM arn:aws:sns:eu-west-1:123456789012:reports nobody gets what is published; not confirmed: email ops@acme.example → follow the link in the mail of SNS to confirm',
    );
  });

  it('has a problem where nobody is subscribed, and says how to be', async () => {
    expect(await told('report topic', { subscriptions: async () => known([]) })).toContain(
      `nobody is subscribed → aws sns subscribe --protocol email --notification-endpoint you@example.com --topic-arn arn:aws:sns:eu-west-1:${account}:reports`,
    );
  });

  it('has a problem with a topic that is not there', async () => {
    expect(await told('report topic', { subscriptions: async () => known(null) })).toContain('PROBLEM');
  });

  it('shows no path of a web hook, which may be all that protects it', async () => {
    const hook = { protocol: 'https', endpoint: 'https://hooks.acme.example/s3cr3t?key=1', confirmed: true };

    expect(await told('report topic', { subscriptions: async () => known([hook]) })).toMatch(
      /\| https https:\/\/hooks\.acme\.example$/,
    );
  });

  it('looks at the chat topic only where there is one', async () => {
    const settings = { CHAT_TOPIC_ARN: `arn:aws:sns:us-east-1:${account}:chat` };

    expect(await told('chat topic', {})).toBe('NOT_USED CHAT_TOPIC_ARN is not set');
    expect(await told('chat topic', { subscriptions: async () => known([]) }, settings)).toContain('docs/chat.md');
  });
});

describe('what the doctor says of the ledger', () => {
  it('takes one that is not there yet for well', async () => {
    expect(await told('ledger', { ledger: async () => known({ kind: 'NOT_YET' }) })).toContain(
      'OK s3://acme-drift/edge there is none yet',
    );
  });

  it('has a problem with one that cannot be used', async () => {
    const reason = 's3://acme-drift/edge/ledger.json: it is not JSON';

    expect(await told('ledger', { ledger: async () => known({ kind: 'UNUSABLE', reason }) })).toContain(
      `PROBLEM s3://acme-drift/edge ${reason} →`,
    );
  });

  it('is not looked at where there is none', async () => {
    expect(await told('ledger', {}, { LEDGER_URI: '' })).toContain('NOT_USED LEDGER_URI is not set');
  });
});

describe('what the doctor says of rules', () => {
  it('has a problem with rules that cannot be used', async () => {
    const rules = async () => known({ kind: 'UNUSABLE', reason: 'rules.yaml:3: unknown key' } as const);

    expect(await told('rules', { rules }, { RULES_URI: 's3://acme-states/rules.yaml' })).toContain(
      'PROBLEM s3://acme-states/rules.yaml rules.yaml:3: unknown key → mend the file',
    );
  });

  it('cannot see rules that are in the package, but a copy that is given by hand', async () => {
    const deployedFunction = async () => known(withSettings({ RULES_URI: 'rules.yaml' }));
    const said = new Map([['RULES_URI', './my-rules.yaml']]);

    expect(saidOf(await examine({ deployedFunction }), 'rules')).toEqual([
      'CANNOT_TELL rules.yaml is in the package of the function → check your copy of it with --rules FILE',
    ]);
    expect(saidOf(await examine({ deployedFunction }, { said }), 'rules')).toEqual([
      'OK ./my-rules.yaml to ignore: 1, for severity: 2, names to show: 3',
    ]);
  });
});

describe('what the doctor says of the function itself', () => {
  it('has a problem with one that cannot run', async () => {
    const deployedFunction = async () => known({ ...withSettings({}), trouble: 'its last update failed: no such key' });

    expect(await told('function', { deployedFunction })).toBe(
      'PROBLEM drift cannot run: its last update failed: no such key → deploy it again',
    );
  });

  it('has a problem with settings that it cannot start with, all of them at once', async () => {
    expect(await told('configuration', {}, { REMIND_AFTER_DAYS: 'soon', REPORT_TOPIC_ARN: '' })).toBe(
      'PROBLEM REPORT_TOPIC_ARN is missing; REMIND_AFTER_DAYS: "soon" is not a number of days above 0 → set the parameter, and deploy again',
    );
  });

  it('says which settings have no effect', async () => {
    expect(await told('configuration', {}, { CROSS_ACCOUNT_EXTERNAL_ID: 's3cr3t' })).toBe(
      'OK 2 sources of states; CROSS_ACCOUNT_EXTERNAL_ID has no effect',
    );
  });

  it('cannot tell much with credentials of another account', async () => {
    const caller = async () => known({ accountId: '210987654321', arn: 'arn:aws:iam::210987654321:user/x' });

    expect(await told('credentials', { caller })).toMatch(
      /^CANNOT_TELL they are of account 210987654321, .* → use credentials of account 123456789012$/,
    );
  });

  it('goes on where STS does not answer', async () => {
    const caller = async () => unknown('STS did not answer in time');

    expect(await told('credentials', { caller })).toBe('CANNOT_TELL STS did not answer in time');
    expect(await told('report topic', { caller })).toContain('OK');
  });
});

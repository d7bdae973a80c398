import { describe, expect, it } from '@jest/globals';
import { checks, groundwork } from '../../../lib/doctor/checks.ts';
import { outcomeOf } from '../../../lib/doctor/checkup.ts';
import { known, unknown } from '../../../lib/doctor/fact.ts';
import type { Probes } from '../../../lib/doctor/probes.ts';
import { examine, saidOf, wellProbes, withSettings } from './well.ts';

const denied = (action: string) => async () => unknown('access denied', { kind: 'DENIED', action } as const);

describe('a check-up', () => {
  it('is fine where all is well, and has a line of every check', async () => {
    const checkup = await examine();
    const kinds = new Set(checkup.lines.map(({ verdict }) => verdict.kind));

    expect(kinds).toEqual(new Set(['OK', 'NOT_USED']));
    expect(outcomeOf(checkup)).toBe('FINE');
    expect(new Set(checkup.lines.map(({ check }) => check))).toEqual(
      new Set([...groundwork, ...checks].map(({ name }) => name)),
    );
  });

  it('goes on after each thing that nobody may look at, and tells which right is missing', async () => {
    const nothing = Object.fromEntries(
      Object.keys(wellProbes)
        .filter((name) => !['caller', 'deployedFunction', 'states'].includes(name))
        .map((name) => [name, denied(`right:${name}`)]),
    );
    const settings = { RULES_URI: 's3://acme-states/rules.yaml' };
    const checkup = await examine({ ...nothing, deployedFunction: async () => known(withSettings(settings)) });
    const untold = checkup.lines.filter(({ verdict }) => verdict.kind === 'CANNOT_TELL');

    expect(outcomeOf(checkup)).toBe('NOT_ALL_TOLD');
    expect(checkup.lines.filter(({ verdict }) => verdict.kind === 'PROBLEM')).toEqual([]);
    for (const name of Object.keys(nothing)) {
      expect(JSON.stringify(untold)).toContain(`have right:${name} granted to whoever runs this`);
    }
  });

  it('weighs a problem more than what cannot be told', async () => {
    const checkup = await examine({ subscriptions: async () => known([]), trails: denied('x') });

    expect(outcomeOf(checkup)).toBe('PROBLEMS');
  });

  it('ends where there is nobody to ask as', async () => {
    const checkup = await examine({ caller: async () => unknown('no usable credentials', { kind: 'NO_CREDENTIALS' }) });

    expect(saidOf(checkup, 'credentials')).toEqual([
      'PROBLEM no usable credentials → sign in, or set AWS_PROFILE to a profile that is',
    ]);
    expect(checkup.lines).toHaveLength(groundwork.length);
    expect(checkup.stopped).toBe('there are no usable credentials');
    expect(outcomeOf(checkup)).toBe('PROBLEMS');
  });

  it('ends where the function is not there, since its settings are what all else is about', async () => {
    const checkup = await examine({ deployedFunction: async () => known(null) });

    expect(saidOf(checkup, 'function')).toEqual([
      'PROBLEM there is no function drift in eu-west-1 → name it as it is deployed, set AWS_REGION to its region, or give its ARN',
    ]);
    expect(saidOf(checkup, 'configuration')).toEqual([
      'CANNOT_TELL it is the environment of the function, which could not be read',
    ]);
    expect(outcomeOf(checkup)).toBe('PROBLEMS');
  });

  it('ends where the function may not be looked at', async () => {
    const checkup = await examine({ deployedFunction: denied('lambda:GetFunctionConfiguration') });

    expect(saidOf(checkup, 'function')).toEqual([
      'CANNOT_TELL access denied → have lambda:GetFunctionConfiguration granted to whoever runs this',
    ]);
    expect(outcomeOf(checkup)).toBe('NOT_ALL_TOLD');
  });

  it('takes what is said by hand before what the function is told', async () => {
    const topics: string[] = [];
    const said = new Map([['REPORT_TOPIC_ARN', 'arn:aws:sns:us-east-1:123456789012:other']]);
    const subscriptions: Probes['subscriptions'] = async (topicArn) => {
      topics.push(topicArn);
      return known([]);
    };
    await examine({ subscriptions }, { said });

    expect(topics).toEqual(['arn:aws:sns:us-east-1:123456789012:other']);
  });

  it('without a function takes the environment', async () => {
    const environment = { STATE_SOURCES: 's3://acme-states/a.tfstate', REPORT_TOPIC_ARN: 'no topic' };
    const checkup = await examine({}, { functionName: null, environment });

    expect(saidOf(checkup, 'configuration')[0]).toMatch(
      /^PROBLEM REPORT_TOPIC_ARN: "no topic" is not the ARN of an SNS topic → set the variable, or say it/,
    );
    expect(saidOf(checkup, 'states')).toEqual([
      'OK s3://acme-states/a.tfstate 1 state with 1 stage | 1 stage  s3://acme-states/a.tfstate',
    ]);
    expect(saidOf(checkup, 'report topic')).toEqual(['NOT_USED REPORT_TOPIC_ARN is not set']);
  });
});

import { describe, expect, it } from '@jest/globals';
import { checks, prerequisites } from '../../../lib/doctor/checks.ts';
import { outcomeOf } from '../../../lib/doctor/checkup.ts';
import type { Probes } from '../../../lib/doctor/probes.ts';
import { NoCredentialsError, UnansweredError } from '../../../lib/doctor/unanswered.ts';
import { examine, saidOf, wellProbes, withSettings } from './well.ts';

const denied = (action: string) => async () => {
  throw new UnansweredError('access denied', `have ${action} granted`);
};

describe('a check-up', () => {
  it('is fine where everything works, and has a line of every check', async () => {
    const checkup = await examine();

    expect(new Set(checkup.lines.map(({ status }) => status))).toEqual(new Set(['OK', 'NOT_USED']));
    expect(outcomeOf(checkup)).toBe('FINE');
    expect(new Set(checkup.lines.map(({ check }) => check))).toEqual(
      new Set([...prerequisites, ...checks].map(({ name }) => name)),
    );
  });

  it('goes on after each thing that you may not look at, and names the permission that is missing', async () => {
    const names = Object.keys(wellProbes).filter((name) => !['caller', 'deployedFunction', 'states'].includes(name));
    const nothing = Object.fromEntries(names.map((name) => [name, denied(`right:${name}`)]));
    const deployedFunction = async () => withSettings({ RULES_URI: 's3://acme-states/rules.yaml' });
    const checkup = await examine({ ...nothing, deployedFunction });
    const remedies = checkup.lines.flatMap(({ status, remedy }) => (status === 'CANNOT_TELL' ? [remedy] : []));

    expect(outcomeOf(checkup)).toBe('NOT_ALL_CHECKED');
    expect(checkup.lines.filter(({ status }) => status === 'PROBLEM')).toEqual([]);
    expect(new Set(remedies)).toEqual(new Set(names.map((name) => `have right:${name} granted`)));
  });

  it('does not take a fault of this program for no answer', async () => {
    const trails: Probes['trails'] = async () => {
      throw new TypeError('our own');
    };

    await expect(examine({ trails })).rejects.toThrow('our own');
  });

  it('weighs a problem more than what could not be checked', async () => {
    const checkup = await examine({ subscriptions: async () => [], trails: denied('x') });

    expect(outcomeOf(checkup)).toBe('PROBLEMS');
  });

  it('ends where there is nobody to ask as', async () => {
    const caller: Probes['caller'] = async () => {
      throw new NoCredentialsError('no usable credentials');
    };
    const checkup = await examine({ caller });

    expect(saidOf(checkup, 'credentials')).toEqual([
      'PROBLEM no usable credentials → sign in, or set AWS_PROFILE to a profile that is',
    ]);
    expect(checkup.lines).toHaveLength(prerequisites.length);
    expect(checkup.stopped).toBe('there are no usable credentials');
    expect(outcomeOf(checkup)).toBe('PROBLEMS');
  });

  it('ends where the function is not there, since its settings are what all else is about', async () => {
    const checkup = await examine({ deployedFunction: async () => null });

    expect(saidOf(checkup, 'function')).toEqual([
      'PROBLEM there is no function drift in eu-west-1 → name it as it is deployed, set AWS_REGION to its region, or give its ARN',
    ]);
    expect(checkup.stopped).toBe('the settings of the function are not known');
    expect(outcomeOf(checkup)).toBe('PROBLEMS');
  });

  it('ends where the function may not be looked at', async () => {
    const checkup = await examine({ deployedFunction: denied('lambda:GetFunctionConfiguration') });

    expect(saidOf(checkup, 'function')).toEqual([
      'CANNOT_TELL access denied → have lambda:GetFunctionConfiguration granted',
    ]);
    expect(checkup.stopped).toBe('the settings of the function are not known');
    expect(outcomeOf(checkup)).toBe('NOT_ALL_CHECKED');
  });

  it('takes an option before the environment of the function', async () => {
    const topics: string[] = [];
    const options = new Map([['REPORT_TOPIC_ARN', 'arn:aws:sns:us-east-1:123456789012:other']]);
    const subscriptions: Probes['subscriptions'] = async (topicArn) => {
      topics.push(topicArn);
      return [];
    };
    await examine({ subscriptions }, { options });

    expect(topics).toEqual(['arn:aws:sns:us-east-1:123456789012:other']);
  });

  it('takes the environment of this machine without a function', async () => {
    const environment = { STATE_SOURCES: 's3://acme-states/a.tfstate', REPORT_TOPIC_ARN: 'no topic' };
    const checkup = await examine({}, { functionName: null, environment });

    expect(saidOf(checkup, 'configuration')[0]).toMatch(
      /^PROBLEM REPORT_TOPIC_ARN: "no topic" is not the ARN of an SNS topic → set the variable, or give the option/,
    );
    expect(saidOf(checkup, 'states')).toEqual([
      'OK s3://acme-states/a.tfstate 1 state with 1 stage | 1 stage  s3://acme-states/a.tfstate',
    ]);
    expect(saidOf(checkup, 'report topic')).toEqual(['NOT_USED REPORT_TOPIC_ARN is not set']);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { probeRole } from '../../../lib/aws/role-probe.ts';
import { known } from '../../../lib/doctor/fact.ts';
import { body, denied, type ScriptedAws } from '../../scripted-aws.ts';
import { startProbed } from './probed.ts';

let aws: ScriptedAws;

beforeAll(async () => {
  aws = await startProbed();
});
afterAll(() => aws.stop());
beforeEach(() => aws.forget());

describe('a probe of the role', () => {
  const permission = (action: string) => ({ action, resource: 'arn:r', context: new Map([['s3:prefix', 'env:/']]) });
  const decision = (said: string) =>
    body(
      `<SimulatePrincipalPolicyResponse><SimulatePrincipalPolicyResult><EvaluationResults><member><EvalActionName>a</EvalActionName><EvalDecision>${said}</EvalDecision></member></EvaluationResults></SimulatePrincipalPolicyResult></SimulatePrincipalPolicyResponse>`,
    );

  it('names what IAM would not allow it', async () => {
    const decisions = new Map<unknown, string>([
      ['s3:GetObject', 'allowed'],
      ['s3:PutObject', 'explicitDeny'],
    ]);
    aws.answer('SimulatePrincipalPolicy', ({ input }) =>
      decision(decisions.get(input['ActionNames.member.1']) ?? 'implicitDeny'),
    );
    const wanted = ['s3:GetObject', 's3:PutObject', 'sns:Publish'].map(permission);

    expect(await probeRole('arn:role', wanted, 'eu-west-1')).toEqual(known(wanted.slice(1)));
    expect(aws.calls[0]?.input).toMatchObject({
      PolicySourceArn: 'arn:role',
      'ResourceArns.member.1': 'arn:r',
      'ContextEntries.member.1.ContextKeyName': 's3:prefix',
      'ContextEntries.member.1.ContextKeyValues.member.1': 'env:/',
    });
  });

  it('names the right that is missing', async () => {
    aws.answer('SimulatePrincipalPolicy', { ...denied('iam:SimulatePrincipalPolicy'), code: 'AccessDenied' });

    expect(await probeRole('arn:role', [permission('a:B')], 'eu-west-1')).toMatchObject({
      why: { action: 'iam:SimulatePrincipalPolicy' },
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { configuredRegion, probeCaller } from '../../../../lib/aws/sts/caller-probe.ts';
import { NoCredentialsError } from '../../../../lib/doctor/unanswered.ts';
import { body, refused } from '../../../scripted-aws.ts';
import { useScriptedAws } from '../use-aws.ts';

const account = '123456789012';
const aws = useScriptedAws();

describe('a probe of the caller', () => {
  it('names who asks', async () => {
    aws().answer(
      'GetCallerIdentity',
      body(
        '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:x</Arn><Account>123456789012</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
      ),
    );

    expect(await probeCaller('eu-west-1')).toEqual({ accountId: account, arn: 'arn:x' });
  });

  it('tells credentials that are of no use from a right that is missing', async () => {
    aws().answer('GetCallerIdentity', refused('InvalidClientTokenId', 403));

    await expect(probeCaller('eu-west-1')).rejects.toBeInstanceOf(NoCredentialsError);
  });
});

describe('the configured region', () => {
  it('is that of the environment, and else none', async () => {
    expect(await configuredRegion()).toBe('eu-west-1');

    Object.assign(process.env, { AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent' });
    delete process.env.AWS_REGION;
    expect(await configuredRegion()).toBeNull();
    process.env.AWS_REGION = 'eu-west-1';
  });
});

import { describe, expect, it } from '@jest/globals';
import { probeFunction } from '../../../../lib/aws/lambda/function-probe.ts';
import { body, denied, refused } from '../../../scripted-aws.ts';
import { useScriptedAws } from '../use-aws.ts';

const account = '123456789012';
const aws = useScriptedAws();

const asked = () => aws().calls.map(({ operation, region }) => `${operation} ${region}`);

describe('a probe of the function', () => {
  const configuration = {
    FunctionName: 'drift',
    FunctionArn: `arn:aws:lambda:eu-west-1:${account}:function:drift`,
    Runtime: 'nodejs24.x',
  };

  it('has its settings and its environment', async () => {
    aws().answer('GetFunctionConfiguration', body({ ...configuration, Environment: { Variables: { A: 'b' } } }));

    expect(await probeFunction('drift', 'us-east-1')).toEqual({
      arn: configuration.FunctionArn,
      accountId: account,
      region: 'eu-west-1',
      runtime: 'nodejs24.x',
      failure: null,
      environment: new Map([['A', 'b']]),
    });
    expect(asked()).toEqual(['GetFunctionConfiguration us-east-1']);
  });

  it.each([
    [{ State: 'Failed', StateReason: 'no such key' }, 'it is in the state Failed: no such key'],
    [{ LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'no role' }, 'its last update failed: no role'],
    [{ State: 'Inactive', LastUpdateStatus: 'Successful' }, null],
  ])('tells whether it can run: %j', async (more, failure) => {
    aws().answer('GetFunctionConfiguration', body({ ...configuration, ...more }));

    expect(await probeFunction('drift', 'eu-west-1')).toMatchObject({ failure });
  });

  it('knows that there is none', async () => {
    aws().answer('GetFunctionConfiguration', refused('ResourceNotFoundException', 404));

    expect(await probeFunction('drift', 'eu-west-1')).toBeNull();
  });

  it('names the right that is missing', async () => {
    aws().answer('GetFunctionConfiguration', denied('lambda:GetFunctionConfiguration'));

    await expect(probeFunction('drift', 'eu-west-1')).rejects.toMatchObject({
      message: expect.stringContaining('access denied by Lambda'),
      remedy: 'have lambda:GetFunctionConfiguration granted to the identity that runs this',
    });
  });

  it('does not take an environment that it may not decrypt for an empty one', async () => {
    const failure = { ErrorCode: 'AccessDeniedException', Message: 'no kms:Decrypt' };
    aws().answer('GetFunctionConfiguration', body({ ...configuration, Environment: { Error: failure } }));

    await expect(probeFunction('drift', 'eu-west-1')).rejects.toMatchObject({
      remedy: 'have kms:Decrypt on the key of the function granted to the identity that runs this',
    });
  });
});

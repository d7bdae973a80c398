import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { probeFunction } from '../../../lib/aws/function-probe.ts';
import { known } from '../../../lib/doctor/fact.ts';
import { body, denied, refused, type ScriptedAws } from '../../scripted-aws.ts';
import { startProbed } from './probed.ts';

const account = '123456789012';
let aws: ScriptedAws;

beforeAll(async () => {
  aws = await startProbed();
});
afterAll(() => aws.stop());
beforeEach(() => aws.forget());

const asked = () => aws.calls.map(({ operation, region }) => `${operation} ${region}`);

describe('a probe of the function', () => {
  const configuration = {
    FunctionName: 'drift',
    FunctionArn: `arn:aws:lambda:eu-west-1:${account}:function:drift`,
    Runtime: 'nodejs24.x',
    MemorySize: 512,
    Timeout: 300,
  };

  it('has its settings and its environment', async () => {
    aws.answer('GetFunctionConfiguration', body({ ...configuration, Environment: { Variables: { A: 'b' } } }));

    expect(await probeFunction('drift', 'us-east-1')).toEqual(
      known({
        arn: configuration.FunctionArn,
        name: 'drift',
        accountId: account,
        region: 'eu-west-1',
        runtime: 'nodejs24.x',
        memory: 512,
        timeout: 300,
        trouble: null,
        environment: new Map([['A', 'b']]),
      }),
    );
    expect(asked()).toEqual(['GetFunctionConfiguration us-east-1']);
  });

  it.each([
    [{ State: 'Failed', StateReason: 'no such key' }, 'it is in the state Failed: no such key'],
    [{ LastUpdateStatus: 'Failed', LastUpdateStatusReason: 'no role' }, 'its last update failed: no role'],
    [{ State: 'Inactive', LastUpdateStatus: 'Successful' }, null],
  ])('tells whether it can run: %j', async (more, trouble) => {
    aws.answer('GetFunctionConfiguration', body({ ...configuration, ...more }));

    expect(await probeFunction('drift', 'eu-west-1')).toMatchObject({ kind: 'KNOWN', known: { trouble } });
  });

  it('knows that there is none', async () => {
    aws.answer('GetFunctionConfiguration', refused('ResourceNotFoundException', 404));

    expect(await probeFunction('drift', 'eu-west-1')).toEqual(known(null));
  });

  it('names the right that is missing', async () => {
    aws.answer('GetFunctionConfiguration', denied('lambda:GetFunctionConfiguration'));

    expect(await probeFunction('drift', 'eu-west-1')).toMatchObject({
      kind: 'UNKNOWN',
      reason: expect.stringContaining('access denied by Lambda'),
      why: { kind: 'DENIED', action: 'lambda:GetFunctionConfiguration' },
    });
  });

  it('does not take an environment that it may not decrypt for an empty one', async () => {
    const failure = { ErrorCode: 'AccessDeniedException', Message: 'no kms:Decrypt' };
    aws.answer('GetFunctionConfiguration', body({ ...configuration, Environment: { Error: failure } }));

    expect(await probeFunction('drift', 'eu-west-1')).toMatchObject({
      kind: 'UNKNOWN',
      why: { kind: 'DENIED', action: 'kms:Decrypt on the key of the function' },
    });
  });
});

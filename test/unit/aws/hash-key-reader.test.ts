import { beforeEach, describe, expect, it } from '@jest/globals';
import { readHashKey } from '../../../lib/aws/hash-key-reader.ts';
import { useLocalServices } from './use-aws.ts';

const parameter = 'arn:aws:ssm:us-east-1:123456789012:parameter/stagedrift/hash-key';
const secret = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:stagedrift/hash-key-a1B2c3';
const key = '0123456789abcdef';
const aws = useLocalServices();

beforeEach(() => aws().keyStores.reset());

function unusable(arn: string, reason: string) {
  return { key: null, warning: `Masked values have no hash, since the key ${arn} cannot be used: ${reason}` };
}

describe('the key for masked values', () => {
  it.each([
    [parameter, 'GetParameter', 'us-east-1'],
    [secret, 'GetSecretValue', 'eu-central-1'],
  ])('is the text of %s, read once, in the region it is kept in', async (arn, operation, region) => {
    aws().keyStores.put(arn, key);

    expect(await readHashKey(arn)).toEqual({ key, warning: null });
    expect(aws().keyStores.calls).toEqual([{ operation, account: '123456789012', region }]);
  });

  it.each([
    [parameter, 'Parameter Store does not have it'],
    [secret, 'Secrets Manager does not have it'],
  ])('that is missing is a warning: %s', async (arn, reason) => {
    expect(await readHashKey(arn)).toEqual(unusable(arn, reason));
  });

  it.each([parameter, secret])('of fewer than 16 characters is a warning that does not tell it: %s', async (arn) => {
    aws().keyStores.put(arn, key.slice(1));

    expect(await readHashKey(arn)).toEqual(unusable(arn, 'it has fewer than 16 characters'));
  });

  it('that has bytes and no text is a warning', async () => {
    aws().keyStores.put(secret, undefined);

    expect(await readHashKey(secret)).toEqual(unusable(secret, 'it has no text'));
  });

  it.each([
    [
      parameter,
      'access denied by Parameter Store: AccessDeniedException: no kms:Decrypt ' +
        '(ssm:GetParameter is needed, and kms:Decrypt for a key of your own)',
    ],
    [
      secret,
      'access denied by Secrets Manager: AccessDeniedException: no kms:Decrypt ' +
        '(secretsmanager:GetSecretValue is needed, and kms:Decrypt for a key of your own)',
    ],
  ])('that may not be read is a warning with what is needed: %s', async (arn, reason) => {
    aws().keyStores.put(arn, key);
    aws().keyStores.setFault(
      {},
      { kind: 'error', status: 400, code: 'AccessDeniedException', message: 'no kms:Decrypt' },
    );

    expect(await readHashKey(arn)).toEqual(unusable(arn, reason));
  });

  it('is asked for again after an error in passing, and no more than three times', async () => {
    aws().keyStores.put(parameter, key);
    aws().keyStores.setFault(
      {},
      { kind: 'error', status: 500, code: 'InternalServerError', message: 'oops', times: 2 },
    );
    const found = await readHashKey(parameter);
    aws().keyStores.setFault({}, { kind: 'error', status: 500, code: 'InternalServerError', message: 'oops' });
    const notFound = await readHashKey(parameter);

    expect(found).toEqual({ key, warning: null });
    expect(notFound).toEqual(unusable(parameter, 'Parameter Store failed: InternalServerError: oops'));
    expect(aws().keyStores.calls).toHaveLength(6);
  });

  it('for which nothing answers is a warning', async () => {
    aws().keyStores.setFault({}, { kind: 'reset' });

    const { key: found, warning } = await readHashKey(secret);

    expect(found).toBeNull();
    expect(warning).toMatch(/secret:stagedrift\/hash-key-a1B2c3 cannot be used: .*Secrets Manager.*ECONNRESET/);
  });
});

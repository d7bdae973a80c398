import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type LocalApiGateway, startApiGateway } from '../src/api-gateway.ts';

let apiGateway: LocalApiGateway;

beforeAll(async () => {
  apiGateway = await startApiGateway();
});
afterAll(() => apiGateway.stop());
beforeEach(() => apiGateway.reset());

interface Keys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

function clientOf(credentials: Keys = { accessKeyId: 'local', secretAccessKey: 'local' }): STSClient {
  return new STSClient({ endpoint: apiGateway.url, region: 'eu-west-1', maxAttempts: 1, credentials });
}

const roleArn = 'arn:aws:iam::999999999999:role/reader';
const assumeRole = { RoleArn: roleArn, RoleSessionName: 'check' };

describe('GetCallerIdentity', () => {
  it('answers the default account for any key', async () => {
    expect(await clientOf().send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:iam::123456789012:user/local',
    });
  });

  it('is recorded among the calls', async () => {
    await clientOf().send(new GetCallerIdentityCommand({}));

    expect(apiGateway.calls).toEqual([
      { operation: 'GetCallerIdentity', account: '123456789012', region: 'eu-west-1' },
    ]);
  });
});

describe('AssumeRole', () => {
  it('answers credentials of the account of the role', async () => {
    apiGateway.allowRole({ roleArn });
    const { Credentials } = await clientOf().send(new AssumeRoleCommand(assumeRole));
    const assumed = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
    };

    expect(Credentials).toMatchObject({
      AccessKeyId: expect.stringMatching(/^ASIA999999999999\d{4}$/),
      Expiration: expect.any(Date),
    });
    expect(await clientOf(assumed).send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '999999999999',
      Arn: 'arn:aws:sts::999999999999:assumed-role/reader/check',
    });
  });

  it('denies a role that is not allowed', async () => {
    await expect(clientOf().send(new AssumeRoleCommand(assumeRole))).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: arn:aws:iam::123456789012:user/local is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      $metadata: { httpStatusCode: 403 },
    });
  });

  it('asks for the external id of the role', async () => {
    apiGateway.allowRole({ roleArn, externalId: 'a&b' });

    await expect(clientOf().send(new AssumeRoleCommand(assumeRole))).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(clientOf().send(new AssumeRoleCommand({ ...assumeRole, ExternalId: 'a&b' }))).resolves.toMatchObject({
      AssumedRoleUser: { Arn: 'arn:aws:sts::999999999999:assumed-role/reader/check' },
    });
  });
});

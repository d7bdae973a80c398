import { parse } from '@aws-sdk/util-arn-parser';
import { awsFailure, describeFailure, isDenied } from './aws-failure.ts';
import { briefClient } from './clients.ts';

/** With a shorter key, the values behind the marks could be guessed. */
const minCharacters = 16;

/** The SDK's part for each is loaded first, which a function without a key never needs. */
const parameterStore = {
  name: 'Parameter Store',
  notFound: 'ParameterNotFound',
  permission: 'ssm:GetParameter',
  async read(arn: string, region: string) {
    const { GetParameterCommand, SSMClient } = await import('@aws-sdk/client-ssm');
    const client = new SSMClient(briefClient(region));
    const answer = client.send(new GetParameterCommand({ Name: arn, WithDecryption: true }));
    return (await answer.finally(() => client.destroy())).Parameter?.Value;
  },
};
const secretsManager = {
  name: 'Secrets Manager',
  notFound: 'ResourceNotFoundException',
  permission: 'secretsmanager:GetSecretValue',
  async read(arn: string, region: string) {
    const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
    const client = new SecretsManagerClient(briefClient(region));
    const answer = client.send(new GetSecretValueCommand({ SecretId: arn }));
    return (await answer.finally(() => client.destroy())).SecretString;
  },
};

/**
 * Reads the key for the marks of masked values. For want of it no alert is lost: values are then masked without marks.
 * @param arn of an SSM parameter (best a SecureString) or of a Secrets Manager secret, whose whole text is the key
 * @returns the key that marks masked values, or a sentence for people that says why there is none
 */
export async function readHashKey(arn: string) {
  const { service, region } = parse(arn);
  const { name, notFound, permission, read } = service === 'ssm' ? parameterStore : secretsManager;
  const unusable = (reason: string) => ({
    key: null,
    warning: `Masked values have no hash, since the key ${arn} cannot be used: ${reason}`,
  });
  try {
    const key = await read(arn, region);
    if (key === undefined) return unusable('it has no text');
    if (key.length < minCharacters) return unusable(`it has fewer than ${minCharacters} characters`);
    return { key, warning: null };
  } catch (error) {
    const failure = awsFailure(error);
    if (failure.name === notFound) return unusable(`${name} does not have it`);
    const hint = isDenied(failure) ? ` (${permission} is needed, and kms:Decrypt for a key of your own)` : '';
    return unusable(`${describeFailure(name, failure)}${hint}`);
  }
}

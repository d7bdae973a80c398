import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { timeouts } from './clients.ts';

/** @returns the current text of a secret; undefined where it has none but bytes */
export async function readSecret(arn: string, region: string): Promise<string | undefined> {
  const client = new SecretsManagerClient({ region, requestHandler: timeouts, maxAttempts: 3 });
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    return SecretString;
  } finally {
    client.destroy();
  }
}

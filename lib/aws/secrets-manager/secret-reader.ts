import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { briefClient } from '../clients.ts';

/** @returns the current text of a secret; undefined where it has none but bytes */
export async function readSecret(arn: string, region: string): Promise<string | undefined> {
  const client = new SecretsManagerClient(briefClient(region));
  try {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    return SecretString;
  } finally {
    client.destroy();
  }
}

import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { briefClient } from '../clients.ts';

/** @returns the text of an SSM parameter, decrypted; undefined where it has none */
export async function readParameter(arn: string, region: string): Promise<string | undefined> {
  const client = new SSMClient(briefClient(region));
  try {
    const { Parameter } = await client.send(new GetParameterCommand({ Name: arn, WithDecryption: true }));
    return Parameter?.Value;
  } finally {
    client.destroy();
  }
}

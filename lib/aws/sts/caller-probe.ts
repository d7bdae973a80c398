import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Caller } from '../../doctor/probes.ts';
import { awsFailure } from '../aws-failure.ts';
import { briefClient } from '../clients.ts';
import { ask } from '../probe.ts';

/**
 * Asks STS who asks, which needs no permission.
 * @throws UnansweredError
 */
export async function probeCaller(region: string): Promise<Caller> {
  const client = new STSClient(briefClient(region));
  const { Account = '', Arn = '' } = await ask('STS', 'sts:GetCallerIdentity', () =>
    client.send(new GetCallerIdentityCommand({})),
  );
  return { accountId: Account, arn: Arn };
}

/** @returns the region that an AWS SDK takes from the environment or the profile, `null` where none is set */
export async function configuredRegion(): Promise<string | null> {
  try {
    return await new STSClient({}).config.region();
  } catch (error) {
    // The SDK says so by an error without a name of its own.
    awsFailure(error);
    return null;
  }
}

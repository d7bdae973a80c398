import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { Fact } from '../doctor/fact.ts';
import type { Caller } from '../doctor/probes.ts';
import { timeouts } from './clients.ts';
import { askFor } from './probe.ts';

/** Who asks, by STS, which needs no permission. */
export function probeCaller(): Promise<Fact<Caller>> {
  return askFor('STS', 'sts:GetCallerIdentity', async () => {
    const client = new STSClient({ requestHandler: timeouts, maxAttempts: 3 });
    const { Account = '', Arn = '' } = await client.send(new GetCallerIdentityCommand({}));
    if (Account === '') throw new Error('STS named no account');
    return { accountId: Account, arn: Arn };
  });
}

/** @returns the region that an AWS SDK takes from the environment or the profile, `null` where none is set */
export async function configuredRegion(): Promise<string | null> {
  try {
    return await new STSClient({}).config.region();
  } catch {
    // The SDK says so by an error without a name of its own.
    return null;
  }
}

import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { awsFailure, describeFailure } from '../aws-failure.ts';
import { briefClient } from '../clients.ts';
import type { OwnAccount } from './own-account.ts';

/** Asks STS, which needs no permission. */
export async function askOwnAccount(region: string): Promise<OwnAccount> {
  const sts = new STSClient(briefClient(region));
  try {
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    if (Account !== undefined && Account !== '') return { kind: 'KNOWN', accountId: Account };
    return { kind: 'UNKNOWN', reason: 'STS named no account' };
  } catch (error) {
    return { kind: 'UNKNOWN', reason: describeFailure('STS', awsFailure(error)) };
  } finally {
    sts.destroy();
  }
}

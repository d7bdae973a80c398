import { GetCallerIdentityCommand, type STSClient } from '@aws-sdk/client-sts';
import { parse, validate } from '@aws-sdk/util-arn-parser';
import { outOfTime, untilAborted } from './deadline.ts';
import { awsFailure, describeFailure } from './error-reason.ts';

/** The account our credentials belong to. Where it is unknown, an answer "not found" proves nothing. */
export type OwnAccount =
  | { readonly kind: 'KNOWN'; readonly accountId: string }
  | { readonly kind: 'UNKNOWN'; readonly reason: string };

/** Asks STS, which needs no permission. */
export async function askOwnAccount(sts: STSClient): Promise<OwnAccount> {
  try {
    const { Account } = await sts.send(new GetCallerIdentityCommand({}));
    if (Account !== undefined && Account !== '') return { kind: 'KNOWN', accountId: Account };
    return { kind: 'UNKNOWN', reason: 'STS named no account' };
  } catch (error) {
    return { kind: 'UNKNOWN', reason: describeFailure('STS', awsFailure(error)) };
  }
}

/** @returns UNKNOWN where the time of the run is up before anybody could say */
export async function ownAccountInTime(
  region: string,
  {
    ownAccount,
    deadline,
  }: { readonly ownAccount: (region: string) => Promise<OwnAccount>; readonly deadline: AbortSignal },
): Promise<OwnAccount> {
  try {
    deadline.throwIfAborted();
    return await untilAborted(deadline, ownAccount(region));
  } catch (error) {
    if (!deadline.aborted) throw error;
    return { kind: 'UNKNOWN', reason: outOfTime };
  }
}

/** @param functionArn ARN under which the function was invoked; @returns `null` where it names no account */
export function accountOfFunction(functionArn: string | undefined): OwnAccount | null {
  if (functionArn === undefined || !validate(functionArn)) return null;
  const { accountId } = parse(functionArn);
  return /^\d{12}$/.test(accountId) ? { kind: 'KNOWN', accountId } : null;
}

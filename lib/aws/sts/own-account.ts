import { parseArn } from '../../model/arn.ts';
import { accountIdForm } from '../../model/stage-id.ts';
import { outOfTime, untilAborted } from '../limits/deadline.ts';

/** The account our credentials belong to. Where it is unknown, an answer "not found" proves nothing. */
export type OwnAccount =
  | { readonly kind: 'KNOWN'; readonly accountId: string }
  | { readonly kind: 'UNKNOWN'; readonly reason: string };

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
    if (error !== deadline.reason) throw error;
    return { kind: 'UNKNOWN', reason: outOfTime };
  }
}

/** @param functionArn ARN under which the function was invoked; @returns `null` where it names no account */
export function accountOfFunction(functionArn: string | undefined): OwnAccount | null {
  const { accountId = '' } = parseArn(functionArn) ?? {};
  return accountIdForm.test(accountId) ? { kind: 'KNOWN', accountId } : null;
}

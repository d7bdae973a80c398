import { parseArn } from '../../model/arn.ts';
import { accountIdForm } from '../../model/stage-id.ts';

/** The account our credentials belong to. Where it is unknown, an answer "not found" proves nothing. */
export type OwnAccount =
  | { readonly kind: 'KNOWN'; readonly accountId: string }
  | { readonly kind: 'UNKNOWN'; readonly reason: string };

/** @param functionArn ARN under which the function was invoked; @returns `null` where it names no account */
export function accountOfFunction(functionArn: string | undefined): OwnAccount | null {
  const { accountId = '' } = parseArn(functionArn) ?? {};
  return accountIdForm.test(accountId) ? { kind: 'KNOWN', accountId } : null;
}

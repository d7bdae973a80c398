import type { CrossAccountRole } from '../../config/config.ts';
import { roleArn } from '../../model/arn.ts';
import type { StageId } from '../../model/stage-id.ts';
import type { Unread } from '../../resources/live.ts';
import type { AssumedRole } from '../clients.ts';
import type { OwnAccount } from './own-account.ts';

/** How an account is reached, or why it is not. */
export type Access =
  | { readonly kind: 'OPEN'; readonly role: AssumedRole | null; readonly accountDoubt: string | null }
  | Unread;

/** @param own account of our credentials; where it is unknown, they are used as they are */
export function accessTo(
  { accountId, region }: Pick<StageId, 'accountId' | 'region'>,
  own: OwnAccount,
  crossAccountRole: CrossAccountRole | null,
): Access {
  if (own.kind === 'UNKNOWN') return { kind: 'OPEN', role: null, accountDoubt: own.reason };
  if (own.accountId === accountId) return { kind: 'OPEN', role: null, accountDoubt: null };
  if (crossAccountRole === null) {
    return {
      kind: 'UNREADABLE',
      reason: `it is in account ${accountId}, while the credentials are of account ${own.accountId}: set CROSS_ACCOUNT_ROLE_NAME to a role to assume there`,
    };
  }
  const arn = roleArn(accountId, region, crossAccountRole.name);
  return { kind: 'OPEN', role: { arn, externalId: crossAccountRole.externalId }, accountDoubt: null };
}

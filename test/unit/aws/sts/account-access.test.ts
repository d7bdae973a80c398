import { describe, expect, it } from '@jest/globals';
import { accessTo } from '../../../../lib/aws/sts/account-access.ts';
import { foreignAccountId, ownAccountId, stageId } from '../live-stages.ts';

const own = { kind: 'KNOWN', accountId: ownAccountId } as const;
const role = { name: 'drift-reader', externalId: 'shared-secret' };

function foreignStage(region: string) {
  return stageId('api0', 'prod', { accountId: foreignAccountId, region });
}

describe('a stage', () => {
  it('of our own account is read with our own credentials, whether or not there is a role', () => {
    const open = { kind: 'OPEN', role: null, accountDoubt: null };

    expect(accessTo(stageId('api0'), own, null)).toEqual(open);
    expect(accessTo(stageId('api0'), own, role)).toEqual(open);
  });

  it('of another account is not read without a role, and the reason says which setting to make', () => {
    expect(accessTo(foreignStage('eu-west-1'), own, null)).toEqual({
      kind: 'UNREADABLE',
      reason:
        'it is in account 999999999999, while the credentials are of account 123456789012: set CROSS_ACCOUNT_ROLE_NAME to a role to assume there',
    });
  });

  it.each([
    ['eu-west-1', 'arn:aws:iam::999999999999:role/drift-reader'],
    ['cn-north-1', 'arn:aws-cn:iam::999999999999:role/drift-reader'],
    ['us-gov-west-1', 'arn:aws-us-gov:iam::999999999999:role/drift-reader'],
    ['us-iso-east-1', 'arn:aws-iso:iam::999999999999:role/drift-reader'],
    ['eusc-de-east-1', 'arn:aws-eusc:iam::999999999999:role/drift-reader'],
  ])('of another account in %s is read under the role of that account', (region, arn) => {
    expect(accessTo(foreignStage(region), own, role)).toEqual({
      kind: 'OPEN',
      role: { arn, externalId: 'shared-secret' },
      accountDoubt: null,
    });
  });

  it('is tried with our own credentials, and with doubt, where nobody knows whose they are', () => {
    expect(accessTo(stageId('api0'), { kind: 'UNKNOWN', reason: 'STS was silent' }, role)).toEqual({
      kind: 'OPEN',
      role: null,
      accountDoubt: 'STS was silent',
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { lockKey, mayBeChanging, parseStateLock } from '../../../lib/terraform/state-lock.ts';

/** As Terraform 1.11 writes it. */
const written = {
  ID: '0f9d2c0a-5a38-8f0b-1c0e-3f0b8d0a0a11',
  Operation: 'OperationTypeApply',
  Info: '',
  Who: 'ci@runner-7',
  Version: '1.11.4',
  Created: '2026-11-24T21:30:15.123456789Z',
  Path: 'acme-tf/orders/terraform.tfstate',
};

describe('the lock of a state', () => {
  it('says who holds it, for what and since when', () => {
    expect(parseStateLock(JSON.stringify(written))).toEqual({
      operation: 'OperationTypeApply',
      who: 'ci@runner-7',
      since: '2026-11-24T21:30:15.123Z',
    });
  });

  it.each(['', 'not JSON', '[]', 'null', '{"Operation":7,"Who":null,"Created":"yesterday"}'])(
    'that Terraform did not write says nothing, and holds nothing up: %j',
    (text) => {
      const lock = parseStateLock(text);

      expect(lock).toEqual({ operation: '', who: '', since: null });
      expect(mayBeChanging(lock)).toBe(false);
    },
  );

  it.each([
    ['OperationTypeApply', true],
    ['OperationTypePlan', false],
    ['OperationTypeRefresh', false],
    ['migration source state', true],
  ])('taken for %s: %s that AWS is being changed', (Operation, expected) => {
    expect(mayBeChanging(parseStateLock(JSON.stringify({ ...written, Operation })))).toBe(expected);
  });

  it('lies beside the state', () => {
    expect(lockKey('env:/prod/terraform.tfstate')).toBe('env:/prod/terraform.tfstate.tflock');
  });
});

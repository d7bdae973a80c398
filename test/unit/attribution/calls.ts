import type { ApiCall, Touched } from '../../../lib/model/api-call.ts';

/** The stage that the instances of `placing.ts` belong to. */
const target = {
  family: 'REST' as const,
  accountId: '123456789012',
  region: 'eu-west-1',
  apiId: 'abcdefghij',
  stageName: 'prod',
};

const caller = {
  arn: 'arn:aws:iam::123456789012:user/bob',
  sourceAddress: '203.0.113.7',
  userAgent: 'aws-cli/2.31.9',
  isVerified: true,
};

/** @param at seconds after noon @returns a call at that stage, whose id is `NAME@AT` */
export function callAt(at: number, eventName: string, touched: Touched, elsewhere: object = {}): ApiCall {
  return {
    eventId: `${eventName}@${at}`,
    eventName,
    time: new Date(Date.UTC(2026, 10, 24, 12, 0, at)).toISOString().replace('.000', ''),
    target: { ...target, ...elsewhere },
    touched,
    caller: { ...caller, actor: 'bob', tool: 'AWS CLI' },
  };
}

export function update(at: number, ...paths: string[]): ApiCall {
  return callAt(at, 'UpdateStage', { kind: 'PATHS', paths });
}

export const whole: Touched = { kind: 'WHOLE' };
export const unknown: Touched = { kind: 'UNKNOWN' };

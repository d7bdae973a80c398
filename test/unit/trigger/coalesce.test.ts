import { describe, expect, it } from '@jest/globals';
import type { ApiCall } from '../../../lib/model/api-call.ts';
import { type CheckRequest, plainRequest } from '../../../lib/model/check-request.ts';
import { coalesce, type ReceivedCheck } from '../../../lib/trigger/coalesce.ts';

function changed(messageId: string, stageName: string | null, eventId = messageId, time = '2026-03-01T02:10:05Z') {
  const call: ApiCall = {
    eventId,
    eventName: stageName === null ? 'PutRestApi' : 'UpdateStage',
    time,
    target: { family: 'REST', accountId: '123456789012', region: 'eu-west-1', apiId: 'a1b2c3d4e5', stageName },
    touched: { kind: 'UNKNOWN' },
    caller: { actor: 'alice', arn: null, sourceAddress: null, tool: 'console', userAgent: null, isVerified: true },
  };
  const trigger = { kind: 'stage-changed', source: call.eventName, time } as const;
  const stages = [{ kind: 'PLACE', ...call.target }] as const;
  const request = { ...plainRequest, trigger, eventId, stages, calls: [call], dryRun: false };
  return { messageIds: [messageId], request } satisfies ReceivedCheck;
}

function written(messageId: string, uri: string, time = '2026-03-01T02:10:05Z'): ReceivedCheck {
  const trigger = { kind: 'state-written', source: uri, time } as const;
  return {
    messageIds: [messageId],
    request: { ...plainRequest, trigger, eventId: messageId, states: [uri], dryRun: false },
  };
}

const plain = { ...plainRequest, trigger: { kind: 'manual' }, dryRun: false } as const;

function again(messageId: string, narrowed: Pick<CheckRequest, 'states' | 'stages'>): ReceivedCheck {
  const trigger = { kind: 're-check', source: 'stagedrift', time: '2026-03-01T02:10:05Z' } as const;
  return { messageIds: [messageId], request: { ...plainRequest, trigger, ...narrowed, dryRun: false } };
}

function stages(...names: readonly string[]): CheckRequest['stages'] {
  return names.flatMap((name) => changed(name, name).request.stages);
}

describe('messages that come together', () => {
  it('are one check of all stages that were changed, and one of all states that were written', () => {
    const checks = coalesce([
      changed('m1', 'prod'),
      written('m2', 's3://acme-tf/orders', '2026-03-01T02:11:00Z'),
      changed('m3', null, 'm3', '2026-03-01T02:12:00Z'),
      written('m4', 's3://acme-tf/users'),
      changed('m5', 'prod'),
    ]);

    expect(checks).toMatchObject([
      {
        request: {
          trigger: { kind: 'state-written', source: 's3://acme-tf/orders', time: '2026-03-01T02:11:00Z' },
          states: ['s3://acme-tf/orders', 's3://acme-tf/users'],
          stages: null,
        },
        messageIds: ['m2', 'm4'],
      },
      {
        request: {
          trigger: { kind: 'stage-changed', source: 'PutRestApi, UpdateStage', time: '2026-03-01T02:12:00Z' },
          states: null,
          stages: [{ stageName: 'prod' }, { stageName: null }],
        },
        messageIds: ['m1', 'm3', 'm5'],
      },
    ]);
  });

  it('of a thousand changes of one stage are one check of it, with all calls', () => {
    const [check, ...others] = coalesce(Array.from({ length: 1_000 }, (_, index) => changed(`m${index}`, 'prod')));

    expect(others).toEqual([]);
    expect(check?.request.stages).toHaveLength(1);
    expect(check?.request.calls).toHaveLength(1_000);
    expect(check?.messageIds).toHaveLength(1_000);
  });

  it('name the same event once, and are done with together', () => {
    const [check] = coalesce([changed('m1', 'prod', 'event'), changed('m2', 'prod', 'event')]);

    expect(check?.request).toMatchObject({ eventId: 'event', calls: [{ eventId: 'event' }] });
    expect(check?.request.calls).toHaveLength(1);
    expect(check?.messageIds).toEqual(['m1', 'm2']);
  });

  it('make the same report in whatever order they come', () => {
    const idOf = (items: readonly ReceivedCheck[]) => coalesce(items)[0]?.request.eventId;
    const [a, b] = [changed('m1', 'prod'), changed('m2', 'dev')];

    expect(idOf([a, b])).toBe(idOf([b, a, b]));
    expect(idOf([a, b])).not.toBe(idOf([a]));
  });

  it('give a check of written states their authors, since it may be the one that reports them', () => {
    const checks = coalesce([changed('m1', 'prod'), written('m2', 's3://acme-tf/orders')]);

    expect(checks.map(({ request }) => request.calls.map(({ eventId }) => eventId))).toEqual([['m1'], ['m1']]);
  });

  it('that the function sent itself are one check of stages and one of states', () => {
    const checks = coalesce([
      again('m1', { stages: stages('prod'), states: null }),
      again('m2', { stages: null, states: ['s3://acme-tf/orders'] }),
      again('m3', { stages: stages('dev', 'prod'), states: null }),
      again('m4', { stages: null, states: ['s3://acme-tf/users', 's3://acme-tf/orders'] }),
      { messageIds: ['m5'], request: plain },
    ]);

    expect(checks).toMatchObject([
      { request: { stages: stages('prod', 'dev'), states: null, calls: [] }, messageIds: ['m1', 'm3'] },
      {
        request: { stages: null, states: ['s3://acme-tf/orders', 's3://acme-tf/users'], calls: [] },
        messageIds: ['m2', 'm4'],
      },
      { request: { ...plain, eventId: 'm5' }, messageIds: ['m5'] },
    ]);
    expect(new Set(checks.map(({ request }) => request.eventId)).size).toBe(3);
  });

  it('that say themselves what to check are checked one by one, and each has a report of its own', () => {
    const asked = (messageId: string): ReceivedCheck => ({ messageIds: [messageId], request: plain });

    expect(coalesce([asked('m1'), asked('m2')])).toEqual([
      { request: { ...plain, eventId: 'm1' }, messageIds: ['m1'] },
      { request: { ...plain, eventId: 'm2' }, messageIds: ['m2'] },
    ]);
  });
});

import { describe, expect, it } from '@jest/globals';
import type { ApiCall } from '../../../lib/attribution/api-call.ts';
import type { PlaceSelector } from '../../../lib/resources/stage-selector.ts';
import { type CheckRequest, plainRequest } from '../../../lib/trigger/check-request.ts';
import { InvalidEventError } from '../../../lib/trigger/event-form.ts';
import { parsePostponedCheck, pauseBefore, postponedCheck } from '../../../lib/trigger/postponed-check.ts';

const now = new Date('2026-03-01T02:10:05Z');
const orders = 's3://acme-tf/orders';
const place: PlaceSelector = {
  kind: 'PLACE',
  accountId: '123456789012',
  region: 'eu-west-1',
  restApiId: 'a1b2c3d4e5',
  stageName: 'prod',
};

function callAt(time: string, userAgent: string | null = null): ApiCall {
  const { kind, ...target } = place;
  return {
    eventId: `call at ${time}`,
    eventName: 'UpdateStage',
    time,
    target,
    touched: { kind: 'PATHS', paths: ['/variables/LOG_LEVEL'] },
    caller: { actor: 'alice', arn: null, sourceAddress: '203.0.113.7', tool: 'console', userAgent },
  };
}

const request: CheckRequest = {
  ...plainRequest,
  trigger: { kind: 'stage-changed', source: 'UpdateStage', time: '2026-03-01T02:09:00Z' },
  eventId: 'event-1',
  stages: [place],
  calls: [callAt('2026-03-01T02:09:00Z')],
  dryRun: false,
};

function again(asked: CheckRequest, at = now): CheckRequest {
  return parsePostponedCheck(JSON.parse(postponedCheck(asked, [orders], at)));
}

describe('a check that is put off', () => {
  it('is the same check of the states that wait, and remembers since when', () => {
    expect(again(request)).toEqual({
      ...request,
      eventId: expect.stringMatching(/^[0-9a-f]{16}$/),
      states: [orders],
      waitingSince: '2026-03-01T02:10:05.000Z',
    });
  });

  it('remembers when it was put off first, however often it is', () => {
    expect(again(again(request), new Date('2026-03-01T02:20:05Z')).waitingSince).toBe('2026-03-01T02:10:05.000Z');
  });

  it('makes another report each time', () => {
    const ids = [again(request).eventId, again(request, new Date('2026-03-01T02:20:05Z')).eventId, request.eventId];

    expect(new Set(ids).size).toBe(3);
  });

  it('of everything is a check of the states that wait', () => {
    expect(again({ ...request, stages: null })).toMatchObject({ states: [orders], stages: null });
  });

  it('of very many stages is a check of all that the states have, and of very many calls has the latest', () => {
    const stages = Array.from({ length: 1_000 }, (_, index) => ({ ...place, stageName: `stage-${index}` }));
    const calls = Array.from({ length: 1_000 }, (_, index) =>
      callAt(new Date(Date.UTC(2026, 0, 1) + index * 1_000).toISOString(), 'ü'.repeat(1_024)),
    );
    const text = postponedCheck({ ...request, stages, calls }, [orders], now);

    expect(Buffer.byteLength(text)).toBeLessThan(262_144);
    expect(parsePostponedCheck(JSON.parse(text)).stages).toBeNull();
    expect(parsePostponedCheck(JSON.parse(text)).calls[0]).toEqual(calls.at(-1));
  });

  it.each([{}, { detail: null }, { detail: { trigger: { kind: 'manual' } } }])(
    'that this version did not write is refused: %j',
    (event) => {
      expect(() => parsePostponedCheck(event)).toThrow(InvalidEventError);
    },
  );
});

describe('a check of what is no state in S3', () => {
  it.each(['orders.tfstate', 's3://Acme/orders', 's3://acme-tf'])('is refused as an event: %s', (uri) => {
    const message: unknown = JSON.parse(postponedCheck(request, [uri], now));

    expect(() => parsePostponedCheck(Object(message))).toThrow(InvalidEventError);
  });
});

describe('the pause before a check that was put off', () => {
  it.each([
    [30, [null, null, null, null, null, 100]],
    [60, [null, null, null, 105]],
    [900, [null, 455]],
  ])('grows, so that an hour takes fewer messages than Lambda lets a function send itself: %d', (delay, first) => {
    const begun = now.getTime();
    const pauses: (number | null)[] = [];
    let [at, waitingSince]: [number, string | null] = [begun, null];
    while (at - begun < 60 * 60_000) {
      const pause = pauseBefore({ ...request, waitingSince }, new Date(at));
      waitingSince ??= now.toISOString();
      pauses.push(pause);
      // The queue is emptied each ten seconds.
      at += ((pause ?? delay) + 10) * 1_000;
    }

    expect(pauses.slice(0, first.length)).toEqual(first);
    expect(pauses.at(-1)).toBeGreaterThan(800);
    expect(pauses.length).toBeLessThan(15);
  });
});

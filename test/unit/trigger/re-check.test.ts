import { describe, expect, it } from '@jest/globals';
import { plainRequest } from '../../../lib/model/check-request.ts';
import { type StatedStageId, unknownStageId } from '../../../lib/model/stage-id.ts';
import type { PlaceSelector } from '../../../lib/model/stage-selector.ts';
import { InvalidEventError } from '../../../lib/trigger/event-form.ts';
import { parseReCheck, pauseSeconds, type ReCheck, reCheckMessage, reChecksOf } from '../../../lib/trigger/re-check.ts';

const now = new Date('2026-03-01T02:10:05Z');
const orders = 's3://acme-tf/orders';
const prod: PlaceSelector = {
  kind: 'PLACE',
  family: 'REST',
  accountId: '123456789012',
  region: 'eu-west-1',
  apiId: 'a1b2c3d4e5',
  stageName: 'prod',
};
/** As the message has it: a message that an earlier version sent is still in the queue after a deployment. */
const written = {
  kind: 'PLACE',
  accountId: '123456789012',
  region: 'eu-west-1',
  restApiId: 'a1b2c3d4e5',
  stageName: 'prod',
};

function received(check: ReCheck) {
  return parseReCheck(JSON.parse(reCheckMessage(check, now)));
}

describe('a check that the function asks itself for', () => {
  it.each<[string, ReCheck]>([
    ['stages', { stages: [prod] }],
    ['states', { states: [orders] }],
  ])('says which %s to check again, and nothing else', (_, check) => {
    expect(received(check)).toEqual({
      ...plainRequest,
      ...check,
      trigger: { kind: 're-check', source: 'stagedrift', time: '2026-03-01T02:10:05.000Z' },
      dryRun: false,
    });
  });

  it('names its stages with the keys that every version reads', () => {
    const { detail } = JSON.parse(reCheckMessage({ stages: [prod] }, now));

    expect(detail).toEqual({ stages: [written] });
  });

  it('takes nothing but that from a forged one', () => {
    const forged = {
      ...JSON.parse(reCheckMessage({ stages: [prod] }, now)),
      detail: {
        stages: [written],
        calls: [{ caller: { actor: 'ceo@acme.example' } }],
        waitingSince: '2099-01-01T00:00:00Z',
      },
    };

    expect(parseReCheck(forged)).toEqual(received({ stages: [prod] }));
  });

  it.each([
    {},
    { detail: null },
    { detail: { stages: [] } },
    { detail: { stages: [{ ...written, accountId: 'URGENT' }] } },
    { detail: { stages: [{ ...written, stageName: 'x'.repeat(129) }] } },
    { detail: { stages: Array.from({ length: 501 }, () => written) } },
    { detail: { states: ['orders.tfstate'] } },
    { detail: { states: ['s3://Acme/orders'] } },
  ])('is refused where it is none that this version writes: %j', (event) => {
    expect(() => parseReCheck({ time: now.toISOString(), ...event })).toThrow(InvalidEventError);
  });
});

describe('what has to be checked again', () => {
  const inOrders = (stage: StatedStageId) => ({ ...stage, state: orders });

  it('is one check of its stages, each once', () => {
    expect(reChecksOf([inOrders(prod), { ...prod, state: null }])).toEqual([{ stages: [prod] }]);
  });

  it('is a check of its state where it is not known which stage it is, or AWS could not have named it so', () => {
    expect(
      reChecksOf([
        inOrders(unknownStageId),
        inOrders({ ...prod, stageName: null }),
        inOrders({ ...prod, region: 'über' }),
        inOrders(prod),
      ]),
    ).toEqual([{ stages: [prod] }, { states: [orders] }]);
  });

  it('is a check of the states where there are very many stages', () => {
    const stages = Array.from({ length: 501 }, (_, index) => ({ ...prod, stageName: `stage-${index}` }));

    expect(reChecksOf(stages.map(inOrders))).toEqual([{ states: [orders] }]);
  });

  it('fits a message however much it is', () => {
    const stages = Array.from({ length: 500 }, (_, index) => ({ ...prod, stageName: `${index}-`.padEnd(128, 'x') }));
    const [check, ...others] = reChecksOf(stages.map(inOrders));

    expect(others).toEqual([]);
    expect(Buffer.byteLength(check === undefined ? '' : reCheckMessage(check, now))).toBeLessThan(262_144);
  });

  it('is nothing where nothing is', () => {
    expect(reChecksOf([])).toEqual([]);
  });
});

describe('the pause before a check that is made again', () => {
  it.each([
    [30, [null, null, null, null, null, 100]],
    [60, [null, null, null, 105]],
    [900, [null, 455]],
  ])('grows, so that an hour takes fewer messages than Lambda lets a function send itself: %d', (delay, first) => {
    const pauses: (number | null)[] = [];
    let waitedMs = 0;
    while (waitedMs < 60 * 60_000) {
      const pause = pauseSeconds(waitedMs);
      pauses.push(pause);
      // The queue is emptied each ten seconds.
      waitedMs += ((pause ?? delay) + 10) * 1_000;
    }

    expect(pauses.slice(0, first.length)).toEqual(first);
    expect(pauses.at(-1)).toBeGreaterThan(800);
    expect(pauses.length).toBeLessThan(15);
  });
});

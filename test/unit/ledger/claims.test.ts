import { describe, expect, it } from '@jest/globals';
import { isClaimedElsewhere, markArrived, releaseClaims } from '../../../lib/ledger/claims.ts';
import type { Ledger, LedgerEntry } from '../../../lib/ledger/ledger.ts';
import { found, held, runAt, Story } from './finding-world.ts';

const minute = 60_000;
const claimedAt = new Date('2026-03-01T08:00:00Z');
const everything = () => true;

/** @returns what is stored in the ledger of a finding that the invocation of this token is about to notify */
function claimed(token = 'first'): { ledger: Ledger; entry: LedgerEntry } {
  const story = new Story();
  story.unnotified([found()], { ...runAt(0, 'event-1'), token });
  if (story.entry === undefined) throw new Error('nothing is remembered');
  return { ledger: story.ledger, entry: story.entry };
}

function later(minutes: number, token = 'second') {
  return { token, now: new Date(claimedAt.getTime() + minutes * minute) };
}

function only({ entries }: Ledger): LedgerEntry | undefined {
  return [...entries.values()][0];
}

describe('a claim', () => {
  it('is held against every other invocation, one for the same event included, for twenty minutes', () => {
    const { entry } = claimed();
    expect(entry.claim).toEqual({
      ...{ reportId: 'event-1', token: 'first', at: claimedAt.toISOString(), isReleased: false },
    });
    expect([0, 19.9, 20].map((minutes) => isClaimedElsewhere(entry, later(minutes)))).toEqual([true, true, false]);
  });

  it('is held for longer than an invocation may last, which is 15 minutes', () => {
    expect(isClaimedElsewhere(claimed().entry, later(15))).toBe(true);
  });

  it('is never held against the invocation that made it', () => {
    expect(isClaimedElsewhere(claimed().entry, later(0, 'first'))).toBe(false);
  });

  it('is not held by a clock that was far ahead, for as long as that takes to come', () => {
    const { entry } = claimed();
    expect([-19.9, -20, -24 * 60].map((minutes) => isClaimedElsewhere(entry, later(minutes)))).toEqual([
      ...[true, false, false],
    ]);
  });

  it('is not held once its invocation gave it up', () => {
    const { ledger } = claimed();
    const entry = only(releaseClaims(ledger, { token: 'first' }));
    expect(entry?.claim?.isReleased).toBe(true);
    expect(entry && isClaimedElsewhere(entry, later(0))).toBe(false);
  });

  it('is not there where nobody is about to tell the finding', () => {
    expect(isClaimedElsewhere({ ...claimed().entry, claim: null }, later(0))).toBe(false);
  });
});

describe('what an invocation makes of its claims', () => {
  it('is that what arrived is notified, and known for certain', () => {
    const { ledger, entry } = claimed();
    const [{ values }] = entry.claimants;
    expect(entry).toMatchObject({ notifiedAt: null, claimants: [{ notified: null }] });
    expect(only(markArrived(ledger, later(1, 'first'), everything))).toMatchObject({
      claim: null,
      isUncertain: false,
      notifiedAt: '2026-03-01T08:01:00.000Z',
      claimants: [{ values, notified: values }],
    });
  });

  it('is that what did not arrive is not notified, and left to any run', () => {
    const { ledger } = claimed();
    expect(only(markArrived(ledger, later(1, 'first'), () => false))).toMatchObject({
      claim: null,
      notifiedAt: null,
    });
  });

  it('is that there is as much doubt as before about what did not arrive', () => {
    for (const isUncertain of [false, true]) {
      const story = new Story();
      story.notified([found('a')], runAt(-2));
      if (isUncertain) story.refused([found('b')], runAt(-1));
      story.unnotified([found('c')], runAt(0, 'first'));
      story.deliver(runAt(0, 'first'), () => false);
      expect(story.entry).toMatchObject({ claim: null, isUncertain });
    }
  });

  it('is that an end that arrived is notified', () => {
    const story = new Story();
    story.notified([found()], runAt(-1));
    story.unnotified([], runAt(0, 'first'), { how: 'PUT_BACK', explanation: 'it was reverted in AWS' });
    expect(story.entry?.closed?.isNotified).toBe(false);
    story.deliver(runAt(0, 'first'));
    expect(story.entry).toMatchObject({ claim: null, closed: { isNotified: true } });
  });

  it('is nothing to the claims of others, those for the same event included', () => {
    const { ledger } = claimed();
    expect(markArrived(ledger, later(1), everything)).toBe(ledger);
    expect(releaseClaims(ledger, { token: 'second' })).toBe(ledger);
  });

  it('stays known where the message failed, since it may have arrived all the same: the next run that sees it is in doubt', () => {
    const story = new Story();
    story.refused([found()], runAt(0, 'first'));
    expect(story.entry).toMatchObject({ notifiedAt: null, claim: { token: 'first', isReleased: true } });
    story.notified([], runAt(0.1));
    expect(story.entry).toMatchObject({ notifiedAt: null, claim: { token: 'first', isReleased: true } });
    story.notified([held(found())], runAt(0.2));
    expect(story.entry).toMatchObject({ notifiedAt: null, claim: null, isUncertain: true });
  });

  it('leaves the order of runs as it is: no run saw anything', () => {
    const { ledger } = claimed();
    expect(markArrived(ledger, later(1, 'first'), everything).sequence).toBe(ledger.sequence);
    expect(releaseClaims(ledger, { token: 'first' }).sequence).toBe(ledger.sequence);
  });
});

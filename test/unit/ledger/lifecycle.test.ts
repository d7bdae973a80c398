import { describe, expect, it } from '@jest/globals';
import { selectionBy } from '../../../lib/findings/rules/selection.ts';
import { ledgerText, parseLedger, pendingCalls } from '../../../lib/ledger/ledger.ts';
import type { ApiCall } from '../../../lib/model/api-call.ts';
import { eventsOf, firstVersionOf, found, held, runAt, Story } from './finding-world.ts';

const putBack = { how: 'PUT_BACK', explanation: 'it was reverted in AWS' } as const;
const quietly = { how: 'CHECKED', explanation: 'it could be read again' } as const;
const any = { address: [], type: [], account: [], region: [], state: [], path: [], kind: [] };
const rule = { place: 'rules.yaml:1', selection: selectionBy(any), reason: 'known', owner: null, expires: null };
const ignored = found('temporarily', { ignoredBy: rule });

describe('a finding', () => {
  it('is opened once and then known', () => {
    const story = new Story();
    expect(eventsOf(story.notified([found()], runAt(0)))).toEqual(['OPENED']);
    const again = story.notified([found()], runAt(1));
    expect(eventsOf(again)).toEqual(['KNOWN']);
    expect(again.hasChanges).toBe(false);
  });

  it('keeps the time when it was first seen', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    const { lifecycles } = story.notified([found('another text')], runAt(5));
    expect(lifecycles.get(found().id)).toEqual({
      event: 'CHANGED',
      firstSeen: '2026-03-01T08:00:00.000Z',
      attribution: null,
    });
  });

  it('has changed when either of its values has, and is known with the new ones', () => {
    const story = new Story();
    story.notified([found('a')], runAt(0));
    expect(eventsOf(story.notified([found('b')], runAt(1)))).toEqual(['CHANGED']);
    expect(eventsOf(story.notified([found('b')], runAt(2)))).toEqual(['KNOWN']);
    const otherExpected = found('b', {
      difference: { path: ['description'], differenceType: 'NOT_EQUAL', expected: 'New', actual: 'b', masked: false },
    });
    expect(eventsOf(story.notified([otherExpected], runAt(3)))).toEqual(['CHANGED']);
  });

  it('of hidden values has not changed because their marks are missing for once', () => {
    const story = new Story();
    const hidden = (mark: string) =>
      found('', {
        path: ['variables', 'A'],
        difference: {
          path: ['variables', 'A'],
          differenceType: 'NOT_EQUAL',
          expected: `(masked${mark && `, hash a${mark}`})`,
          actual: `(masked${mark && `, hash b${mark}`})`,
          masked: true,
        },
        mask: { by: 'SETTING', keyId: mark === '' ? null : 'the key' },
      });
    story.notified([hidden('1')], runAt(0));
    expect(eventsOf(story.notified([hidden('')], runAt(1)))).toEqual(['KNOWN']);
    expect(eventsOf(story.notified([hidden('1')], runAt(2)))).toEqual(['KNOWN']);
    expect(eventsOf(story.notified([hidden('2')], runAt(3)))).toEqual(['CHANGED']);
  });

  it('has its reminder three days after the next run where a clock was a year ahead when it was notified', () => {
    const story = new Story();
    story.notified([found()], runAt(365 * 24));

    const events = [1, 72, 74].map((hours) => eventsOf(story.notified([found()], runAt(hours)))[0]);

    expect(events).toEqual(['KNOWN', 'KNOWN', 'REMINDER']);
  });

  it('is notified again as a reminder after three days, and then three days later', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    expect(eventsOf(story.notified([found()], runAt(71)))).toEqual(['KNOWN']);
    expect(eventsOf(story.notified([found()], runAt(72)))).toEqual(['REMINDER']);
    expect(eventsOf(story.notified([found()], runAt(143)))).toEqual(['KNOWN']);
    expect(eventsOf(story.notified([found()], runAt(144)))).toEqual(['REMINDER']);
  });

  it('of another place, type, name or setting is another one', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    const others = [
      found('temporarily', { accountId: '999999999999' }),
      found('temporarily', { region: 'us-east-1' }),
      found('temporarily', { apiId: 'other' }),
      found('temporarily', { stageName: 'test' }),
      found('temporarily', { type: 'aws_api_gateway_method_settings' }),
      found('temporarily', { name: 'items/GET' }),
      found('temporarily', { path: ['deployment_id'] }),
      found('temporarily', { kind: 'DELETED', path: null, difference: null }),
    ];
    expect(eventsOf(story.notified([found(), ...others], runAt(1)))).toEqual(['KNOWN', ...others.map(() => 'OPENED')]);
  });

  it('stays the same under another address and in another state', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    const moved = found('temporarily', { address: 'module.new.aws_api_gateway_stage.prod', state: 's3://acme-tf/new' });
    expect(eventsOf(story.notified([moved], runAt(1)))).toEqual(['KNOWN']);
  });

  it('that two states have is notified once', () => {
    const twice = [found(), found('temporarily', { state: 's3://acme-tf/second' })];
    expect(eventsOf(new Story().notified(twice, runAt(0)))).toEqual(['OPENED']);
  });
});

describe('since when a finding has been as it is', () => {
  const sinceIn = ({ entry }: Story) => entry?.unchangedSince;

  it('is when it was first read so, and a reminder is not', () => {
    const story = new Story();
    story.notified([found()], { ...runAt(0), now: new Date('2026-03-01T08:10:00Z') });
    expect(eventsOf(story.notified([found()], runAt(73)))).toEqual(['REMINDER']);
    expect(sinceIn(story)).toBe('2026-03-01T08:10:00.000Z');
  });

  it('is the change, and not when that is notified at last', () => {
    const story = new Story();
    story.notified([found('a')], runAt(0));
    story.refused([found('b')], runAt(1));
    expect(eventsOf(story.notified([found('b')], runAt(2)))).toEqual(['CHANGED']);
    expect(sinceIn(story)).toBe('2026-03-01T09:00:00.000Z');
  });

  it('is its return, even where nobody heard that it was away', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    story.notified([], runAt(1), quietly);
    expect(eventsOf(story.notified([found()], runAt(2)))).toEqual(['KNOWN']);
    expect(sinceIn(story)).toBe('2026-03-01T10:00:00.000Z');
  });

  it.each([
    ['when people were notified', 1, '2026-03-01T09:00:00.000Z'],
    ['when it was first seen, where nobody was', null, '2026-03-01T08:00:00.000Z'],
  ])('is, in a ledger that does not say, %s', (_when, notified, since) => {
    const story = new Story();
    story.unnotified([found()], runAt(0, 'report'));
    if (notified !== null) story.deliver(runAt(notified, 'report'));
    story.ledger = parseLedger(firstVersionOf(story.ledger, ['unchangedSince']));
    expect(sinceIn(story)).toBe(since);
  });
});

describe('the end of a finding', () => {
  it('is notified once, with its cause', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    const end = story.notified([], runAt(1), putBack);
    expect(end.resolved).toMatchObject([{ id: found().id, ...putBack, firstSeen: '2026-03-01T08:00:00.000Z' }]);
    expect(eventsOf(story.notified([], runAt(2), putBack))).toEqual([]);
  });

  it('is not notified of one that nobody had heard of', () => {
    const story = new Story();
    story.notified([held(found())], runAt(0));
    expect(story.notified([], runAt(1), putBack)).toMatchObject({ hasChanges: false, resolved: [] });
  });

  it('is not there while the run cannot tell: unchecked is not resolved', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    expect(eventsOf(story.notified([], runAt(1), null))).toEqual([]);
    expect(eventsOf(story.notified([found()], runAt(2)))).toEqual(['KNOWN']);
  });

  it('is no end for good: what comes back is opened again', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    story.notified([], runAt(1), putBack);
    const { lifecycles } = story.notified([found()], runAt(2));
    expect(lifecycles.get(found().id)).toEqual({
      event: 'OPENED',
      firstSeen: '2026-03-01T10:00:00.000Z',
      attribution: null,
    });
  });

  it.each(['CHECKED', 'IGNORED'] as const)('by %s is notified along with other changes only', (how) => {
    const story = new Story();
    story.notified([found()], runAt(0));
    const ending = { how, explanation: 'quiet' };
    expect(story.notified([], runAt(1), ending)).toMatchObject({ hasChanges: false, resolved: [] });
    const other = found('x', { path: ['web_acl_arn'] });
    expect(eventsOf(story.notified([other], runAt(2), ending))).toEqual(['OPENED', 'RESOLVED']);
    expect(eventsOf(story.notified([other], runAt(3)))).toEqual(['KNOWN']);
  });

  it('is not notified of what continues as another finding', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    const gone = found('', { kind: 'DELETED', path: null, difference: null });
    const superseded = { how: 'SUPERSEDED', explanation: 'gone' } as const;
    expect(eventsOf(story.notified([gone], runAt(1), superseded))).toEqual(['OPENED']);
  });

  it('is forgotten after a week', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    story.notified([], runAt(1), putBack);
    expect(story.notified([], runAt(168)).ledger.entries.size).toBe(1);
    expect(story.notified([], runAt(169)).ledger.entries.size).toBe(0);
  });

  it('is kept for longer where people are still to hear of it', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    story.unnotified([], runAt(1), putBack);
    expect(eventsOf(story.notified([], runAt(200), putBack))).toEqual(['RESOLVED']);
    expect(story.notified([], runAt(201)).ledger.entries.size).toBe(0);
  });

  it('that an earlier run missed is notified by no run that does not look: it may have begun again', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    story.unnotified([], runAt(1), putBack);
    expect(eventsOf(story.notified([], runAt(2)))).toEqual([]);
    expect(eventsOf(story.notified([], runAt(3), putBack))).toEqual(['RESOLVED']);
  });

  it('that nobody heard of yet is notified as it is by now', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    story.notified([], runAt(1), { how: 'IGNORED', explanation: 'a rule passes over it' });
    expect(story.notified([], runAt(2), putBack).resolved).toMatchObject([putBack]);
    expect(eventsOf(story.notified([], runAt(3), putBack))).toEqual([]);
  });

  it('of what could not be checked is no change when no state has it any more', () => {
    const story = new Story();
    const unchecked = found('', { kind: 'NOT_CHECKED', path: null, difference: null });
    story.notified([unchecked], runAt(0));
    story.notified([], runAt(1), { how: 'CHECKED', explanation: 'it could be checked again' });
    expect(story.notified([], runAt(2), { how: 'REMOVED', explanation: 'gone' })).toMatchObject({ hasChanges: false });
  });

  it('does not come while the resource is pending for another run', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    const gone = found('', { kind: 'DELETED', path: null, difference: null });
    const { sequence } = story.ledger;
    story.notified([held(gone)], runAt(1));
    const superseded = { how: 'SUPERSEDED', explanation: 'gone' } as const;
    expect(eventsOf(story.notified([gone], { ...runAt(1.1, 'slow'), sequence }, superseded))).toEqual(['KNOWN']);
    expect(eventsOf(story.notified([found()], runAt(2), putBack))).toEqual(['KNOWN']);
  });
});

describe('what a rule ignores', () => {
  it('is not stored and not notified', () => {
    expect(new Story().notified([ignored], runAt(0))).toMatchObject({
      hasChanges: false,
      ledger: { entries: new Map() },
    });
  });

  it('is opened when the rule no longer holds', () => {
    const story = new Story();
    story.notified([ignored], runAt(0));
    expect(eventsOf(story.notified([found()], runAt(1)))).toEqual(['OPENED']);
  });
});

describe('a message that did not go out', () => {
  it('is notified again at once where it is known to have failed, under the same event, by a retry or another run', () => {
    for (const again of [{ ...runAt(0.1, 'event-1'), token: 'retry' }, runAt(0.1)]) {
      const story = new Story();
      expect(eventsOf(story.refused([found()], runAt(0, 'event-1')))).toEqual(['OPENED']);
      expect(eventsOf(story.notified([found()], again))).toEqual(['OPENED']);
      expect(eventsOf(story.notified([found()], runAt(1)))).toEqual(['KNOWN']);
    }
  });

  it('is notified by a later run, the retry included, once the one that claimed it cannot be at work any more', () => {
    for (const token of ['retry', 'another']) {
      const story = new Story();
      story.unnotified([found()], runAt(0, 'event-1'));
      expect(eventsOf(story.notified([found()], { ...runAt(0.32, 'event-1'), token }))).toEqual(['KNOWN']);
      expect(eventsOf(story.notified([found()], { ...runAt(0.34, 'event-1'), token }))).toEqual(['OPENED']);
    }
  });

  it('of an end is notified again too, even to those who perhaps heard of the beginning', () => {
    const story = new Story();
    story.unnotified([found()], runAt(0));
    expect(eventsOf(story.unnotified([], runAt(1), putBack))).toEqual(['RESOLVED']);
    expect(eventsOf(story.notified([], runAt(2), putBack))).toEqual(['RESOLVED']);
    expect(eventsOf(story.notified([], runAt(3), putBack))).toEqual([]);
  });

  it('of an end that no message was about is no change when the finding is back before anybody heard', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    expect(eventsOf(story.notified([], runAt(1), quietly))).toEqual([]);
    const { lifecycles } = story.notified([found()], runAt(2));
    expect(lifecycles.get(found().id)).toEqual({
      event: 'KNOWN',
      firstSeen: '2026-03-01T08:00:00.000Z',
      attribution: null,
    });
  });
});

describe.each([
  ['whose run was killed', (story: Story) => story.unnotified.bind(story)],
  ['whose answer was lost', (story: Story) => story.refused.bind(story)],
])('a message that may have arrived, %s,', (_how, of) => {
  it('of an end is followed by the news that the finding is back', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    expect(eventsOf(of(story)([], runAt(1), putBack))).toEqual(['RESOLVED']);
    const { lifecycles } = story.notified([found()], runAt(2));
    expect(lifecycles.get(found().id)).toEqual({
      event: 'OPENED',
      firstSeen: '2026-03-01T10:00:00.000Z',
      attribution: null,
    });
    expect(eventsOf(story.notified([found()], runAt(3)))).toEqual(['KNOWN']);
  });

  it('of a change is followed by the news that the old value is back', () => {
    const story = new Story();
    story.notified([found('a')], runAt(0));
    expect(eventsOf(of(story)([found('b')], runAt(1)))).toEqual(['CHANGED']);
    expect(eventsOf(story.notified([found('a')], runAt(2)))).toEqual(['CHANGED']);
    expect(eventsOf(story.notified([found('a')], runAt(3)))).toEqual(['KNOWN']);
  });

  it('of a beginning is followed by the end', () => {
    const story = new Story();
    of(story)([found()], runAt(0));
    expect(eventsOf(story.notified([], runAt(1), putBack))).toEqual(['RESOLVED']);
    expect(eventsOf(story.notified([], runAt(2), putBack))).toEqual([]);
  });

  it('is in doubt for as long as it takes to say what holds now', () => {
    const story = new Story();
    story.notified([found('a')], runAt(0));
    of(story)([found('b')], runAt(1));
    of(story)([found('a')], runAt(2));
    expect(eventsOf(story.notified([found('a')], runAt(3)))).toEqual(['CHANGED']);
    expect(story.entry?.isUncertain).toBe(false);
  });

  it('of a reminder leaves no doubt: it says what is known', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    expect(eventsOf(of(story)([found()], runAt(72)))).toEqual(['REMINDER']);
    expect(eventsOf(story.notified([found()], runAt(73)))).toEqual(['REMINDER']);
  });
});

describe('a message that a finding did not fit', () => {
  it('leaves it to the next run, and only what was in the message is known', () => {
    const story = new Story();
    const other = found('x', { path: ['web_acl_arn'] });
    story.unnotified([found(), other], runAt(0));
    story.deliver(runAt(0), (id) => id === other.id);
    expect(eventsOf(story.notified([found(), other], runAt(0.01)))).toEqual(['OPENED', 'KNOWN']);
    expect(eventsOf(story.notified([found(), other], runAt(1)))).toEqual(['KNOWN', 'KNOWN']);
  });

  it('is no reason to tell its end, or that a change was undone', () => {
    const story = new Story();
    story.notified([found('a')], runAt(0));
    story.unnotified([found('b'), found('x', { path: ['web_acl_arn'] })], runAt(1));
    story.deliver(runAt(1), () => false);
    expect(eventsOf(story.notified([found('a')], runAt(2), putBack))).toEqual(['KNOWN']);
  });
});

describe('of two runs at once', () => {
  it('only the one that claims a finding first reports it', () => {
    const story = new Story();
    expect(eventsOf(story.unnotified([found()], runAt(0, 'first')))).toEqual(['OPENED']);
    expect(eventsOf(story.unnotified([found()], runAt(0.01, 'second')))).toEqual(['KNOWN']);
    story.deliver(runAt(0.02, 'second'));
    story.deliver(runAt(0.03, 'first'));
    expect(eventsOf(story.notified([found()], runAt(1)))).toEqual(['KNOWN']);
  });

  it('only the first reports it though both are for the same event', () => {
    const story = new Story();
    expect(eventsOf(story.unnotified([found()], runAt(0, 'event-1')))).toEqual(['OPENED']);
    const twin = { ...runAt(0.01, 'event-1'), token: 'twin' };
    expect(eventsOf(story.notified([found()], twin))).toEqual(['KNOWN']);
    expect(story.entry).toMatchObject({ notifiedAt: null, claim: { token: 'event-1' } });
  });

  it('only the one that claims an end first reports it', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    expect(eventsOf(story.unnotified([], runAt(1, 'first'), putBack))).toEqual(['RESOLVED']);
    expect(eventsOf(story.unnotified([], runAt(1.01, 'second'), putBack))).toEqual([]);
    story.deliver(runAt(1.02, 'second'));
    story.deliver(runAt(1.03, 'first'));
    expect(eventsOf(story.notified([], runAt(2), putBack))).toEqual([]);
  });

  const state = 's3://acme-tf/orders/terraform.tfstate';
  const notified = (story: Story) => story.notified([found('a')], runAt(0));

  it.each([
    ['a value that the first tells', () => {}, [found('a')], null, [found('b')], null, ['OPENED'], ['CHANGED']],
    ['the end of what the first tells', () => {}, [found('a')], null, [], putBack, ['OPENED'], ['RESOLVED']],
    ['the return of what the first tells is over', notified, [], putBack, [found('a')], null, ['RESOLVED'], ['OPENED']],
    ['a quiet end of what the first tells', () => {}, [found('a')], null, [], quietly, ['OPENED'], []],
  ])(
    'the second leaves %s alone, since its word could arrive first, and has it checked once more',
    (_what, before, first, firstEnding, second, secondEnding, firstEvents, lastEvents) => {
      const story = new Story();
      before(story);
      expect(eventsOf(story.unnotified(first, runAt(1, 'first'), firstEnding))).toEqual(firstEvents);
      const { hasChanges, resolved, lifecycles, contested } = story.notified(
        second,
        runAt(1.1, 'second'),
        secondEnding,
      );
      expect({ hasChanges, resolved, events: [...lifecycles.values()].map(({ event }) => event), contested }).toEqual({
        ...{ hasChanges: false, resolved: [], events: second.map(() => 'KNOWN') },
        contested: [expect.objectContaining({ state })],
      });
      story.deliver(runAt(1.11, 'first'));
      expect(eventsOf(story.notified(second, runAt(1.12, 'third'), secondEnding))).toEqual(lastEvents);
    },
  );

  it('the second has nothing checked once more where it sees the same', () => {
    const story = new Story();
    story.unnotified([found()], runAt(0, 'first'));
    expect(story.unnotified([found()], runAt(0.1, 'second')).contested).toEqual([]);
    story.deliver(runAt(0.11, 'first'));
    story.unnotified([], runAt(1, 'first of the end'), putBack);
    expect(story.unnotified([], runAt(1.1, 'second of the end'), putBack).contested).toEqual([]);
  });

  it('the second neither holds back what the first tells nor contests it', () => {
    const story = new Story();
    story.unnotified([found()], runAt(0, 'first'));
    expect(story.unnotified([held(found('b'))], runAt(0.1, 'second')).contested).toEqual([]);
    expect(story.entry?.pending).toBeNull();
  });

  it('that what the first finds quietly over is notified along with other changes', () => {
    const story = new Story();
    story.unnotified([found()], runAt(0, 'first'));
    story.unnotified([], runAt(0.1, 'second'), quietly);
    story.deliver(runAt(0.11, 'first'));
    const other = found('x', { path: ['web_acl_arn'] });
    expect(eventsOf(story.notified([other], runAt(1), quietly))).toEqual(['OPENED', 'RESOLVED']);
  });
});

describe('of two runs, the one that began before the other wrote down what it saw', () => {
  it('does not bring back what the other saw end, and has it checked once more', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    const { sequence } = story.ledger;
    story.notified([], runAt(1), putBack);
    const slow = story.notified([found()], { ...runAt(2, 'slow'), sequence });
    expect(eventsOf(slow)).toEqual(['KNOWN']);
    expect(slow.contested.map(({ state }) => state)).toEqual([found().state]);
    expect(eventsOf(story.notified([], runAt(3)))).toEqual([]);
  });

  it('does not end what the other saw later, and has it checked once more', () => {
    const story = new Story();
    const { sequence } = story.ledger;
    story.notified([found()], runAt(1));
    const slow = story.notified([], { ...runAt(2, 'slow'), sequence }, putBack);
    expect(eventsOf(slow)).toEqual([]);
    expect(slow.contested.map(({ state }) => state)).toEqual([found().state]);
    expect(eventsOf(story.notified([found()], runAt(3)))).toEqual(['KNOWN']);
  });

  it('has checked once more what it would tell, and the other holds back', () => {
    const story = new Story();
    const { sequence } = story.ledger;
    story.notified([held(found())], runAt(1));
    const slow = story.notified([found()], { ...runAt(2, 'slow'), sequence });
    expect(eventsOf(slow)).toEqual(['KNOWN']);
    expect(slow.contested.map(({ state }) => state)).toEqual([found().state]);
  });

  it('does not tell its value in place of the one that the other saw later', () => {
    const story = new Story();
    const { sequence } = story.ledger;
    story.notified([found('new')], runAt(1));
    expect(eventsOf(story.notified([found('old')], { ...runAt(2, 'slow'), sequence }))).toEqual(['KNOWN']);
    expect(eventsOf(story.notified([found('new')], runAt(3)))).toEqual(['KNOWN']);
  });

  it('notifies people of what the other did not see', () => {
    const story = new Story();
    const { sequence } = story.ledger;
    story.notified([found('x', { path: ['web_acl_arn'] })], runAt(1));
    expect(eventsOf(story.notified([found()], { ...runAt(2, 'slow'), sequence }))).toEqual(['OPENED']);
  });
});

describe.each([
  ['ahead', 24],
  ['behind', -24],
])('a run whose clock is a day %s', (_where, hours) => {
  it('that tells a finding silences neither its change nor its end', () => {
    const story = new Story();
    expect(eventsOf(story.notified([found('a')], runAt(hours)))).toEqual(['OPENED']);
    expect(eventsOf(story.notified([found('a')], runAt(1)))).toEqual(['KNOWN']);
    expect(eventsOf(story.notified([found('b')], runAt(2)))).toEqual(['CHANGED']);
    expect(eventsOf(story.notified([], runAt(3), putBack))).toEqual(['RESOLVED']);
  });

  it('that tells an end does not silence the return', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    expect(eventsOf(story.notified([], runAt(1 + hours), putBack))).toEqual(['RESOLVED']);
    expect(eventsOf(story.notified([found()], runAt(2)))).toEqual(['OPENED']);
  });

  it('sees changes and ends itself', () => {
    const changed = new Story();
    changed.notified([found('a')], runAt(0));
    expect(eventsOf(changed.notified([found('b')], runAt(1 + hours)))).toEqual(['CHANGED']);
    expect(eventsOf(changed.notified([], runAt(2 + hours), putBack))).toEqual(['RESOLVED']);
  });

  it('holds no claim for that long where it was killed', () => {
    const story = new Story();
    story.unnotified([found()], runAt(hours));
    expect(eventsOf(story.notified([found()], runAt(1)))).toEqual(['OPENED']);
  });

  it('leaves the claim of another on what it did not look at', () => {
    const story = new Story();
    story.unnotified([found()], runAt(0, 'first'));
    story.notified([], runAt(hours));
    story.deliver(runAt(0, 'first'));
    expect(eventsOf(story.notified([found()], runAt(1)))).toEqual(['KNOWN']);
  });

  it('holds nothing back for longer than any other', () => {
    const story = new Story();
    story.notified([held(found())], runAt(hours));
    story.notified([held(found())], runAt(1));
    expect(Date.parse(story.entry?.pending?.since ?? '')).toBeLessThanOrEqual(runAt(1).now.getTime());
  });
});

const callAt = (second: number): ApiCall => ({
  eventId: `event-${second}`,
  eventName: 'UpdateStage',
  time: `2026-03-01T08:00:${String(second).padStart(2, '0')}Z`,
  target: { family: 'REST', accountId: '123456789012', region: 'eu-west-1', apiId: 'a1b2c3d4e5', stageName: 'prod' },
  touched: { kind: 'UNKNOWN' },
  caller: { actor: 'carol', arn: null, sourceAddress: null, tool: 'console', userAgent: null, isVerified: true },
});

describe('drift that is held back', () => {
  it('notifies nobody, and is stored with the time since when and the reason', () => {
    const story = new Story();
    expect(story.notified([held(found(), 'ci@runner holds the lock')], runAt(0))).toMatchObject({ hasChanges: false });
    expect(story.entry).toMatchObject({
      notifiedAt: null,
      claim: null,
      pending: { since: '2026-03-01T08:00:00.000Z', reason: 'ci@runner holds the lock' },
    });
  });

  it('waits since when it was first held back, whatever the reason is by now', () => {
    const story = new Story();
    story.notified([held(found('a'))], runAt(0));
    story.notified([held(found('b'), 'another apply is')], runAt(0.5));
    expect(story.entry?.pending).toEqual({ since: '2026-03-01T08:00:00.000Z', reason: 'another apply is', calls: [] });
  });

  it('has the calls that may be about it, each once and the latest first, as long as it waits', () => {
    const waiting = (...seconds: readonly number[]) => ({
      finding: found(),
      pending: { reason: 'an apply', calls: seconds.map(callAt) },
    });
    const story = new Story();
    const idsNow = () => pendingCalls(parseLedger(ledgerText(story.ledger))).map(({ eventId }) => eventId);
    story.notified([waiting(1, 2)], runAt(0));
    story.notified([waiting(3, 2)], runAt(0.1));
    expect(idsNow()).toEqual(['event-3', 'event-2', 'event-1']);
    story.notified([waiting(...Array.from({ length: 40 }, (_, second) => second))], runAt(0.2));
    expect(idsNow()).toEqual(Array.from({ length: 20 }, (_, index) => `event-${39 - index}`));
    story.notified([found()], runAt(0.3));
    expect(idsNow()).toEqual([]);
  });

  it('keeps the calls that a run knows which began before another one saw it', () => {
    const story = new Story();
    const slow = { ...runAt(0), sequence: 0 };
    story.notified([held(found())], runAt(0.01));
    story.notified([{ finding: found(), pending: { reason: 'an apply', calls: [callAt(1)] } }], slow);
    expect(story.entry?.pending).toEqual({
      since: '2026-03-01T08:00:36.000Z',
      reason: 'an apply is under way',
      calls: [callAt(1)],
    });
  });

  it('is opened once it is held back no more, and waits since then where it is held back again', () => {
    const story = new Story();
    story.notified([held(found())], runAt(0));
    expect(eventsOf(story.notified([found()], runAt(1)))).toEqual(['OPENED']);
    expect(story.entry?.pending).toBeNull();
    story.notified([held(found('b'))], runAt(2));
    expect(story.entry?.pending?.since).toBe('2026-03-01T10:00:00.000Z');
  });

  it('keeps what people know of it: only what differs from that is notified afterwards', () => {
    const story = new Story();
    story.notified([found('a')], runAt(0));
    story.notified([held(found('b'))], runAt(1));
    expect(eventsOf(story.notified([found('a')], runAt(2)))).toEqual(['KNOWN']);
    story.notified([held(found('b'))], runAt(3));
    expect(eventsOf(story.notified([found('b')], runAt(4)))).toEqual(['CHANGED']);
  });

  it('waits no more once it is over, and nobody hears of what nobody had heard of', () => {
    const story = new Story();
    story.notified([held(found())], runAt(0));
    expect(eventsOf(story.notified([], runAt(1), putBack))).toEqual([]);
    expect(story.entry).toMatchObject({ pending: null, closed: { isNotified: true } });
  });

  it('is no end taken back: what was over and is held back is opened again after that', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    story.notified([], runAt(1), putBack);
    story.notified([held(found())], runAt(2));
    expect(story.entry).toMatchObject({ closed: { how: 'PUT_BACK' }, pending: { since: '2026-03-01T10:00:00.000Z' } });
    expect(eventsOf(story.notified([found()], runAt(3)))).toEqual(['OPENED']);
  });
});

describe('the text of a ledger', () => {
  it('is read back as it was written', () => {
    const story = new Story();
    const deleted = found('', { kind: 'DELETED', path: null, difference: null });
    story.notified([found(), deleted], runAt(0));
    story.unnotified([deleted], runAt(1), putBack);
    expect(parseLedger(ledgerText(story.ledger))).toEqual(story.ledger);
  });

  it('is read back with what waits, what is in doubt, what is claimed and the order of runs', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    story.unnotified([found('b')], runAt(1, 'dead'));
    story.notified([held(found('b')), held(found('', { path: ['web_acl_arn'] }))], runAt(2));
    story.unnotified([found('', { path: ['deployment_id'] })], runAt(3, 'at work'));
    story.refused([found('', { path: ['variables', 'A'] })], runAt(3.1, 'refused'));
    const read = parseLedger(ledgerText(story.ledger));
    expect(read).toEqual(story.ledger);
    expect(read.sequence).toBe(5);
    const byPath = new Map([...read.entries.values()].map((entry) => [String(entry.path), entry]));
    expect(Object.fromEntries(byPath)).toMatchObject({
      deployment_id: { sequence: 4, claim: { token: 'at work', isReleased: false }, isUncertain: false },
      description: { sequence: 3, claim: null, isUncertain: true },
      'variables,A': { sequence: 5, claim: { token: 'refused', isReleased: true }, isUncertain: false },
      web_acl_arn: { sequence: 3, claim: null, isUncertain: false, pending: { reason: 'an apply is under way' } },
    });
  });

  it('is the same for the same ledger, in whatever order its findings came', () => {
    const story = new Story();
    story.notified([found(), found('', { path: ['web_acl_arn'] })], runAt(0));
    const { sequence, entries } = story.ledger;
    expect(ledgerText({ sequence, entries: new Map([...entries].toReversed()) })).toBe(ledgerText(story.ledger));
  });

  it('holds no value', () => {
    const story = new Story();
    story.notified([found('a secret nobody recognised')], runAt(0));
    expect(ledgerText(story.ledger)).not.toContain('secret');
  });

  it.each([
    ['', 'it is not JSON'],
    ['{', 'it is not JSON'],
    ['[]', 'version is not valid'],
    ['{"version":3,"sequence":0,"findings":[]}', 'version is not valid'],
    ['{"version":2,"findings":[]}', 'sequence is not valid'],
    ['{"version":1,"findings":[{}]}', 'findings.0.accountId is not valid'],
  ])('that is none is refused, and says where: %j', (text, reason) => {
    expect(() => parseLedger(text)).toThrow(`it is no ledger of this version: ${reason}`);
  });
});

describe('a ledger that an older version wrote', () => {
  /** Goes on with what is left of the ledger where the older version wrote it. */
  function upgrade(story: Story): void {
    const older = firstVersionOf(story.ledger, ['sequence', 'token', 'isReleased', 'isUncertain', 'pending']);
    expect(older).not.toMatch(/sequence|token|isReleased|isUncertain|pending|claimants|notified/);
    story.ledger = parseLedger(older);
  }

  it('is read, and what is known stays known, changes and ends as ever', () => {
    const story = new Story();
    story.notified([found('a')], runAt(0));
    upgrade(story);
    expect(story.ledger.sequence).toBe(0);
    expect(story.entry).toMatchObject({ sequence: 0, isUncertain: false, pending: null, claim: null });
    expect(eventsOf(story.notified([found('a')], runAt(1)))).toEqual(['KNOWN']);
    expect(eventsOf(story.notified([found('b')], runAt(2)))).toEqual(['CHANGED']);
    expect(eventsOf(story.notified([], runAt(3), putBack))).toEqual(['RESOLVED']);
  });

  it('may have notified what was claimed in it: the old value is notified again, and so is the end', () => {
    const [back, over] = [new Story(), new Story()];
    for (const story of [back, over]) {
      story.notified([found('a')], runAt(0));
      story.unnotified([found('b')], runAt(1));
      upgrade(story);
    }
    expect(eventsOf(back.notified([found('a')], runAt(2)))).toEqual(['CHANGED']);
    expect(eventsOf(over.notified([], runAt(2), putBack))).toEqual(['RESOLVED']);
  });

  it('may have notified people of what nobody else did: its end is notified', () => {
    const story = new Story();
    story.unnotified([found()], runAt(0));
    upgrade(story);
    expect(eventsOf(story.notified([], runAt(1), putBack))).toEqual(['RESOLVED']);
  });

  it('may be telling yet what is claimed in it, so that no other run does so meanwhile', () => {
    const story = new Story();
    story.unnotified([found()], runAt(0));
    upgrade(story);
    expect(eventsOf(story.notified([found()], runAt(0.3)))).toEqual(['KNOWN']);
    expect(eventsOf(story.notified([found()], runAt(0.4)))).toEqual(['OPENED']);
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { AssessedFinding } from '../../../lib/findings/assess.ts';
import type { Mask } from '../../../lib/findings/masking.ts';
import { ledgerText, parseLedger } from '../../../lib/ledger/ledger.ts';
import { eventsOf, firstVersionOf, found, held, runAt, Story, type StoryRun } from './finding-world.ts';

const putBack = { how: 'PUT_BACK', explanation: 'it was put back in AWS' } as const;
const [orders, users] = ['s3://acme-tf/orders/terraform.tfstate', 's3://acme-tf/users/terraform.tfstate'];

/** The description of one stage, as a state has it that claims the stage. */
function claimedBy(state: string, expected: string, actual: string, more: Partial<AssessedFinding> = {}) {
  const difference = { path: ['description'], differenceType: 'NOT_EQUAL', expected, actual, masked: false } as const;
  return found(actual, { state, difference, ...more });
}

function hidden(marks: readonly [string, string], keyId: string | null, by: Mask['by'] = 'SETTING') {
  const [expected, actual] = marks.map((mark) => (mark === '' ? '(masked)' : `(masked, hash ${mark})`));
  const difference = {
    path: ['description'],
    differenceType: 'NOT_EQUAL',
    expected: `${expected}`,
    actual: `${actual}`,
  };
  return found('', { difference: { ...difference, differenceType: 'NOT_EQUAL', masked: true }, mask: { by, keyId } });
}

/** A run that read none but these states. */
function reading(hours: number, ...states: readonly string[]): StoryRun {
  const isRead = (state: string | null) => state !== null && states.includes(state);
  return {
    ...runAt(hours),
    serialOf: (state) => (isRead(state) ? 42 : null),
    mayBeUnread: (state) => !isRead(state),
  };
}

describe('of one thing that two states claim', () => {
  it('a change for either of them is a change, whichever comes first', () => {
    const first = claimedBy(orders, 'Orders', 'by hand');
    for (const order of [
      (all: readonly AssessedFinding[]) => all,
      (all: readonly AssessedFinding[]) => all.toReversed(),
    ]) {
      const story = new Story();
      const events = [
        story.notified(order([first, claimedBy(users, 'Users', 'by hand')]), runAt(0)),
        story.notified(order([first, claimedBy(users, 'Users', 'by hand')]), runAt(1)),
        story.notified(order([first, claimedBy(users, 'People', 'by hand')]), runAt(2)),
        story.notified(order([first, claimedBy(users, 'People', 'by hand')]), runAt(3)),
        story.notified(order([claimedBy(orders, 'Order', 'by hand'), claimedBy(users, 'People', 'by hand')]), runAt(4)),
      ].map(eventsOf);
      expect(events).toEqual([['OPENED'], ['KNOWN'], ['CHANGED'], ['KNOWN'], ['CHANGED']]);
    }
  });

  it('neither hides a change of the other by being read first', () => {
    const story = new Story();
    const stranger = claimedBy(users, 'whatever', 'by hand', { address: 'aws_api_gateway_stage.stranger' });
    story.notified([stranger, claimedBy(orders, 'Orders', 'by hand')], runAt(0));
    const changed = [{ ...stranger }, claimedBy(orders, 'Orders of today', 'by hand')];
    expect(eventsOf(story.notified(changed, runAt(1)))).toEqual(['CHANGED']);
  });

  it('one that was not read keeps its values, and has not changed when it is read again', () => {
    const story = new Story();
    const [a, b] = [claimedBy(orders, 'Orders', 'by hand'), claimedBy(users, 'Users', 'by hand')];
    const events = [
      story.notified([a, b], runAt(0)),
      story.notified([a], reading(1, orders)),
      story.notified([b], reading(2, users)),
      story.notified([a, b], runAt(3)),
      story.notified([a, claimedBy(users, 'People', 'by hand')], runAt(4)),
    ].map(eventsOf);
    expect(events).toEqual([['OPENED'], ['KNOWN'], ['KNOWN'], ['KNOWN'], ['CHANGED']]);
  });

  it('a message of one that was read says nothing of the other: its change is still to come', () => {
    const story = new Story();
    const [a, b] = [claimedBy(orders, 'Orders', 'by hand'), claimedBy(users, 'Users', 'by hand')];
    story.notified([a, b], runAt(0));
    story.refused([a, claimedBy(users, 'People', 'by hand')], runAt(1));
    expect(eventsOf(story.notified([a], reading(2, orders)))).toEqual(['CHANGED']);
    expect(eventsOf(story.notified([a, claimedBy(users, 'People', 'by hand')], runAt(3)))).toEqual(['CHANGED']);
    expect(eventsOf(story.notified([a, claimedBy(users, 'People', 'by hand')], runAt(4)))).toEqual(['KNOWN']);
  });

  it('one that leaves is no change, nor is one that joins with the same values', () => {
    const story = new Story();
    const [a, b] = [claimedBy(orders, 'Orders', 'by hand'), claimedBy(users, 'Orders', 'by hand')];
    const events = [
      story.notified([a], runAt(0)),
      story.notified([a, b], runAt(1)),
      story.notified([b], runAt(2)),
      story.notified(
        [claimedBy(users, 'Orders', 'by hand', { address: 'module.new.aws_api_gateway_stage.prod' })],
        runAt(3),
      ),
    ].map(eventsOf);
    expect(events).toEqual([['OPENED'], ['KNOWN'], ['KNOWN'], ['KNOWN']]);
    expect(story.entry?.claimants).toHaveLength(1);
  });

  it('one that joins with other values is a change', () => {
    const story = new Story();
    const a = claimedBy(orders, 'Orders', 'by hand');
    story.notified([a], runAt(0));
    expect(eventsOf(story.notified([a, claimedBy(users, 'Users', 'by hand')], runAt(1)))).toEqual(['CHANGED']);
  });

  it('one that a rule ignores has no values: it returns as one that joins', () => {
    const story = new Story();
    const [a, b] = [claimedBy(orders, 'Orders', 'by hand'), claimedBy(users, 'Users', 'by hand')];
    const rule = { place: 'rules.yaml:1', selection: { text: '', selects: () => true, fits: () => true } };
    const ignored = { ...b, ignoredBy: { ...rule, reason: 'known', owner: null, expires: null } };
    story.notified([a, b], runAt(0));
    expect(eventsOf(story.notified([a, ignored], runAt(1)))).toEqual(['KNOWN']);
    expect(story.entry?.claimants.map(({ state }) => state)).toEqual([orders]);
    expect(eventsOf(story.notified([a, b], runAt(2)))).toEqual(['CHANGED']);
  });

  it('both are pending while an apply of either is under way', () => {
    const story = new Story();
    const [a, b] = [claimedBy(orders, 'Orders', 'by hand'), claimedBy(users, 'Users', 'by hand')];
    expect(story.notified([a, held(b)], runAt(0))).toMatchObject({ hasChanges: false });
    expect(eventsOf(story.notified([a, b], runAt(1)))).toEqual(['OPENED']);
  });
});

describe('masked values', () => {
  it('whose next change is seen are those that one key marked', () => {
    const story = new Story();
    story.notified([hidden(['a', 'b'], 'key')], runAt(0));
    expect(eventsOf(story.notified([hidden(['a', 'b'], 'key')], runAt(1)))).toEqual(['KNOWN']);
    expect(eventsOf(story.notified([hidden(['a', 'c'], 'key')], runAt(2)))).toEqual(['CHANGED']);
  });

  it('that another key marks are replaced silently, and their next change is seen', () => {
    const story = new Story();
    story.notified([hidden(['a', 'b'], 'old')], runAt(0));
    expect(eventsOf(story.notified([hidden(['x', 'y'], 'new')], runAt(1)))).toEqual(['KNOWN']);
    expect(eventsOf(story.notified([hidden(['x', 'z'], 'new')], runAt(2)))).toEqual(['CHANGED']);
  });

  it('that had no key are replaced silently once there is one, and their next change is seen', () => {
    const story = new Story();
    story.notified([hidden(['', ''], null)], runAt(0));
    expect(eventsOf(story.notified([hidden(['x', 'y'], 'key')], runAt(1)))).toEqual(['KNOWN']);
    expect(eventsOf(story.notified([hidden(['x', 'z'], 'key')], runAt(2)))).toEqual(['CHANGED']);
  });

  it('that changed while the key was missing for once are seen when it is back', () => {
    const story = new Story();
    story.notified([hidden(['a', 'b'], 'key')], runAt(0));
    expect(eventsOf(story.notified([hidden(['', ''], null)], runAt(1)))).toEqual(['KNOWN']);
    expect(eventsOf(story.notified([hidden(['a', 'c'], 'key')], runAt(2)))).toEqual(['CHANGED']);
  });

  it('that a rule hides or shows from now on have not changed', () => {
    const story = new Story();
    story.notified([found('a')], runAt(0));
    expect(eventsOf(story.notified([hidden(['a', 'b'], 'key')], runAt(1)))).toEqual(['KNOWN']);
    expect(eventsOf(story.notified([found('a')], runAt(2)))).toEqual(['KNOWN']);
  });

  it('that are hidden since one of them is a credential now have changed', () => {
    for (const keyId of ['key', null]) {
      const story = new Story();
      story.notified([found('a')], runAt(0));
      expect(eventsOf(story.notified([hidden(['', ''], keyId, 'VALUE')], runAt(1)))).toEqual(['CHANGED']);
    }
  });

  it('of one claimant say nothing of what another one shows', () => {
    const story = new Story();
    const shown = claimedBy(users, 'Users', 'by hand');
    story.notified([hidden(['a', 'b'], 'key'), shown], runAt(0));
    expect(eventsOf(story.notified([hidden(['a', 'b'], 'key'), shown], runAt(1)))).toEqual(['KNOWN']);
    const changed = claimedBy(users, 'Users', 'by another hand');
    expect(eventsOf(story.notified([hidden(['a', 'b'], 'key'), changed], runAt(2)))).toEqual(['CHANGED']);
  });
});

describe('a run that a person asked for', () => {
  const manual = (hours: number): StoryRun => ({ ...runAt(hours), isManual: true });

  it('leaves alone what is pending, and all else of that resource', () => {
    const story = new Story();
    const other = found('x', { path: ['web_acl_arn'] });
    story.notified([held(found())], runAt(0));
    const before = story.entry;
    const { hasChanges, lifecycles } = story.notified([found(), other], manual(0.2));
    expect({ hasChanges, known: lifecycles.get(found().id)?.event, isNewKept: lifecycles.has(other.id) }).toEqual({
      ...{ hasChanges: false, known: 'KNOWN', isNewKept: false },
    });
    expect(story.entry).toEqual(before);
    expect(eventsOf(story.notified([found(), other], runAt(1)))).toEqual(['OPENED', 'OPENED']);
  });

  it('does not end what is pending', () => {
    const story = new Story();
    story.notified([found()], runAt(0));
    story.notified([held(found('b'))], runAt(1));
    expect(eventsOf(story.notified([], manual(1.2), putBack))).toEqual([]);
    expect(story.entry?.pending).not.toBeNull();
  });
});

describe('a ledger of the first version', () => {
  const text = readFileSync(new URL('../../fixtures/ledger/version-1.json', import.meta.url), 'utf8');

  it('is read, and written in the form of this one', () => {
    const ledger = parseLedger(text);
    const written = ledgerText(ledger);
    expect(JSON.parse(written)).toMatchObject({ version: 2, sequence: JSON.parse(text).sequence });
    expect(parseLedger(written)).toEqual(ledger);
    const kinds = [...ledger.entries.values()].map(({ kind }) => kind).toSorted();
    expect(kinds).toEqual(['DIFFERENCE', 'NOT_CHECKED', 'NOT_CHECKED', 'UNMANAGED']);
  });

  it('gives each finding the claimant that it knew, with what people know of it', () => {
    const story = new Story();
    story.notified([claimedBy(orders, 'Orders', 'by hand')], runAt(0));
    story.ledger = parseLedger(firstVersionOf(story.ledger, []));
    expect(story.entry?.claimants).toMatchObject([
      { state: orders, address: 'aws_api_gateway_stage.prod', serial: 42 },
    ]);
    expect(eventsOf(story.notified([claimedBy(orders, 'Orders', 'by hand')], runAt(1)))).toEqual(['KNOWN']);
    expect(eventsOf(story.notified([claimedBy(orders, 'Orders', 'again')], runAt(2)))).toEqual(['CHANGED']);
  });

  it('leaves masked values as they are known, marked or not', () => {
    for (const before of [hidden(['a', 'b'], 'key'), hidden(['', ''], null)]) {
      const story = new Story();
      story.notified([before], runAt(0));
      story.ledger = parseLedger(firstVersionOf(story.ledger, []));
      expect(eventsOf(story.notified([hidden(['a', 'b'], 'key')], runAt(1)))).toEqual(['KNOWN']);
      expect(eventsOf(story.notified([hidden(['a', 'c'], 'key')], runAt(2)))).toEqual(['CHANGED']);
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import { ledgerText, parseLedger } from '../../../../lib/findings/ledger/ledger.ts';
import { selectionBy } from '../../../../lib/findings/rules/selection.ts';
import { eventsOf, found, runAt, Story } from './finding-world.ts';

const putBack = { how: 'PUT_BACK', explanation: 'it was put back in AWS' } as const;
const any = { address: [], type: [], account: [], region: [], state: [], path: [], kind: [] };
const rule = { place: 'rules.yaml:1', selection: selectionBy(any), reason: 'known', owner: null, expires: null };
const ignored = found('temporarily', { ignoredBy: rule });

describe('a finding', () => {
  it('is opened once and then known', () => {
    const story = new Story();
    expect(eventsOf(story.told([found()], runAt(0)))).toEqual(['OPENED']);
    const again = story.told([found()], runAt(1));
    expect(eventsOf(again)).toEqual(['KNOWN']);
    expect(again.isNews).toBe(false);
  });

  it('keeps the time when it was first seen', () => {
    const story = new Story();
    story.told([found()], runAt(0));
    const { lives } = story.told([found('another text')], runAt(5));
    expect(lives.get(found().id)).toEqual({
      event: 'CHANGED',
      firstSeen: '2026-03-01T08:00:00.000Z',
      attribution: null,
    });
  });

  it('has changed when either of its values has, and is known with the new ones', () => {
    const story = new Story();
    story.told([found('a')], runAt(0));
    expect(eventsOf(story.told([found('b')], runAt(1)))).toEqual(['CHANGED']);
    expect(eventsOf(story.told([found('b')], runAt(2)))).toEqual(['KNOWN']);
    const otherExpected = found('b', {
      difference: { path: ['description'], differenceType: 'NOT_EQUAL', expected: 'New', actual: 'b', masked: false },
    });
    expect(eventsOf(story.told([otherExpected], runAt(3)))).toEqual(['CHANGED']);
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
      });
    story.told([hidden('1')], runAt(0));
    expect(eventsOf(story.told([hidden('')], runAt(1)))).toEqual(['KNOWN']);
    expect(eventsOf(story.told([hidden('1')], runAt(2)))).toEqual(['KNOWN']);
    expect(eventsOf(story.told([hidden('2')], runAt(3)))).toEqual(['CHANGED']);
  });

  it('is told again as a reminder after three days, and then three days later', () => {
    const story = new Story();
    story.told([found()], runAt(0));
    expect(eventsOf(story.told([found()], runAt(71)))).toEqual(['KNOWN']);
    expect(eventsOf(story.told([found()], runAt(72)))).toEqual(['REMINDER']);
    expect(eventsOf(story.told([found()], runAt(143)))).toEqual(['KNOWN']);
    expect(eventsOf(story.told([found()], runAt(144)))).toEqual(['REMINDER']);
  });

  it('of another place, type, name or setting is another one', () => {
    const story = new Story();
    story.told([found()], runAt(0));
    const others = [
      found('temporarily', { accountId: '999999999999' }),
      found('temporarily', { region: 'us-east-1' }),
      found('temporarily', { restApiId: 'other' }),
      found('temporarily', { stageName: 'test' }),
      found('temporarily', { type: 'aws_api_gateway_method_settings' }),
      found('temporarily', { name: 'items/GET' }),
      found('temporarily', { path: ['deployment_id'] }),
      found('temporarily', { kind: 'DELETED', path: null, difference: null }),
    ];
    expect(eventsOf(story.told([found(), ...others], runAt(1)))).toEqual(['KNOWN', ...others.map(() => 'OPENED')]);
  });

  it('stays the same under another address and in another state', () => {
    const story = new Story();
    story.told([found()], runAt(0));
    const moved = found('temporarily', { address: 'module.new.aws_api_gateway_stage.prod', state: 's3://acme-tf/new' });
    expect(eventsOf(story.told([moved], runAt(1)))).toEqual(['KNOWN']);
  });

  it('that two states have is told once', () => {
    const twice = [found(), found('temporarily', { state: 's3://acme-tf/second' })];
    expect(eventsOf(new Story().told(twice, runAt(0)))).toEqual(['OPENED']);
  });
});

describe('since when a finding has been as it is', () => {
  const sinceIn = ({ ledger }: Story) => ledger.get(found().id)?.unchangedSince;

  it('is when it was first read so, and a reminder is not', () => {
    const story = new Story();
    story.told([found()], { ...runAt(0), now: new Date('2026-03-01T08:10:00Z') });
    expect(eventsOf(story.told([found()], runAt(73)))).toEqual(['REMINDER']);
    expect(sinceIn(story)).toBe('2026-03-01T08:10:00.000Z');
  });

  it('is the change, and not when that is told at last', () => {
    const story = new Story();
    story.told([found('a')], runAt(0));
    story.untold([found('b')], runAt(1));
    expect(eventsOf(story.told([found('b')], runAt(2)))).toEqual(['CHANGED']);
    expect(sinceIn(story)).toBe('2026-03-01T09:00:00.000Z');
  });

  it('is its return, even where nobody heard that it was away', () => {
    const story = new Story();
    story.told([found()], runAt(0));
    story.untold([], runAt(1), putBack);
    expect(eventsOf(story.told([found()], runAt(2)))).toEqual(['KNOWN']);
    expect(sinceIn(story)).toBe('2026-03-01T10:00:00.000Z');
  });

  it.each([
    ['when people were told', 1, '2026-03-01T09:00:00.000Z'],
    ['when it was first seen, where nobody was', null, '2026-03-01T08:00:00.000Z'],
  ])('is, in a ledger that does not say, %s', (_when, told, since) => {
    const story = new Story();
    story.untold([found()], runAt(0, 'report'));
    if (told !== null) story.deliver(runAt(told, 'report'));
    story.ledger = parseLedger(ledgerText(story.ledger).replace(/"unchangedSince":"[^"]*",/, ''));
    expect(sinceIn(story)).toBe(since);
  });
});

describe('the end of a finding', () => {
  it('is told once, with its cause', () => {
    const story = new Story();
    story.told([found()], runAt(0));
    const end = story.told([], runAt(1), putBack);
    expect(end.resolved).toMatchObject([{ id: found().id, ...putBack, firstSeen: '2026-03-01T08:00:00.000Z' }]);
    expect(eventsOf(story.told([], runAt(2), putBack))).toEqual([]);
  });

  it('is not told of one that nobody had heard of', () => {
    const story = new Story();
    story.ledger = new Story().untold([found()], runAt(0)).ledger;
    story.ledger = new Map([...story.ledger].map(([id, entry]) => [id, { ...entry, claim: null }]));
    expect(story.told([], runAt(1), putBack)).toMatchObject({ isNews: false, resolved: [] });
  });

  it('is not there while the run cannot tell: unchecked is not resolved', () => {
    const story = new Story();
    story.told([found()], runAt(0));
    expect(eventsOf(story.told([], runAt(1), null))).toEqual([]);
    expect(eventsOf(story.told([found()], runAt(2)))).toEqual(['KNOWN']);
  });

  it('is no end for good: what comes back is opened anew', () => {
    const story = new Story();
    story.told([found()], runAt(0));
    story.told([], runAt(1), putBack);
    const { lives } = story.told([found()], runAt(2));
    expect(lives.get(found().id)).toEqual({
      event: 'OPENED',
      firstSeen: '2026-03-01T10:00:00.000Z',
      attribution: null,
    });
  });

  it.each(['CHECKED', 'IGNORED'] as const)('by %s is told along with other news only', (how) => {
    const story = new Story();
    story.told([found()], runAt(0));
    expect(story.told([], runAt(1), { how, explanation: 'quiet' })).toMatchObject({ isNews: false, resolved: [] });
    const other = found('x', { path: ['web_acl_arn'] });
    expect(eventsOf(story.told([other], runAt(2)))).toEqual(['OPENED', 'RESOLVED']);
    expect(eventsOf(story.told([other], runAt(3)))).toEqual(['KNOWN']);
  });

  it('is not told of what goes on as another finding', () => {
    const story = new Story();
    story.told([found()], runAt(0));
    const gone = found('', { kind: 'DELETED', path: null, difference: null });
    const superseded = { how: 'SUPERSEDED', explanation: 'gone' } as const;
    expect(eventsOf(story.told([gone], runAt(1), superseded))).toEqual(['OPENED']);
  });

  it('is forgotten after a week', () => {
    const story = new Story();
    story.told([found()], runAt(0));
    story.told([], runAt(1), putBack);
    expect(story.told([], runAt(168)).ledger.size).toBe(1);
    expect(story.told([], runAt(169)).ledger.size).toBe(0);
  });
});

describe('what a rule ignores', () => {
  it('is not remembered and not told', () => {
    expect(new Story().told([ignored], runAt(0))).toMatchObject({ isNews: false, ledger: new Map() });
  });

  it('is opened when the rule no longer holds', () => {
    const story = new Story();
    story.told([ignored], runAt(0));
    expect(eventsOf(story.told([found()], runAt(1)))).toEqual(['OPENED']);
  });
});

describe('a message that did not go out', () => {
  it('is told again by the same run, as the same news', () => {
    const story = new Story();
    expect(eventsOf(story.untold([found()], runAt(0, 'event-1')))).toEqual(['OPENED']);
    expect(eventsOf(story.told([found()], runAt(0.1, 'event-1')))).toEqual(['OPENED']);
    expect(eventsOf(story.told([found()], runAt(1)))).toEqual(['KNOWN']);
  });

  it('is told by a later run, once the one that claimed it cannot be at work any more', () => {
    const story = new Story();
    story.untold([found()], runAt(0));
    expect(eventsOf(story.told([found()], runAt(0.2)))).toEqual(['KNOWN']);
    expect(eventsOf(story.told([found()], runAt(0.25)))).toEqual(['OPENED']);
  });

  it('of an end is told again too, even to those who perhaps heard of the beginning', () => {
    const story = new Story();
    story.untold([found()], runAt(0));
    expect(eventsOf(story.untold([], runAt(1), putBack))).toEqual(['RESOLVED']);
    expect(eventsOf(story.told([], runAt(2), putBack))).toEqual(['RESOLVED']);
    expect(eventsOf(story.told([], runAt(3), putBack))).toEqual([]);
  });

  it('of an end is no news when the finding is back before anybody heard', () => {
    const story = new Story();
    story.told([found()], runAt(0));
    story.untold([], runAt(1), putBack);
    const { lives } = story.told([found()], runAt(2));
    expect(lives.get(found().id)).toEqual({ event: 'KNOWN', firstSeen: '2026-03-01T08:00:00.000Z', attribution: null });
  });
});

describe('of two runs at once', () => {
  it('only the one that claims a finding first tells it', () => {
    const story = new Story();
    expect(eventsOf(story.untold([found()], runAt(0, 'first')))).toEqual(['OPENED']);
    expect(eventsOf(story.untold([found()], runAt(0.01, 'second')))).toEqual(['KNOWN']);
    story.deliver(runAt(0.02, 'second'));
    story.deliver(runAt(0.03, 'first'));
    expect(eventsOf(story.told([found()], runAt(1)))).toEqual(['KNOWN']);
  });

  it('the second tells what the first did not see', () => {
    const story = new Story();
    story.untold([found('a')], runAt(0, 'first'));
    expect(eventsOf(story.untold([found('b')], runAt(0.01, 'second')))).toEqual(['CHANGED']);
  });

  it('only the one that claims an end first tells it', () => {
    const story = new Story();
    story.told([found()], runAt(0));
    expect(eventsOf(story.untold([], runAt(1, 'first'), putBack))).toEqual(['RESOLVED']);
    expect(eventsOf(story.untold([], runAt(1.01, 'second'), putBack))).toEqual([]);
    story.deliver(runAt(1.02, 'second'));
    story.deliver(runAt(1.03, 'first'));
    expect(eventsOf(story.told([], runAt(2), putBack))).toEqual([]);
  });

  it('the second opens anew what is back while the first tells its end', () => {
    const story = new Story();
    story.told([found()], runAt(0));
    expect(eventsOf(story.untold([], runAt(1, 'first'), putBack))).toEqual(['RESOLVED']);
    const { lives } = story.untold([found()], runAt(1.1, 'second'));
    expect(lives.get(found().id)).toEqual({
      event: 'OPENED',
      firstSeen: '2026-03-01T09:06:00.000Z',
      attribution: null,
    });
    story.deliver(runAt(1.11, 'first'));
    story.deliver(runAt(1.12, 'second'));
    expect(eventsOf(story.told([found()], runAt(2)))).toEqual(['KNOWN']);
  });

  it('that it is back is told by a later run where the message of the second did not go out', () => {
    const story = new Story();
    story.told([found()], runAt(0));
    story.untold([], runAt(1, 'first'), putBack);
    story.untold([found()], runAt(1.1, 'second'));
    story.deliver(runAt(1.11, 'first'));
    expect(eventsOf(story.told([found()], runAt(2)))).toEqual(['OPENED']);
  });

  it('the second tells the end of what the first tells', () => {
    const story = new Story();
    story.untold([found()], runAt(0, 'first'));
    expect(eventsOf(story.untold([], runAt(0.1, 'second'), putBack))).toEqual(['RESOLVED']);
    story.deliver(runAt(0.11, 'first'));
    story.deliver(runAt(0.12, 'second'));
    expect(eventsOf(story.told([], runAt(1), putBack))).toEqual([]);
  });

  it('that it is over is told by a later run where the message of the second did not go out', () => {
    const story = new Story();
    story.untold([found()], runAt(0, 'first'));
    story.untold([], runAt(0.1, 'second'), putBack);
    story.deliver(runAt(0.11, 'first'));
    expect(eventsOf(story.told([], runAt(1), putBack))).toEqual(['RESOLVED']);
  });

  it('that what the first tells is quietly over is told along with other news', () => {
    const story = new Story();
    story.untold([found()], runAt(0, 'first'));
    expect(eventsOf(story.untold([], runAt(0.1, 'second'), { how: 'CHECKED', explanation: 'quiet' }))).toEqual([]);
    story.deliver(runAt(0.11, 'first'));
    expect(eventsOf(story.told([found('x', { path: ['web_acl_arn'] })], runAt(1)))).toEqual(['OPENED', 'RESOLVED']);
  });

  it('the one that saw it earlier does not bring back what the other saw end', () => {
    const story = new Story();
    story.told([found()], runAt(0));
    story.told([], runAt(2), putBack);
    expect(eventsOf(story.told([found()], runAt(1, 'slow')))).toEqual(['KNOWN']);
    expect(eventsOf(story.told([], runAt(3)))).toEqual([]);
  });

  it('the one that saw it earlier does not end what the other saw later', () => {
    const story = new Story();
    story.told([found()], runAt(2));
    expect(eventsOf(story.told([], runAt(1, 'slow'), putBack))).toEqual([]);
    expect(eventsOf(story.told([found()], runAt(3)))).toEqual(['KNOWN']);
  });
});

describe('the text of a ledger', () => {
  it('is read back as it was written', () => {
    const story = new Story();
    const deleted = found('', { kind: 'DELETED', path: null, difference: null });
    story.told([found(), deleted], runAt(0));
    story.untold([deleted], runAt(1), putBack);
    expect(parseLedger(ledgerText(story.ledger))).toEqual(story.ledger);
  });

  it('holds no value', () => {
    const story = new Story();
    story.told([found('a secret nobody recognised')], runAt(0));
    expect(ledgerText(story.ledger)).not.toContain('secret');
  });

  it.each([
    ['', 'it is not JSON'],
    ['{', 'it is not JSON'],
    ['[]', 'version is not valid'],
    ['{"version":2,"findings":[]}', 'version is not valid'],
    ['{"version":1,"findings":[{}]}', 'findings.0.accountId is not valid'],
  ])('that is none is refused, and says where: %j', (text, reason) => {
    expect(() => parseLedger(text)).toThrow(`it is no ledger of this version: ${reason}`);
  });
});

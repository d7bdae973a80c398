import { describe, expect, it } from '@jest/globals';
import type { Line } from '../../../lib/doctor/check.ts';
import { cannotTell, notUsed, ok, problem, type Verdict } from '../../../lib/doctor/check-result.ts';
import { renderCheckupJson } from '../../../lib/doctor/checkup-json.ts';
import { renderCheckupText } from '../../../lib/doctor/checkup-text.ts';

const line = (check: string, about: string, verdict: Verdict): Line => ({
  check,
  about,
  ...verdict,
  needs: ['a:Right'],
});

const checkup = {
  stopped: null,
  lines: [
    line('states', 's3://a/b', ok('1 state', ['19 stages  s3://a/b'])),
    line('queue', '', problem('it is not there', 'deploy it')),
    line('trail', 'eu-west-1', cannotTell('access denied', 'have x granted')),
    line('trail', 'us-east-1', cannotTell('no answer', null)),
    line('chat topic', '', notUsed('it is not set')),
  ],
};

describe('a check-up as text', () => {
  it('has a line a check, with what to do in it, and a summary', () => {
    expect(renderCheckupText(checkup)).toBe(
      `OK           states      s3://a/b: 1 state
                         19 stages  s3://a/b
PROBLEM      queue       it is not there → deploy it
CANNOT TELL  trail       eu-west-1: access denied → have x granted
CANNOT TELL  trail       us-east-1: no answer
NOT USED     chat topic  it is not set

Problems: 1, cannot tell: 2, OK: 1, not used: 1.
`,
    );
  });

  it('spells out what AWS answers that cannot be seen, and keeps a check on its line', () => {
    const hostile = 'rule\u001b[2J\u202Eevil\nOK  all is well';
    const text = renderCheckupText({
      stopped: null,
      lines: [line('rules', hostile, problem(hostile, hostile, [hostile]))],
    });

    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
    expect(text.split('\n').filter((shown) => shown.startsWith('OK'))).toEqual([]);
    expect(text).toContain('rule\\u{1b}[2J\\u{202e}evil OK  all is well');
  });

  it('shows ten details of a check, and how many more there are', () => {
    const details = Array.from({ length: 12 }, (_, index) => `state ${index}`);
    const text = renderCheckupText({ stopped: null, lines: [line('states', '', ok('12 states', details))] });

    expect(text).toContain('state 9\n');
    expect(text).not.toContain('state 10');
    expect(text).toContain('and 2 more\n');
  });

  it('says why nothing else was checked', () => {
    const stopped = 'there are no usable credentials';

    expect(renderCheckupText({ ...checkup, stopped })).toContain(
      'Nothing else was checked: there are no usable credentials.',
    );
  });
});

describe('a check-up as JSON', () => {
  it('has every check with its status, what to do and the rights that it takes', () => {
    expect(JSON.parse(renderCheckupJson(checkup))).toMatchObject({
      schemaVersion: '1.0',
      outcome: 'PROBLEMS',
      stopped: null,
      summary: { ok: 1, problems: 1, cannotTell: 2, notUsed: 1 },
      checks: [
        { check: 'states', about: 's3://a/b', status: 'OK', remedy: null, details: ['19 stages  s3://a/b'] },
        { check: 'queue', about: null, status: 'PROBLEM', remedy: 'deploy it', needs: ['a:Right'] },
        { check: 'trail', status: 'CANNOT_TELL', remedy: 'have x granted' },
        { check: 'trail', status: 'CANNOT_TELL', remedy: null },
        { check: 'chat topic', status: 'NOT_USED', says: 'it is not set', details: [] },
      ],
    });
  });
});

import { describe, expect, it } from '@jest/globals';
import { largestFitting } from '../../../lib/report/fitting.ts';
import type { Report } from '../../../lib/report/report.ts';
import type { Verdict } from '../../../lib/resources/verdict.ts';
import { expectValidReport } from '../report-schema.ts';
import { createReport } from './assessed-report.ts';
import { asMethodSettings, checked, modified, readState, results, unmanaged } from './sample.ts';

const long = 'a'.repeat(1_000);
const changed: Verdict = modified([['description'], `${long}1`, `${long}2`]);
const notChecked: Verdict = { status: 'NOT_CHECKED', reason: 'denied' };

/** Two in sync, three drifted, two not checked; two states read, two failed. What drifted is last by address. */
const whole: Report = createReport(
  results({
    resources: [
      checked('a', { status: 'IN_SYNC' }),
      checked('b', { status: 'IN_SYNC' }),
      checked('c', notChecked),
      checked('d', notChecked),
      checked('x', { status: 'DELETED', reason: 'gone' }),
      checked('y', changed),
      checked('z', changed),
    ],
    states: [
      readState('s3://b/1'),
      { uri: 's3://b/2', status: 'FAILED', reason: 'not JSON' },
      { uri: 's3://b/3', status: 'FAILED', reason: 'not JSON' },
      readState('s3://b/4'),
    ],
  }),
);

const entries = ({ states, resources }: Report) => [
  ...states.map(({ uri }) => uri),
  ...resources.map(({ address }) => address),
];
const withAtMost = (count: number) => largestFitting(whole, (candidate) => entries(candidate).length <= count);
const longestValue = ({ resources }: Report) =>
  Math.max(0, ...resources.flatMap(({ differences }) => differences.map(({ actual }) => String(actual).length)));

describe('a report that fits', () => {
  it('stays as it is', () => {
    expect(withAtMost(11)).toBe(whole);
  });
});

describe('a report that does not fit', () => {
  it('loses first what is in sync', () => {
    expect(entries(withAtMost(10))).toEqual(['s3://b/1', 's3://b/2', 's3://b/3', 's3://b/4', 'c', 'd', 'x', 'y', 'z']);
  });

  it('loses next the states that were read', () => {
    expect(entries(withAtMost(8))).toEqual(['s3://b/2', 's3://b/3', 'c', 'd', 'x', 'y', 'z']);
    expect(longestValue(withAtMost(8))).toBe(1_001);
  });

  it('loses next the rest of long values, but never what differs in them', () => {
    const cut = largestFitting(whole, (candidate) => longestValue(candidate) < 1_000);
    expect(entries(cut)).toEqual(['s3://b/2', 's3://b/3', 'c', 'd', 'x', 'y', 'z']);
    expect(cut.resources.at(-1)?.differences[0]).toMatchObject({
      expected: `…${'a'.repeat(199)}1`,
      actual: `…${'a'.repeat(199)}2`,
    });
  });

  it.each([
    [6, ['s3://b/2', 's3://b/3', 'c', 'x', 'y', 'z']],
    [5, ['s3://b/2', 's3://b/3', 'x', 'y', 'z']],
    [4, ['s3://b/2', 'x', 'y', 'z']],
    [3, ['x', 'y', 'z']],
    [2, ['x', 'y']],
    [1, ['x']],
    [0, []],
  ])('keeps of %j entries what drifted, then unread states, then stages not checked', (count, kept) => {
    expect(entries(withAtMost(count))).toEqual(kept);
  });

  it('keeps nothing but its counts where nothing fits', () => {
    const cut = largestFitting(whole, () => false);
    expect(entries(cut)).toEqual([]);
    expect(cut.summary).toEqual(whole.summary);
    expect(cut.status).toBe('DRIFTED');
  });

  it.each([10, 8, 6, 4, 2, 0])('says how many entries were left out, is in order and valid: %j entries', (count) => {
    const cut = withAtMost(count);
    const failed = (report: Report) => report.states.filter(({ status }) => status === 'FAILED').length;
    expect(cut.omitted).toMatchObject({
      states: whole.states.length - cut.states.length,
      failedStates: failed(whole) - failed(cut),
      resources: whole.resources.length - cut.resources.length,
    });
    expectValidReport(cut);
  });
});

describe('a report with unmanaged stages and warnings that does not fit', () => {
  const report = createReport(
    results({
      resources: [
        unmanaged('a/b'),
        checked('c', notChecked),
        checked('y', changed),
        asMethodSettings(checked('z', { status: 'IN_SYNC' })),
      ],
      states: [{ uri: 's3://b/2', status: 'FAILED', reason: 'not JSON' }],
      warnings: ['first', 'second'],
    }),
  );
  const all = (candidate: Report) => [...entries(candidate), ...candidate.warnings];

  it.each([
    [5, ['s3://b/2', 'a/b', 'c', 'y', 'first']],
    [4, ['s3://b/2', 'a/b', 'c', 'y']],
    [3, ['s3://b/2', 'c', 'y']],
    [2, ['s3://b/2', 'y']],
    [1, ['y']],
    [0, []],
  ])('keeps of %j entries what drifted longest, then what was not checked, then unmanaged stages', (count, kept) => {
    const cut = largestFitting(report, (candidate) => all(candidate).length <= count);
    expect(all(cut)).toEqual(kept);
    expectValidReport(cut);
  });

  it('says how many warnings were left out, and how many resources that are no stages', () => {
    expect(largestFitting(report, (candidate) => all(candidate).length <= 3).omitted).toEqual({
      remedies: 2,
      states: 0,
      failedStates: 0,
      resources: 2,
      otherTypes: 1,
      warnings: 2,
    });
  });

  it('says nothing of what was not left out', () => {
    expect(largestFitting(whole, (candidate) => entries(candidate).length <= 1).omitted).not.toHaveProperty('warnings');
    expect(largestFitting(report, (candidate) => all(candidate).length <= 6).omitted).toEqual({
      states: 0,
      failedStates: 0,
      resources: 1,
      otherTypes: 1,
    });
  });
});

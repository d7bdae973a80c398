import { describe, expect, it } from '@jest/globals';
import { shownDuration, shownTime } from '../../../lib/report/duration.ts';

describe('a length of time', () => {
  it.each([
    [0, 'less than a minute'],
    [59_999, 'less than a minute'],
    [60_000, '1 minute'],
    [7_200_000, '2 hours'],
    [7_260_000, '2 hours 1 minute'],
    [86_400_000 * 3 + 3_600_000 * 4 + 60_000 * 5, '3 days 4 hours'],
    [86_400_000 + 60_000, '1 day'],
    [-1, 'less than a minute'],
    [Number.NaN, 'less than a minute'],
  ])('of %d milliseconds is shown in its two largest units: %s', (milliseconds, text) => {
    expect(shownDuration(milliseconds)).toBe(text);
  });
});

it('a point of time is shown to the minute', () => {
  expect(shownTime('2026-03-01T02:10:05.678Z')).toBe('2026-03-01 02:10 UTC');
});

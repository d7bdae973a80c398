import { describe, expect, it } from '@jest/globals';
import type { Drift } from '../../../../lib/report/history/history.ts';
import { timeline } from '../../../../lib/report/history/timeline.ts';

const day = (number: number) => new Date(Date.UTC(2026, 2, number)).toISOString();

/** @returns ten days of March, one character for each */
function tenDays(...drifts: readonly Partial<Drift>[]): string {
  const whole = { from: day(1), to: null, seconds: 0, changes: [], attribution: null, how: null, explanation: null };
  const full = drifts.map((drift) => ({ ...whole, ...drift }));
  return timeline(full, new Date(day(1)), new Date(day(11)), 10);
}

describe('a timeline', () => {
  it('of nothing is quiet', () => {
    expect(tenDays()).toBe('··········');
  });

  it('shows a drift from its beginning to its end', () => {
    expect(tenDays({ from: day(3), to: day(6) })).toBe('··████····');
  });

  it('shows a drift however short it was', () => {
    expect(tenDays({ from: day(3), to: day(3) })).toBe('··█·······');
  });

  it('shows an open drift up to now', () => {
    expect(tenDays({ from: day(8) })).toBe('·······███');
  });

  it('shows several drifts, and when one changed once more', () => {
    expect(tenDays({ from: day(1), to: day(2) }, { from: day(5), changes: [day(7)] })).toBe('██··██▓███');
  });

  it('leaves out what was before its time', () => {
    expect(tenDays({ from: '2025-01-01T00:00:00.000Z', to: '2026-02-01T00:00:00.000Z' })).toBe('··········');
    expect(tenDays({ from: '2025-01-01T00:00:00.000Z', to: day(2), changes: ['2025-02-01T00:00:00.000Z'] })).toBe(
      '██········',
    );
  });

  it('draws what is said to happen after its time at its end', () => {
    expect(tenDays({ from: day(20), to: day(21), changes: [day(20)] })).toBe('·········▓');
  });
});

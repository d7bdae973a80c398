import type { Drift } from './history.ts';

/** Signs of a timeline: all was well, it was drifted, and it was found to have changed once more. */
export const timelineSigns = { quiet: '·', drifted: '█', changed: '▓' } as const;

/**
 * @param drifts of one finding; what lies outside of the time is not drawn
 * @returns one character for each of `width` equal stretches of the time; a drift is seen however short it was
 */
export function timeline(drifts: readonly Drift[], since: Date, until: Date, width: number): string {
  const length = Math.max(1, until.getTime() - since.getTime());
  const cellOf = (time: string) =>
    Math.min(width - 1, Math.floor(((Date.parse(time) - since.getTime()) / length) * width));
  const cells: string[] = Array.from({ length: width }, () => timelineSigns.quiet);
  for (const { from, to, changes } of drifts) {
    const last = to === null ? width - 1 : cellOf(to);
    cells.fill(timelineSigns.drifted, Math.max(0, cellOf(from)), Math.max(0, last + 1));
    for (const change of changes) {
      const cell = cellOf(change);
      if (cell >= 0) cells[cell] = timelineSigns.changed;
    }
  }
  return cells.join('');
}

import type { Plot } from './plot.ts';

/** What one part of the bench found. */
export interface Section {
  readonly title: string;
  /** Under which conditions, in a sentence or two. */
  readonly about: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What the budgets are about, by name. Ratios, so that they hold on another machine too. */
  readonly figures: Readonly<Record<string, number>>;
  readonly plots: readonly Plot[];
}

export interface BenchOptions {
  /** How often each thing is measured, in turn with what it is compared with. */
  readonly runs: number;
  /** A folder for files of the bench, removed afterwards. */
  readonly folder: string;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** @returns two figures that count, and no more */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value >= 100) return String(Math.round(value));
  return value.toFixed(value >= 10 ? 1 : 2);
}

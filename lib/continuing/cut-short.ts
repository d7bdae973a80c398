import type { Examination } from '../check-drift.ts';

/** @returns whether the time was up before everything was known, so that another run may well know more */
export function isCutShort(examination: Examination): boolean {
  return examination.interview.outOfTime > 0 || unreadStates(examination) > 0;
}

/** @returns how many states, or sources of them, there was no time for */
export function unreadStates({ results: { states } }: Examination): number {
  return states.filter(({ status }) => status === 'OUT_OF_TIME').length;
}

/** @returns whether there was no time to read any state at all */
export function isBlind(examination: Examination): boolean {
  return unreadStates(examination) > 0 && examination.results.states.every(({ status }) => status !== 'READ');
}

import type { Examination } from './check-drift.ts';

/** @returns whether the time was up before everything was known, so that another run may well know more */
export function isCutShort(examination: Examination): boolean {
  return !examination.everythingAsked || hasUnreadStates(examination);
}

/** @returns whether there was no time to read any state at all */
export function isBlind(examination: Examination): boolean {
  return hasUnreadStates(examination) && examination.results.states.every(({ status }) => status !== 'READ');
}

/** Whether there are states, or sources of them, that there was no time for. */
function hasUnreadStates({ results: { states } }: Examination): boolean {
  return states.some(({ status }) => status === 'OUT_OF_TIME');
}

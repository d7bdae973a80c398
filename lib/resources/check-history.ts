import type { StatedStageId } from '../model/stage-id.ts';
import type { StageIndex } from './stage-index.ts';

/** Scheduled checks in a row that have no time for something before people are notified. */
const missedTooOften = 3;

/** What earlier checks had no time for. */
export interface CheckHistory {
  /** @returns how many scheduled checks in a row had no time for it, by `apiKey` or the URI of a state */
  timesMissed(key: string): number;
  /** @returns whether people have to be notified if this check has no time for it, either */
  isOverdue(key: string): boolean;
}

/** Without a ledger, nobody would ever be notified if not at once. */
export const noHistory: CheckHistory = { timesMissed: () => 0, isOverdue: () => true };

/** @param index `null` before there is one */
export function historyIn(index: StageIndex | null, isScheduled: boolean): CheckHistory {
  const timesMissed = (key: string) => index?.missed.get(key) ?? 0;
  return { timesMissed, isOverdue: (key) => isScheduled && timesMissed(key) + 1 >= missedTooOften };
}

/** @returns the key of an API, the same as of the question for its stages, with `?` for what the state does not tell of where it is */
export function apiKey({ accountId, region, apiId }: Omit<StatedStageId, 'stageName'>): string {
  return `${accountId ?? '?'}/${region ?? '?'}/${apiId ?? '?'}`;
}

/** What was not checked for longest comes first, so that everything has its turn. */
export function inTurn<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { timesMissed }: CheckHistory,
): readonly Item[] {
  return items.toSorted((a, b) => timesMissed(keyOf(b)) - timesMissed(keyOf(a)));
}

import type { Examination } from '../check-drift.ts';
import type { ObjectStore } from '../findings/ledger/object-store.ts';
import type { CheckRequest } from '../trigger/check-request.ts';
import { isCutShort, unreadStates } from './cut-short.ts';
import type { EarlierRun } from './earlier-run.ts';
import { saveRun } from './unfinished-run.ts';

/** A run whose invocation ended before it did. */
export interface Continued {
  readonly reportId: string;
  /** Invocations that it has taken so far. */
  readonly invocations: number;
  /** Questions that have an answer now, and those that still have none. */
  readonly answered: number;
  readonly unanswered: number;
  /** States that there was no time to read, so that what they would have asked is not known. */
  readonly unread: number;
}

/** What came of the wish to go on in another invocation. */
export type Continuation =
  | { readonly kind: 'CONTINUED'; readonly continued: Continued }
  /** What there is has to be told now: nothing is left to read or to ask, or to go on would be of no use. */
  | { readonly kind: 'FINAL'; readonly trouble: string | null };

/** Invocations of one run. Lambda takes a function that wakes itself some 16 times for one that never ends, and stops it. */
const mostInvocations = 12;

/**
 * Saves what is answered and asks for another invocation, if there was no time for something, and for more than before
 * there was: to try again what took all the time for nothing would take it again. A process that lives on remembers the
 * states that it has read.
 * @param examination in which the time was up, or was not
 * @param earlier what earlier invocations found out, `null` where there were none
 * @throws whatever `goOn` throws: the event has to come again
 */
export async function continueRun(
  request: CheckRequest,
  examination: Examination,
  earlier: EarlierRun | null,
  store: ObjectStore,
  goOn: (request: CheckRequest) => Promise<void>,
): Promise<Continuation> {
  const { results, places, interview } = examination;
  const { answers, answered, outOfTime } = interview;
  const invocations = (request.continues?.invocations ?? 0) + 1;
  const isFurther = answered > 0 || places.size > (earlier?.states.size ?? 0);
  if (!isCutShort(examination) || !isFurther || invocations >= mostInvocations) return { kind: 'FINAL', trouble: null };
  const { reportId, detectedAt: begunAt, apiCalls } = results;
  const trouble = await saveRun(store, { reportId, begunAt, apiCalls, places, interview });
  if (trouble !== null) return { kind: 'FINAL', trouble };
  await goOn({ ...request, eventId: reportId, continues: { invocations } });
  const known = Object.values(answers).reduce((sum, { size }) => sum + size, 0) - outOfTime;
  const unread = unreadStates(examination);
  return { kind: 'CONTINUED', continued: { reportId, invocations, answered: known, unanswered: outOfTime, unread } };
}

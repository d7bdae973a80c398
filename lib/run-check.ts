import { pendingSince, waitForApply } from './applying/wait-for-apply.ts';
import { type ApiCall, distinctCalls } from './attribution/api-call.ts';
import type { Examination } from './check-drift.ts';
import { isBlind } from './cut-short.ts';
import type { Delivery, Memory } from './deliver-report.ts';
import { examineChanged } from './examine-changed.ts';
import type { CurrentState } from './examine-states.ts';
import { type Ledger, pendingCalls } from './findings/ledger/ledger.ts';
import { readLedgerAtStart } from './findings/ledger/ledger-object.ts';
import type { Contested } from './findings/ledger/lifecycle.ts';
import type { ObjectStore } from './findings/ledger/object-store.ts';
import { type CheckHistory, historyIn, noHistory } from './resources/check-history.ts';
import { completeStageId } from './resources/stage-id.ts';
import type { CheckedResource } from './resources/verdict.ts';
import { readStageIndex, rememberPlaces } from './stage-index-object.ts';
import { OutOfTimeError } from './terraform/read-states.ts';
import type { StateWatch } from './terraform/state-watch.ts';
import type { CheckRequest } from './trigger/check-request.ts';
import { type ReCheck, reChecksOf } from './trigger/re-check.ts';

/** All that a run needs of the world outside. */
export interface RunPorts {
  examine(request: CheckRequest, history: CheckHistory): Promise<Examination>;
  deliver(examination: Examination, knowledge: Knowledge): Promise<Delivery>;
  /** The configured states as they are now, `null` if they cannot all be listed. */
  listStates(): Promise<readonly CurrentState[] | null>;
  readonly watch: StateWatch;
  /** Where the ledger and the index are kept; `null` where nothing is. */
  readonly store: ObjectStore | null;
  /** The queue that the function itself is fed by, `null` where there is none. */
  readonly queue: OwnQueue | null;
  /** Whether what asks for the run comes again where the run throws, as a message of the queue does. */
  readonly comesAgain: boolean;
  readonly now: () => Date;
  /** @returns a text that no other invocation has */
  newToken(): string;
}

/** What a run knew before it looked at anything. */
export interface Knowledge {
  /** Calls that are known to have been made. */
  readonly calls: readonly ApiCall[];
  /** When everything was checked before, `null` where that is not known. */
  readonly checkedAt: string | null;
  /** `null` where nothing is remembered. */
  readonly memory: Memory | null;
}

/** The queue does not take a check; the message is a sentence for people. */
export class QueueError extends Error {
  override readonly name = 'QueueError';
}

export interface OwnQueue {
  /**
   * Has a check made once more a little later.
   * @param waitedMs milliseconds for which it has been waited for already
   * @throws QueueError
   */
  send(check: ReCheck, waitedMs: number): Promise<void>;
}

export interface RunOutcome {
  readonly delivery: Delivery;
  /** URIs of the states whose drift waits for an apply to end. */
  readonly waiting: readonly string[];
  /** What events are about that no state has. */
  readonly unmanaged: number;
  /** REST APIs and states that there was no time for. */
  readonly missed: number;
  /** When the state was written that has not been for longest, ISO 8601; `null` where that is not known. */
  readonly oldestStateAt: string | null;
  /** What went wrong without keeping anybody from being told, `null` where nothing did. */
  readonly trouble: string | null;
}

/**
 * One run, whatever started it: what is asked for is examined with as few reads as it takes, what an apply may be about to
 * write waits, the rest is told, and what waits is asked for again. What there is no time for is not checked, and the
 * report says so.
 * @throws whatever `deliver` throws, OutOfTimeError where no state could be read: the event has to come again
 */
export async function runCheck(request: CheckRequest, ports: RunPorts): Promise<RunOutcome> {
  const { watch, store, queue, comesAgain, now } = ports;
  // Before anything is looked at, since it says what others see later.
  const atStart = store && (await readLedgerAtStart(store));
  const memory = store && atStart && { store, atStart, token: ports.newToken() };
  const { index, trouble: unread } = await readStageIndex(store);
  const known = atStart?.kind === 'READ' ? atStart.ledger : null;
  const calls = distinctCalls([...request.calls, ...(known === null ? [] : pendingCalls(known))]);
  const isScheduled = request.trigger.kind === 'schedule';
  // An index that could not be read is no index to count on.
  const history = store === null || unread !== null ? noHistory : historyIn(index, isScheduled);
  const counter = countingCalls((one) => ports.examine(one, history));
  // Who asks by hand wants an answer now.
  const ledger = request.trigger.kind === 'manual' ? null : known;
  const { examination: seen, waiting } = await waitForApply(
    { ...request, calls },
    { watch, ledger, hasQueue: queue !== null, now },
    () => examineChanged(request, index, ports.listStates, counter.examine),
  );
  const examination = counter.withAllCalls(seen);
  if (comesAgain && isBlind(examination)) {
    throw new OutOfTimeError('no state could be read before the time of this run was up');
  }
  const delivery = await ports.deliver(examination, { calls, checkedAt: index?.checkedAt ?? null, memory });
  const contested = request.trigger.kind === 'manual' ? [] : delivery.contested;
  // The ledger knows what waits: without the queue it is for the schedule.
  const unqueued = request.dryRun
    ? null
    : await checkAgain(queue, waiting, contested, longestWaitMs(waiting, known, now()));
  const forgot = request.dryRun ? null : await rememberPlaces(store, index, { ...examination, isScheduled });
  return {
    delivery,
    waiting: [...new Set(waiting.map(({ state, address }) => state ?? address))],
    // What was narrowed to some states may well be in another.
    unmanaged: request.states === null ? examination.unmet.length : 0,
    missed: examination.missed.size,
    oldestStateAt: oldestIn(examination),
    trouble: inOneText([delivery.trouble, unread, unqueued, forgot]),
  };
}

/** @returns milliseconds for which the first of some resources has waited before this run */
function longestWaitMs(waiting: readonly CheckedResource[], ledger: Ledger | null, now: Date): number {
  const waitedMs = waiting.map((resource) => {
    const since = ledger && pendingSince(resource, ledger);
    return since === null ? 0 : now.getTime() - Date.parse(since);
  });
  return Math.max(0, ...waitedMs);
}

/**
 * Asks for one more check of what waits, and of what another run judges otherwise.
 * @returns why that failed, `null` where it did not, or where there is no queue
 */
async function checkAgain(
  queue: OwnQueue | null,
  waiting: readonly CheckedResource[],
  contested: readonly Contested[],
  waitedMs: number,
): Promise<string | null> {
  const subjects = [...waiting.map(({ id, state }) => ({ ...id, state })), ...contested].map(({ state, ...id }) => {
    const stage = completeStageId(id);
    return { state, stage: stage && ({ kind: 'PLACE', ...stage } as const) };
  });
  try {
    for (const check of reChecksOf(subjects)) await queue?.send(check, waitedMs);
    return null;
  } catch (error) {
    if (error instanceof QueueError) return error.message;
    throw error;
  }
}

function inOneText(troubles: readonly (string | null)[]): string | null {
  const happened = [...new Set(troubles.filter((trouble) => trouble !== null))];
  return happened.length === 0 ? null : happened.join('; ');
}

function oldestIn({ results: { states } }: Examination): string | null {
  const times = states.flatMap((state) => (state.status === 'READ' ? (state.version?.writtenAt ?? []) : []));
  return times.toSorted()[0] ?? null;
}

/** Whatever was asked counts against the account's quota, though only one examination is told. */
function countingCalls(examine: (request: CheckRequest) => Promise<Examination>) {
  let apiCalls = 0;
  return {
    async examine(request: CheckRequest): Promise<Examination> {
      const examination = await examine(request);
      apiCalls += examination.results.apiCalls;
      return examination;
    },
    withAllCalls: (examination: Examination): Examination => ({
      ...examination,
      results: { ...examination.results, apiCalls },
    }),
  };
}

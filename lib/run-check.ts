import { settle, type WaitingResource } from './applying/settle.ts';
import { isStillApplying } from './applying/standing.ts';
import { recallCalls, rememberCalls } from './applying/waiting-calls.ts';
import type { ApiCall } from './attribution/api-call.ts';
import type { Examination } from './check-drift.ts';
import { isBlind } from './cut-short.ts';
import type { Delivery, Memory } from './deliver-report.ts';
import { examineChanged } from './examine-changed.ts';
import type { CurrentState } from './examine-states.ts';
import { readLedgerAtStart } from './findings/ledger/ledger-object.ts';
import type { Contested } from './findings/ledger/lifecycle.ts';
import type { ObjectStore } from './findings/ledger/object-store.ts';
import { type CheckHistory, historyIn, noHistory } from './resources/check-history.ts';
import { completeStageId } from './resources/stage-id.ts';
import { readStageIndex, rememberPlaces } from './stage-index-object.ts';
import { OutOfTimeError } from './terraform/read-states.ts';
import type { StateWatch } from './terraform/state-watch.ts';
import type { CheckRequest } from './trigger/check-request.ts';

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
  /** Has the check made once more a little later. @throws QueueError */
  postpone(request: CheckRequest, states: readonly string[]): Promise<void>;
}

export interface RunOutcome {
  /** `null` where it was put off as a whole. */
  readonly delivery: Delivery | null;
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
  if (queue !== null && request.states !== null && (await isStillApplying(request, watch, now()))) {
    const unqueued = await postpone(queue, request, request.states);
    if (unqueued === null) {
      return { delivery: null, waiting: request.states, unmanaged: 0, missed: 0, oldestStateAt: null, trouble: null };
    }
  }
  // Before anything is looked at, since it says what others see later.
  const atStart = store && (await readLedgerAtStart(store));
  const memory = store && atStart && { store, atStart, token: ports.newToken() };
  const { index, trouble: unread } = await readStageIndex(store);
  const { calls, trouble: unrecalled } = await recallCalls(request.calls, store, now());
  const isScheduled = request.trigger.kind === 'schedule';
  // An index that could not be read is no index to count on.
  const history = store === null || unread !== null ? noHistory : historyIn(index, isScheduled);
  const counter = countingCalls((one) => ports.examine(one, history));
  // Who asks by hand wants an answer now.
  const ledger = atStart?.kind === 'READ' && request.trigger.kind !== 'manual' ? atStart.ledger : null;
  const { examination: seen, waiting } = await settle(
    { ...request, calls },
    { watch, ledger, hasQueue: queue !== null, now },
    () => examineChanged(request, index, ports.listStates, counter.examine),
  );
  const examination = counter.withAllCalls(seen);
  if (comesAgain && isBlind(examination)) {
    throw new OutOfTimeError('no state could be read before the time of this run was up');
  }
  const waitingStates = [...new Set(waiting.map(({ uri }) => uri))];
  const isWaiting = waiting.length > 0 && !request.dryRun;
  const unremembered = isWaiting ? await rememberCalls(request.calls, store, now()) : null;
  const delivery = await ports.deliver(examination, { calls, checkedAt: index?.checkedAt ?? null, memory });
  const contested = request.trigger.kind === 'manual' ? [] : delivery.contested;
  // The ledger knows what waits: without the queue it is for the schedule.
  const unqueued = request.dryRun ? null : await checkAgain(queue, request, waiting, contested);
  const forgot = request.dryRun ? null : await rememberPlaces(store, index, { ...examination, isScheduled });
  return {
    delivery,
    waiting: waitingStates,
    // What was narrowed to some states may well be in another.
    unmanaged: request.states === null ? examination.unmet.length : 0,
    missed: examination.missed.size,
    oldestStateAt: oldestIn(examination),
    trouble: inOneText([delivery.trouble, unread, unrecalled, unremembered, unqueued, forgot]),
  };
}

/**
 * Asks for one more check of what waits, and of what another run judges otherwise. A stage that no state has is looked for
 * by itself: whether it is still nobody's can be told by no check of some states.
 */
async function checkAgain(
  queue: OwnQueue | null,
  request: CheckRequest,
  waiting: readonly WaitingResource[],
  contested: readonly Contested[],
): Promise<string | null> {
  const asked = [
    ...waiting.map(({ id, uri, status }) => ({ id, uri, isUnmanaged: status === 'UNMANAGED' })),
    ...contested.map(({ kind, state, ...id }) => ({ id, uri: state, isUnmanaged: kind === 'UNMANAGED' })),
  ];
  // A check of stages looks for each of them anew, whatever states have them by then.
  const isByItself = ({ isUnmanaged }: (typeof asked)[number]) => isUnmanaged && request.stages === null;
  const ofStates = asked.filter((one) => !isByItself(one));
  const ofNobody = asked.filter(isByItself);
  const urisOf = (some: typeof asked) => [...new Set(some.flatMap(({ uri }) => uri ?? []))];
  const stages = ofNobody
    .flatMap(({ id }) => completeStageId(id) ?? [])
    .map((id) => ({ kind: 'PLACE', ...id }) as const);
  return inOneText([
    ofStates.length === 0 ? null : await postpone(queue, request, urisOf(ofStates)),
    stages.length === 0 ? null : await postpone(queue, { ...request, stages }, urisOf(ofNobody)),
  ]);
}

/** @returns why that failed, `null` where it did not, or where there is no queue */
async function postpone(
  queue: OwnQueue | null,
  request: CheckRequest,
  states: readonly string[],
): Promise<string | null> {
  try {
    await queue?.postpone(request, states);
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

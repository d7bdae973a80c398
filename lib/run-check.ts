import { settle } from './applying/settle.ts';
import { isStillApplying } from './applying/standing.ts';
import { recallCalls, rememberCalls } from './applying/waiting-calls.ts';
import type { ApiCall } from './attribution/api-call.ts';
import type { Examination } from './check-drift.ts';
import type { Delivery } from './deliver-report.ts';
import { examineChanged } from './examine-changed.ts';
import type { CurrentState } from './examine-states.ts';
import type { ObjectStore } from './findings/ledger/object-store.ts';
import { readStageIndex, rememberPlaces } from './stage-index-object.ts';
import type { StateWatch } from './terraform/state-watch.ts';
import type { CheckRequest } from './trigger/check-request.ts';

/** All that a run needs of the world outside. */
export interface RunPorts {
  examine(request: CheckRequest): Promise<Examination>;
  /**
   * @param calls that are known to have been made
   * @param checkedAt when everything was checked before, `null` where that is not known
   */
  deliver(examination: Examination, calls: readonly ApiCall[], checkedAt: string | null): Promise<Delivery>;
  /** The configured states as they are now, `null` if they cannot all be listed. */
  listStates(): Promise<readonly CurrentState[] | null>;
  readonly watch: StateWatch;
  /** Where the index is kept, `null` where nothing is. */
  readonly store: ObjectStore | null;
  /** Has the check made once more a little later; `null` where there is no queue. */
  readonly postpone: ((request: CheckRequest, states: readonly string[]) => Promise<void>) | null;
  readonly now: () => Date;
}

export interface RunOutcome {
  /** `null` where it was put off as a whole. */
  readonly delivery: Delivery | null;
  /** URIs of the states whose drift waits for an apply to end. */
  readonly waiting: readonly string[];
  /** What events are about that no state has. */
  readonly unmanaged: number;
  /** When the state was written that has not been for longest, ISO 8601; `null` where that is not known. */
  readonly oldestStateAt: string | null;
  /** What went wrong without keeping anybody from being told, `null` where nothing did. */
  readonly trouble: string | null;
}

/**
 * One run, whatever started it: what is asked for is examined with as few reads as it takes, what an apply may be about to
 * write waits, the rest is told, and what waits is asked for again.
 * @throws whatever `deliver` and `postpone` throw: the event has to come again
 */
export async function runCheck(request: CheckRequest, ports: RunPorts): Promise<RunOutcome> {
  const { watch, store, postpone, now } = ports;
  if (postpone !== null && request.states !== null && (await isStillApplying(request, watch, now()))) {
    await postpone(request, request.states);
    return { delivery: null, waiting: request.states, unmanaged: 0, oldestStateAt: null, trouble: null };
  }
  // Who asks by hand wants an answer now.
  const canWait = postpone !== null && request.trigger.kind !== 'manual';
  const { index, trouble: unread } = await readStageIndex(store);
  const { calls, trouble: unrecalled } = await recallCalls(request.calls, store, now());
  const examine = countingCalls(ports.examine);
  const { examination, waiting } = await settle({ ...request, calls }, watch, now, canWait, () =>
    examineChanged(request, index, ports.listStates, examine),
  );
  const isWaiting = waiting.length > 0 && !request.dryRun;
  const unremembered = isWaiting ? await rememberCalls(request.calls, store, now()) : null;
  const delivery = await ports.deliver(examination, calls, index?.checkedAt ?? null);
  if (isWaiting) await postpone?.(request, waiting);
  const forgot = request.dryRun ? null : await rememberPlaces(store, index, examination);
  const happened = [delivery.trouble, unread, unrecalled, unremembered, forgot];
  const troubles = [...new Set(happened.filter((trouble) => trouble !== null))];
  return {
    delivery,
    waiting,
    // What was narrowed to some states may well be in another.
    unmanaged: request.states === null ? examination.unmet.length : 0,
    oldestStateAt: oldestIn(examination),
    trouble: troubles.length === 0 ? null : troubles.join('; '),
  };
}

function oldestIn({ results: { states } }: Examination): string | null {
  const times = states.flatMap((state) => (state.status === 'READ' ? (state.version?.writtenAt ?? []) : []));
  return times.toSorted()[0] ?? null;
}

/** Whatever was asked counts against the account's quota, though only the last examination is told. */
function countingCalls(examine: RunPorts['examine']): RunPorts['examine'] {
  let calls = 0;
  return async (request) => {
    const examination = await examine(request);
    calls += examination.results.apiCalls;
    return { ...examination, results: { ...examination.results, apiCalls: calls } };
  };
}

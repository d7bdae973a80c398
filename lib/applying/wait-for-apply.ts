import pLimit from 'p-limit';
import { maskedCaller } from '../attribution/masked-caller.ts';
import type { Examination } from '../check-drift.ts';
import { isCutShort } from '../cut-short.ts';
import { findingIds } from '../findings/assess.ts';
import type { Ledger } from '../findings/ledger/ledger.ts';
import { restApiIdIn } from '../resources/stage-index.ts';
import type { CheckedResource, DriftVerdict } from '../resources/verdict.ts';
import type { StateWatch } from '../terraform/state-watch.ts';
import type { CheckRequest } from '../trigger/check-request.ts';
import { type ApplyStatus, applyStatusOf, type DriftedState, isAbout, type Signs } from './apply-status.ts';
import { isRecent } from './recency.ts';

/** An examination that does not count what an apply may be about to write, and the resources that wait for that. */
export interface AfterApplies {
  readonly examination: Examination;
  readonly waiting: readonly CheckedResource[];
}

/** Whether drift may be held back, and what is known of what was. */
export interface WaitPorts {
  readonly watch: StateWatch;
  /** What is held back is remembered in it; `null` where nothing is, or where who asks wants an answer: then nothing waits. */
  readonly ledger: Ledger | null;
  /** Whether the check can be asked for again in a moment, and not only when the schedule comes. */
  readonly hasQueue: boolean;
  readonly now: () => Date;
}

/** Milliseconds for which anything waits for an apply, from when a run first saw it. */
const maxWaitMs = 60 * 60_000;

/** Examinations in all, where the state is written again and again meanwhile. */
const maxExaminations = 3;

const concurrentRequests = 8;

/**
 * While Terraform applies, AWS changes before the state does. What differs in a state that an apply may be about to write
 * waits; where the state was written meanwhile, all is examined again, if there is the time.
 * @param examine makes an examination of what is live and of the states as they are then
 */
export async function waitForApply(
  { calls, trigger }: Pick<CheckRequest, 'calls' | 'trigger'>,
  { watch, ledger, hasQueue, now }: WaitPorts,
  examine: () => Promise<Examination>,
): Promise<AfterApplies> {
  // An event has waited already, and comes with its call; what comes by itself may be a moment old.
  const isByItself = trigger.kind === 'schedule' || trigger.kind === 're-check';
  const signsFor = ({ policy }: Examination): Signs => ({
    calls,
    isRecent:
      ledger !== null && hasQueue && isByItself
        ? (resource, writtenAt) => isRecent(resource, writtenAt, ledger, policy, now())
        : null,
  });
  const mayWait = (resource: CheckedResource) =>
    ledger !== null && now().getTime() - Date.parse(pendingSince(resource, ledger) ?? now().toISOString()) < maxWaitMs;
  let before: AfterApplies | null = null;
  for (let examinations = 1; ; examinations += 1) {
    const examination = await examine();
    // That there was no time to see it again takes nothing from what was seen.
    if (before !== null && isCutShort(examination)) return before;
    const limit = pLimit(concurrentRequests);
    const signs = signsFor(examination);
    const claimants = claimantsIn(examination);
    const asked = driftedStates(examination, claimants).map((state) =>
      limit(async () => [state.uri, await applyStatusOf(state, signs, watch)] as const),
    );
    const statuses = new Map(await Promise.all(asked));
    const isWrittenMeanwhile = [...statuses.values()].some(({ kind }) => kind === 'NEWER_STATE');
    const statusesOf = (resource: CheckedResource) => claimants(resource).flatMap((uri) => statuses.get(uri) ?? []);
    const found = heldBack(examination, calls, statusesOf, mayWait);
    if (!isWrittenMeanwhile || examinations === maxExaminations || isCutShort(examination)) return found;
    before = found;
  }
}

/** @returns since when the first finding of a resource waits, ISO 8601; `null` where none does */
export function pendingSince(resource: CheckedResource, { entries }: Ledger): string | null {
  const times = findingIds(resource).flatMap((id) => entries.get(id)?.pending?.since ?? []);
  return times.toSorted()[0] ?? null;
}

/** A stage that no state has may be in the making by any state of its REST API. */
function driftedStates({ results }: Examination, claimants: Claimants): readonly DriftedState[] {
  const pairs = results.resources.flatMap((resource) => claimants(resource).map((uri) => ({ uri, resource })));
  const byState = Map.groupBy(pairs, ({ uri }) => uri);
  return results.states.flatMap((state) => {
    const drifted = byState.get(state.uri);
    if (drifted === undefined || state.status !== 'READ' || state.version === null) return [];
    return [{ uri: state.uri, version: state.version, drifted: drifted.map(({ resource }) => resource) }];
  });
}

/** Tells of a drifted resource which states may be about to have it; none for all others. */
type Claimants = (resource: CheckedResource) => readonly string[];

/**
 * What has a stage of a REST API is told by the states, since the resources of a run may be those of one stage. The id of
 * the REST API has to do, since a state may not tell its account.
 */
function claimantsIn({ places }: Examination): Claimants {
  const claims = [...places].flatMap(([uri, { places: keys }]) =>
    [...new Set([...keys].map(restApiIdIn))].map((api) => ({ api, uri })),
  );
  const byApi = Map.groupBy(claims, ({ api }) => api);
  return ({ id, state, verdict: { status } }) => {
    if (status === 'UNMANAGED') return (byApi.get(id.restApiId ?? '') ?? []).map(({ uri }) => uri);
    return state !== null && (status === 'MODIFIED' || status === 'DELETED') ? [state] : [];
  };
}

/** @param mayWait whether a resource has not waited for as long as anything is to wait */
function heldBack(
  examination: Examination,
  calls: CheckRequest['calls'],
  statusesOf: (resource: CheckedResource) => readonly ApplyStatus[],
  mayWait: (resource: CheckedResource) => boolean,
): AfterApplies {
  const { results } = examination;
  const waiting: CheckedResource[] = [];
  const resources = results.resources.map((resource): CheckedResource => {
    const statuses = statusesOf(resource);
    const [reason] = statuses.flatMap((status) => reasonToWait(status) ?? []);
    const { verdict, id } = resource;
    if (reason !== undefined && isDrift(verdict) && mayWait(resource)) {
      waiting.push(resource);
      const known = calls.filter((call) => isAbout(call, id));
      return {
        ...resource,
        verdict: {
          status: 'WAITING',
          reason: `${reason}: it is judged again after that`,
          calls: known.map(({ caller, ...call }) => ({ ...call, caller: maskedCaller(caller) })),
          verdict,
        },
        notes: [],
      };
    }
    return { ...resource, notes: [...resource.notes, ...statuses.flatMap(doubtOf)] };
  });
  return { examination: { ...examination, results: { ...results, resources } }, waiting };
}

function isDrift(verdict: CheckedResource['verdict']): verdict is DriftVerdict {
  return verdict.status === 'MODIFIED' || verdict.status === 'DELETED' || verdict.status === 'UNMANAGED';
}

function reasonToWait(status: ApplyStatus): string | null {
  if (status.kind === 'NEWER_STATE') return 'it differs while its state is being written';
  return status.kind === 'APPLYING' ? status.reason : null;
}

/** @returns what people should know of drift that is told all the same */
function doubtOf(status: ApplyStatus): readonly string[] {
  if (status.kind === 'UNKNOWN') return [status.note];
  const reason = reasonToWait(status);
  return reason === null ? [] : [`This may pass by itself: ${reason}.`];
}

import pLimit from 'p-limit';
import type { Examination } from '../check-drift.ts';
import { isCutShort } from '../cut-short.ts';
import { findingIds } from '../findings/assess.ts';
import type { Ledger } from '../findings/ledger/ledger.ts';
import type { StatedStageId } from '../resources/stage-id.ts';
import { restApiIdIn } from '../resources/stage-index.ts';
import type { CheckedResource, DriftVerdict } from '../resources/verdict.ts';
import type { StateWatch } from '../terraform/state-watch.ts';
import type { CheckRequest } from '../trigger/check-request.ts';
import { nothingNew, noveltyOf } from './novelty.ts';
import { type DriftedState, isOver, type Standing, standingOf } from './standing.ts';

/** What an examination says when it does not count what an apply may be about to write. */
export interface Settled {
  readonly examination: Examination;
  readonly waiting: readonly WaitingResource[];
}

/** A resource whose drift waits. */
export interface WaitingResource {
  readonly id: StatedStageId;
  /** URI of the state that it waits for. */
  readonly uri: string;
  readonly status: DriftVerdict['status'];
}

/** Whether drift may be held back, and what is known of what was. */
export interface Waiting {
  readonly watch: StateWatch;
  /** What is held back is remembered in it; `null` where nothing is, or where who asks wants an answer: then nothing waits. */
  readonly ledger: Ledger | null;
  /** Whether the check can be asked for again in a moment, and not only when the schedule comes. */
  readonly hasQueue: boolean;
  readonly now: () => Date;
}

/** Examinations in all, where the state is written again and again meanwhile. */
const mostExaminations = 3;

const concurrentQuestions = 8;

/**
 * While Terraform applies, AWS changes before the state does. What differs in a state that an apply may be about to write
 * waits; where the state was written meanwhile, all is examined again, if there is the time.
 * @param examine makes an examination of what is live and of the states as they are then
 */
export async function settle(
  request: CheckRequest,
  waiting: Waiting,
  examine: () => Promise<Examination>,
): Promise<Settled> {
  const { watch, ledger, hasQueue, now } = waiting;
  let before: Settled | null = null;
  for (let examinations = 1; ; examinations += 1) {
    const examination = await examine();
    // That there was no time to see it again takes nothing from what was seen.
    if (before !== null && isCutShort(examination)) return before;
    const ask = pLimit(concurrentQuestions);
    const claimants = claimantsIn(examination);
    const novelty = ledger === null || !hasQueue ? nothingNew : noveltyOf(examination, request, ledger, now());
    const asked = driftedStates(examination, claimants).map((state) =>
      ask(async () => [state.uri, await standingOf(state, novelty, request, watch, now())] as const),
    );
    const standings = new Map(await Promise.all(asked));
    const moved = [...standings.values()].some(({ kind }) => kind === 'MOVED');
    const mayWait = (resource: CheckedResource) => ledger !== null && !isOver(pendingSince(resource, ledger), now());
    const found = settled(examination, claimants, standings, mayWait);
    if (!moved || examinations === mostExaminations || isCutShort(examination)) return found;
    before = found;
  }
}

/** @returns since when the first finding of a resource waits, `null` where none does */
function pendingSince(resource: CheckedResource, { entries }: Ledger): string | null {
  const times = findingIds(resource).flatMap((id) => entries.get(id)?.pending?.since ?? []);
  return times.toSorted()[0] ?? null;
}

/** A stage that no state has may be in the making by any state of its REST API. */
function driftedStates({ results }: Examination, claimants: Claimants): readonly DriftedState[] {
  const drifted = new Map<string, CheckedResource[]>();
  for (const resource of results.resources) {
    for (const uri of claimants(resource)) {
      const others = drifted.get(uri);
      if (others === undefined) drifted.set(uri, [resource]);
      else others.push(resource);
    }
  }
  return results.states.flatMap((state) => {
    const resources = drifted.get(state.uri);
    if (resources === undefined || state.status !== 'READ' || state.version === null) return [];
    return [{ uri: state.uri, version: state.version, drifted: resources }];
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

const beingWritten = 'it differs while its state is being written';

function passing(reason: string): string {
  return `This may pass by itself: ${reason}.`;
}

/** @param mayWait whether a resource has not waited for as long as anything is to wait */
function settled(
  examination: Examination,
  claimants: Claimants,
  standings: ReadonlyMap<string, Standing>,
  mayWait: (resource: CheckedResource) => boolean,
): Settled {
  const { results } = examination;
  const waiting: WaitingResource[] = [];
  const resources = results.resources.map((resource): CheckedResource => {
    const found = claimants(resource).flatMap((uri) => {
      const standing = standings.get(uri);
      return standing === undefined ? [] : [{ uri, standing }];
    });
    const [first] = found.flatMap(({ uri, standing }) => {
      const reason = reasonToWait(standing);
      return reason === null ? [] : [{ uri, reason }];
    });
    const { verdict } = resource;
    if (first !== undefined && isDrift(verdict) && mayWait(resource)) {
      waiting.push({ id: resource.id, uri: first.uri, status: verdict.status });
      const reason = `${first.reason}: it is judged again after that`;
      return { ...resource, verdict: { status: 'WAITING', reason, verdict }, notes: [] };
    }
    return { ...resource, notes: [...resource.notes, ...found.flatMap(({ standing }) => doubtOf(standing))] };
  });
  return { examination: { ...examination, results: { ...results, resources } }, waiting };
}

function isDrift(verdict: CheckedResource['verdict']): verdict is DriftVerdict {
  return verdict.status === 'MODIFIED' || verdict.status === 'DELETED' || verdict.status === 'UNMANAGED';
}

function reasonToWait(standing: Standing): string | null {
  if (standing.kind === 'MOVED') return beingWritten;
  return standing.kind === 'WAITING' ? standing.reason : null;
}

/** @returns what people should know of drift that is told all the same */
function doubtOf(standing: Standing): readonly string[] {
  if (standing.kind === 'DOUBTFUL') return [standing.note];
  const reason = reasonToWait(standing);
  return reason === null ? [] : [passing(reason)];
}

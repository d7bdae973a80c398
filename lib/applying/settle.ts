import pLimit from 'p-limit';
import type { Examination } from '../check-drift.ts';
import { isCutShort } from '../cut-short.ts';
import type { ObjectStore } from '../findings/ledger/object-store.ts';
import { restApiIdIn } from '../resources/stage-index.ts';
import type { CheckedResource } from '../resources/verdict.ts';
import type { StateWatch } from '../terraform/state-watch.ts';
import type { CheckRequest } from '../trigger/check-request.ts';
import { nothingNew, noveltyOf } from './novelty.ts';
import { type DriftedState, hasWaitedLong, type Standing, standingOf } from './standing.ts';

/** What an examination says when it does not count what an apply may be about to write. */
export interface Settled {
  readonly examination: Examination;
  /** URIs of the states whose drift waits. */
  readonly waiting: readonly string[];
}

/** Examinations in all, where the state is written again and again meanwhile. */
const mostExaminations = 3;

const concurrentQuestions = 8;

/**
 * While Terraform applies, AWS changes before the state does. What differs in a state that an apply may be about to write
 * waits; where the state was written meanwhile, all is examined again, if there is the time.
 * @param store where the ledger is, `null` where nothing is remembered
 * @param canWait whether the check can be asked for again; where it cannot, drift is told, and that it may be passing
 * @param examine makes an examination of what is live and of the states as they are then
 */
export async function settle(
  request: CheckRequest,
  watch: StateWatch,
  store: ObjectStore | null,
  now: () => Date,
  canWait: boolean,
  examine: () => Promise<Examination>,
): Promise<Settled> {
  let before: Settled | null = null;
  for (let examinations = 1; ; examinations += 1) {
    const examination = await examine();
    // That there was no time to see it again takes nothing from what was seen.
    if (before !== null && isCutShort(examination)) return before;
    const ask = pLimit(concurrentQuestions);
    const claimants = claimantsIn(examination);
    const novelty = canWait ? await noveltyOf(examination, request, store) : nothingNew;
    const asked = driftedStates(examination, claimants).map((state) =>
      ask(async () => [state.uri, await standingOf(state, novelty, request, watch, now())] as const),
    );
    const standings = new Map(await Promise.all(asked));
    const moved = [...standings.values()].some(({ kind }) => kind === 'MOVED');
    const found = settled(examination, claimants, standings, canWait && !hasWaitedLong(request, now()));
    if (!moved || examinations === mostExaminations || isCutShort(examination)) return found;
    before = found;
  }
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

function settled(
  examination: Examination,
  claimants: Claimants,
  standings: ReadonlyMap<string, Standing>,
  canWait: boolean,
): Settled {
  const { results } = examination;
  const reasons = new Map<string, string>();
  const doubts = new Map<string, string>();
  for (const [uri, standing] of standings) {
    const reason = standing.kind === 'MOVED' ? beingWritten : standing.kind === 'WAITING' ? standing.reason : null;
    if (reason !== null)
      (canWait ? reasons : doubts).set(uri, canWait ? `${reason}: it is judged again after that` : passing(reason));
    if (standing.kind === 'DOUBTFUL') doubts.set(uri, standing.note);
  }
  const resources = results.resources.map((resource): CheckedResource => {
    const uris = claimants(resource);
    const [reason] = uris.flatMap((uri) => reasons.get(uri) ?? []);
    if (reason !== undefined) return { ...resource, verdict: { status: 'WAITING', reason }, notes: [] };
    return { ...resource, notes: [...resource.notes, ...uris.flatMap((uri) => doubts.get(uri) ?? [])] };
  });
  return { examination: { ...examination, results: { ...results, resources } }, waiting: [...reasons.keys()] };
}

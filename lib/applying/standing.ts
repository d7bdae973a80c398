import { isTerraform } from '../attribution/tool.ts';
import type { CheckedResource } from '../resources/verdict.ts';
import { StateAccessError } from '../terraform/read-states.ts';
import { mayBeChanging, type StateLock } from '../terraform/state-lock.ts';
import type { StateVersion } from '../terraform/state-memory.ts';
import type { StateWatch } from '../terraform/state-watch.ts';
import type { CheckRequest } from '../trigger/check-request.ts';
import { freshMs, type Novelty } from './novelty.ts';

/** Whether drift in a state counts, or may be the half of an apply. */
export type Standing =
  | { readonly kind: 'SETTLED' }
  /** A newer state is there than the one that was read. */
  | { readonly kind: 'MOVED' }
  | { readonly kind: 'WAITING'; readonly reason: string }
  /** It counts, but people should know. */
  | { readonly kind: 'DOUBTFUL'; readonly note: string };

/** What is asked about: a state in the version that was read, and what drifted in it. */
export interface DriftedState {
  readonly uri: string;
  readonly version: StateVersion;
  readonly drifted: readonly CheckedResource[];
}

/** Milliseconds for which drift waits for a lock to go. A lock that is older was forgotten, or says nothing any more. */
const longestWait = 60 * 60_000;

/** Milliseconds for which a change by Terraform waits for the state to be written where no lock is seen. */
const longestUnwritten = 15 * 60_000;

export async function standingOf(
  { uri, version, drifted }: DriftedState,
  novelty: Novelty,
  request: CheckRequest,
  watch: StateWatch,
  now: Date,
): Promise<Standing> {
  try {
    // The lock comes first: whoever lets it go has written the state before.
    const lock = await watch.lockOf(uri);
    if (lock !== null && mayBeChanging(lock)) return standingOfLock(lock, now);
    const current = await watch.versionOf(uri);
    if (current !== null && current.etag !== version.etag) return { kind: 'MOVED' };
    const standing = standingOfCalls(drifted, version, request, now);
    return standing.kind === 'SETTLED' ? standingOfNovelty(drifted, novelty, version, now) : standing;
  } catch (error) {
    if (!(error instanceof StateAccessError)) throw error;
    return { kind: 'DOUBTFUL', note: `Whether an apply is under way could not be told: ${error.message}` };
  }
}

/** @returns whether an apply still holds the lock of every one of the states, so that there is no use in examining them */
export async function isStillApplying(request: CheckRequest, watch: StateWatch, now: Date): Promise<boolean> {
  const { states, waitingSince } = request;
  if (states === null || waitingSince === null || isOver(waitingSince, now)) return false;
  try {
    const locks = await Promise.all(states.map((uri) => watch.lockOf(uri)));
    return locks.length > 0 && locks.every((lock) => lock !== null && mayBeChanging(lock));
  } catch (error) {
    // The examination says what is wrong.
    if (error instanceof StateAccessError) return false;
    throw error;
  }
}

function standingOfLock({ who, since }: StateLock, now: Date): Standing {
  const held = `${who === '' ? 'somebody' : who} holds the lock of the state${since === null ? '' : `, taken at ${since}`}`;
  return isOver(since, now)
    ? { kind: 'DOUBTFUL', note: `An apply may be under way: ${held}.` }
    : { kind: 'WAITING', reason: `it differs while ${held}` };
}

/** @param since ISO 8601, `null` of what does not wait yet; @returns whether it has waited for as long as anything is to wait */
export function isOver(since: string | null, now: Date): boolean {
  return since !== null && now.getTime() - Date.parse(since) >= longestWait;
}

/** Where the lock is kept elsewhere, as in DynamoDB, Terraform's own calls tell that it is at work. */
function standingOfCalls(
  drifted: readonly CheckedResource[],
  { writtenAt }: StateVersion,
  { calls }: CheckRequest,
  now: Date,
): Standing {
  const written = Date.parse(writtenAt);
  const unwritten = calls.find(({ caller: { tool }, time, target }) => {
    const at = Date.parse(time);
    return (
      isTerraform(tool) &&
      at > written &&
      now.getTime() - at < longestUnwritten &&
      drifted.some(({ id }) => id.restApiId === target.restApiId && isAt(target.stageName, id.stageName))
    );
  });
  if (unwritten === undefined) return { kind: 'SETTLED' };
  const { caller, time } = unwritten;
  return {
    kind: 'WAITING',
    reason: `${caller.tool} changed it at ${time} and has not written the state since`,
  };
}

/** Where the lock is kept elsewhere, and no call is known either, what is new may be half of an apply. */
function standingOfNovelty(
  drifted: readonly CheckedResource[],
  { isRecencyOfInterest, deleted }: Novelty,
  { writtenAt }: StateVersion,
  now: Date,
): Standing {
  if (drifted.some((resource) => deleted.has(resource))) {
    return { kind: 'WAITING', reason: 'something in its state is newly gone, and an apply may be about to write that' };
  }
  const written = Date.parse(writtenAt);
  for (const { verdict, stageChangedAt } of isRecencyOfInterest ? drifted : []) {
    const at = verdict.status === 'MODIFIED' || verdict.status === 'UNMANAGED' ? stageChangedAt : null;
    if (at !== null && Date.parse(at) > written && now.getTime() - Date.parse(at) < freshMs) {
      return { kind: 'WAITING', reason: `it was changed at ${at}, and an apply may be about to write the state` };
    }
  }
  return { kind: 'SETTLED' };
}

function isAt(called: string | null, stageName: string | null): boolean {
  return called === null || called === stageName;
}

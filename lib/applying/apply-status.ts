import { isTerraform } from '../attribution/tool.ts';
import type { AssessedResource } from '../findings/assess.ts';
import { type ApiCall, isAbout } from '../model/api-call.ts';
import type { CheckedResource } from '../resources/verdict.ts';
import { StateAccessError } from '../terraform/read-states.ts';
import { mayBeChanging, type StateLock } from '../terraform/state-lock.ts';
import type { StateVersion } from '../terraform/state-memory.ts';
import type { StateWatch } from '../terraform/state-watch.ts';
import { callTakesMs } from './recency.ts';

/** Whether what differs in a state may be the half of an apply. */
export type ApplyStatus =
  | { readonly kind: 'NONE' }
  /** A newer state is there than the one that was read. */
  | { readonly kind: 'NEWER_STATE' }
  | { readonly kind: 'APPLYING'; readonly reason: string }
  /** It cannot be told. */
  | { readonly kind: 'UNKNOWN'; readonly reason: string };

/** What is asked about: a state in the version that was read, and what drifted in it. */
export interface DriftedState {
  readonly uri: string;
  readonly version: StateVersion;
  readonly drifted: readonly AssessedResource[];
}

/**
 * Asks for the locks of a state and for its version.
 * @param calls that were made of late
 */
export async function applyStatusOf(
  { uri, version, drifted }: DriftedState,
  calls: readonly ApiCall[],
  watch: StateWatch,
): Promise<ApplyStatus> {
  // The locks come first: whoever lets one go has written the state before.
  const locks = await Promise.all(watch.lockReaders.map((lockOf) => orUnread(lockOf(uri))));
  const lock = locks.flatMap((read) => (read === null || isUnread(read) ? [] : [read])).find(mayBeChanging);
  if (lock !== undefined) return { kind: 'APPLYING', reason: `it differs while ${held(lock)}` };
  const current = await orUnread(watch.versionOf(uri));
  if (!isUnread(current) && current !== null && current.etag !== version.etag) return { kind: 'NEWER_STATE' };
  const { writtenAt } = version;
  const unwritten = calls.find((call) =>
    drifted.some(({ resource }) => isAbout(call, resource.id) && isUnwritten(call, resource, writtenAt)),
  );
  if (unwritten !== undefined) {
    const { caller, time } = unwritten;
    return { kind: 'APPLYING', reason: `${caller.tool} changed it at ${time} and has not written the state since` };
  }
  const unread = [...locks, current].filter(isUnread);
  if (unread.length === 0) return { kind: 'NONE' };
  return { kind: 'UNKNOWN', reason: unread.map(({ message }) => message).join('; ') };
}

/** @returns the error in place of what could not be read: another sign may tell what it does not */
async function orUnread<Value>(read: Promise<Value>): Promise<Value | StateAccessError> {
  return read.catch((error: unknown) => {
    if (!(error instanceof StateAccessError)) throw error;
    return error;
  });
}

function isUnread(read: unknown): read is StateAccessError {
  return read instanceof StateAccessError;
}

function held({ who, since }: StateLock): string {
  const taken = since === null ? '' : `, taken at ${since}`;
  return `${who === '' ? 'somebody' : who} holds the lock of the state${taken}`;
}

/**
 * Terraform has no timer for its state: it writes it with the next resource that is done. CloudTrail and S3 tell whole
 * seconds: of a call in the second of the write nobody knows whether the state has it. It may lack it only where nobody has
 * changed the stage after the call.
 */
function isUnwritten({ caller, time }: ApiCall, { stageChangedAt }: CheckedResource, writtenAt: string): boolean {
  if (!isTerraform(caller.tool)) return false;
  const [calledMs, writtenMs] = [Date.parse(time), Date.parse(writtenAt)];
  const isChangedLater = stageChangedAt !== null && Date.parse(stageChangedAt) > calledMs + callTakesMs;
  return calledMs > writtenMs || (calledMs === writtenMs && !isChangedLater);
}

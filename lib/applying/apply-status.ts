import { attribute } from '../attribution/attribute.ts';
import { isTerraform } from '../attribution/tool.ts';
import type { AssessedFinding, AssessedResource } from '../findings/assess.ts';
import { pendingNote } from '../findings/pending-note.ts';
import { type ApiCall, isAbout } from '../model/api-call.ts';
import { StateAccessError } from '../terraform/read-states.ts';
import { mayBeChanging, type StateLock } from '../terraform/state-lock.ts';
import type { StateVersion } from '../terraform/state-memory.ts';
import type { StateWatch } from '../terraform/state-watch.ts';
import { callTakesMs } from './recency.ts';

/** A sign that what differs in a state may be the half of an apply. */
export interface ApplyStatus {
  /** NEWER_STATE: a newer state is there than the one that was read. UNKNOWN: nothing says whether one is under way. */
  readonly kind: 'NEWER_STATE' | 'APPLYING' | 'UNKNOWN';
  /** Why what differs is pending. */
  readonly reason: string;
  /** What people should know of it where it is notified all the same. */
  readonly note: string;
}

/** What is asked about: a state in the version that was read, and what drifted in it. */
export interface DriftedState {
  readonly uri: string;
  readonly version: StateVersion;
  readonly drifted: readonly AssessedResource[];
}

/**
 * Asks for the locks of a state and for its version.
 * @param calls that were made of late
 * @returns `null` where nothing says that an apply may be under way
 */
export async function applyStatusOf(
  { uri, version, drifted }: DriftedState,
  calls: readonly ApiCall[],
  watch: StateWatch,
): Promise<ApplyStatus | null> {
  // The locks come first: Terraform writes the state before it lets one go.
  const locks = await Promise.all(watch.lockReaders.map((lockOf) => orUnread(lockOf(uri))));
  const lock = locks.flatMap((read) => (read === null || isUnread(read) ? [] : [read])).find(mayBeChanging);
  if (lock !== undefined) return statusOf('APPLYING', `it differs while ${held(lock)}`);
  const current = await orUnread(watch.versionOf(uri));
  if (!isUnread(current) && current !== null && current.etag !== version.etag)
    return statusOf('NEWER_STATE', 'it differs while its state is being written');
  const { writtenAt } = version;
  const unwritten = calls.find((call) =>
    drifted.some((assessed) => isAbout(call, assessed.resource.id) && isUnwritten(call, assessed, writtenAt)),
  );
  if (unwritten !== undefined) {
    const { caller, time } = unwritten;
    return statusOf('APPLYING', `${caller.tool} changed it at ${time} and has not written the state since`);
  }
  const unread = [...locks, current].filter(isUnread);
  if (unread.length === 0) return null;
  const why = unread.map(({ message }) => message).join('; ');
  return {
    kind: 'UNKNOWN',
    reason: `it differs, and whether an apply is under way is unknown, so it is pending for an hour at most: ${why}`,
    note: `Whether an apply is under way is unknown: ${why}`,
  };
}

function statusOf(kind: ApplyStatus['kind'], reason: string): ApplyStatus {
  return { kind, reason: judgedAfter(reason), note: pendingNote(reason) };
}

export function judgedAfter(reason: string): string {
  return `${reason}: it is judged again after that`;
}

/** @returns the error in place of what could not be read: another sign may answer what it does not */
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

/** Milliseconds that Terraform may take from a call until it can write what came of it: it reads the resource once more. */
const maxUpdateMs = 30_000;

/**
 * Terraform has no timer for its state: it writes it with the next resource that is done, while others are under way. So a
 * state may lack what was called before it was written, and it does if that very setting still differs. CloudTrail and S3
 * tell whole seconds: of a call in the second of the write nobody knows. All that only where nobody has changed the stage
 * after the call.
 */
function isUnwritten(call: ApiCall, { resource, findings }: AssessedResource, writtenAt: string): boolean {
  if (!isTerraform(call.caller.tool)) return false;
  const [calledMs, writtenMs] = [Date.parse(call.time), Date.parse(writtenAt)];
  if (calledMs > writtenMs) return true;
  const { stageChangedAt } = resource;
  if (stageChangedAt !== null && Date.parse(stageChangedAt) > calledMs + callTakesMs) return false;
  const mayHaveMade = ({ path, kind }: AssessedFinding) => attribute({ resource, path, kind }, [call]) !== null;
  return calledMs === writtenMs || (writtenMs - calledMs <= maxUpdateMs && findings.some(mayHaveMade));
}

import pLimit from 'p-limit';
import { faultReason } from '../model/fault.ts';
import { s3Uri } from '../model/s3-uri.ts';
import type { StateFile } from './state-file.ts';
import type { ParsedState, StateVersion } from './state-memory.ts';
import { literalPrefix, parseSource, type StateSource, stateMatcher, uriMatcher } from './state-source.ts';
import { UnusableStateError } from './unusable-state.ts';

/** A state that was read, or why it could not be. One unreadable state never stops the others. */
export type StateRead =
  | {
      readonly uri: string;
      readonly status: 'READ';
      readonly file: StateFile;
      /** Which version was read; `null` of a local file. */
      readonly version: StateVersion | null;
    }
  | {
      readonly uri: string;
      /** OUT_OF_TIME is what the run had no time left to read, so that another one may well do. */
      readonly status: 'FAILED' | 'OUT_OF_TIME';
      readonly reason: string;
      /** What the store failed with, where it did. */
      readonly cause?: unknown;
    };

/** An object as a listing has it. */
export interface ListedState {
  readonly key: string;
  readonly etag: string;
}

/** A state to read, with the version that the listing has; `null` where nothing was listed. */
export type ListedLocation = StateLocation & { readonly etag: string | null };

/** A state to read, or why there is none. */
type Found = ListedLocation | StateRead;

/** One state to read. */
export type StateLocation = Exclude<StateSource, { kind: 'GLOB' }>;

/** The bytes could not be had; the message is a sentence for people and names what to do. */
export class StateAccessError extends Error {
  override readonly name: string = 'StateAccessError';
}

/** The time of the run was up before the bytes were there: another run may well have them. */
export class OutOfTimeError extends StateAccessError {
  override readonly name = 'OutOfTimeError';
}

/** Where states come from. Both calls throw StateAccessError. */
export interface StateStore {
  /** Objects below a prefix, page by page. */
  listStates(bucket: string, prefix: string): AsyncIterable<ListedState>;
  /**
   * @param types resource types to have instances of
   * @throws UnusableStateError too
   */
  readState(location: ListedLocation, types: ReadonlySet<string>): Promise<ParsedState>;
}

/** States read at once. Each holds one instance while it is parsed, and a large one may take a while to come in. */
const concurrentReads = 4;

/** What to read. */
export interface WantedStates {
  /**
   * `s3://` URIs or globs that narrow the sources, `null` for all. They never widen them: those who may invoke the function
   * does not thereby read whatever its role can read.
   */
  readonly uris: readonly string[] | null;
  /** Resource types to have instances of. */
  readonly types: ReadonlySet<string>;
  /** @returns how many checks in a row had no time for a state: it is read the earlier */
  timesMissed(uri: string): number;
}

/**
 * @param sources where states are
 * @returns one entry per state, and one for each source or wish that leads to none; a state that two sources name is
 * read once
 */
export async function readStates(
  sources: readonly StateSource[],
  { uris, types, timesMissed }: WantedStates,
  store: StateStore,
): Promise<StateRead[]> {
  const find = () => findAll(sources, store);
  const areSingle = uris?.every((uri) => parseSource(uri).kind !== 'GLOB');
  const chosen = uris === null ? await find() : areSingle ? named(sources, uris) : narrow(await find(), uris);
  const limit = pLimit(concurrentReads);
  const distinct = [...new Map(chosen.map((entry) => [entry.uri, entry])).values()];
  return Promise.all(
    distinct
      .toSorted((a, b) => timesMissed(b.uri) - timesMissed(a.uri))
      .map((entry) => ('status' in entry ? entry : limit(() => readOne(entry, store, types)))),
  );
}

/** @returns every state that the sources lead to, unread; `null` if one of the sources cannot be listed */
export async function listStates(
  sources: readonly StateSource[],
  store: StateStore,
): Promise<readonly { readonly uri: string; readonly etag: string | null }[] | null> {
  const found = await findAll(sources, store);
  const states = found.flatMap((entry) => ('status' in entry ? [] : [{ uri: entry.uri, etag: entry.etag }]));
  return states.length === found.length ? [...new Map(states.map((state) => [state.uri, state])).values()] : null;
}

/** Wishes for single states need no listing: that a source leads to them is all there is to know. */
function named(sources: readonly StateSource[], wanted: readonly string[]): Found[] {
  return wanted.map((uri) => {
    const location = parseSource(uri);
    return location.kind !== 'GLOB' && isConfigured(sources, uri) ? { ...location, etag: null } : notConfigured(uri);
  });
}

/** @returns whether one of the sources leads to the state */
export function isConfigured(sources: readonly StateSource[], uri: string): boolean {
  return sources.some((source) => uriMatcher(source)(uri));
}

async function findAll(sources: readonly StateSource[], store: StateStore): Promise<readonly Found[]> {
  return (await Promise.all(sources.map((source) => resolve(source, store)))).flat();
}

async function resolve(source: StateSource, store: StateStore): Promise<Found[]> {
  if (source.kind !== 'GLOB') return [{ ...source, etag: null }];
  try {
    const matches = stateMatcher(source);
    const locations: ListedLocation[] = [];
    for await (const { key, etag } of store.listStates(source.bucket, literalPrefix(source.pattern))) {
      if (matches(key)) locations.push({ kind: 'OBJECT', ...s3Uri(source.bucket, key), etag });
    }
    return locations.length > 0 ? locations : [failed(source.uri, 'the glob matches no object in the bucket')];
  } catch (error) {
    return [unread(source.uri, error)];
  }
}

/** A source that could not be listed stays: what was wished for may be in it. */
function narrow(found: readonly Found[], wanted: readonly string[]): Found[] {
  const matchers = wanted.map((uri) => ({ uri, matches: uriMatcher(parseSource(uri)) }));
  return [
    ...found.filter((entry) => 'status' in entry || matchers.some(({ matches }) => matches(entry.uri))),
    ...matchers
      .filter(
        ({ uri, matches }) => !found.some((entry) => entry.uri === uri || ('kind' in entry && matches(entry.uri))),
      )
      .map(({ uri }) => notConfigured(uri)),
  ];
}

async function readOne(location: ListedLocation, store: StateStore, types: ReadonlySet<string>): Promise<StateRead> {
  try {
    return { uri: location.uri, status: 'READ', ...(await store.readState(location, types)) };
  } catch (error) {
    return unread(location.uri, error);
  }
}

function notConfigured(uri: string): StateRead {
  return failed(uri, 'it is not one of the configured states, as far as they could be listed');
}

function failed(uri: string, reason: string, cause?: unknown): StateRead {
  return { uri, status: 'FAILED', reason, cause };
}

/** What is expected to go wrong is reported as it is; a fault of this program leaves out the one state. */
function unread(uri: string, error: unknown): StateRead {
  if (error instanceof OutOfTimeError) return { uri, status: 'OUT_OF_TIME', reason: error.message };
  if (error instanceof StateAccessError || error instanceof UnusableStateError)
    return failed(uri, error.message, error.cause);
  return failed(uri, faultReason(error));
}

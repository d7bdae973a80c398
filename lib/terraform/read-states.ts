import pLimit from 'p-limit';
import { parseStateFile, type StateFile, UnusableStateError } from './state-file.ts';
import { keyMatcher, literalPrefix, type StateSource, uriMatcher } from './state-source.ts';

/** A state that was read, or why it could not be. One unreadable state never stops the others. */
export type StateRead =
  | { readonly uri: string; readonly status: 'READ'; readonly file: StateFile }
  | { readonly uri: string; readonly status: 'FAILED'; readonly reason: string };

/** One state to read. */
export type StateLocation = Exclude<StateSource, { kind: 'GLOB' }>;

/** The bytes could not be had; the message is a sentence for people and names what to do. */
export class StateAccessError extends Error {
  override readonly name = 'StateAccessError';
}

/** Where states come from. Both calls throw StateAccessError. */
export interface StateStore {
  /** Keys below a prefix, page by page. */
  listKeys(bucket: string, prefix: string): AsyncIterable<string>;
  /** Content of one state. */
  readState(location: StateLocation): Promise<string>;
}

/** States held in memory at once while they are parsed: they can be large. */
const concurrentReads = 4;

/**
 * @param sources where states are
 * @param wanted `s3://` URIs or globs that narrow the sources, `null` for all. They never widen them: whoever may
 * invoke the function does not thereby read whatever its role can read
 * @returns one entry per state, and one for each source or wish that leads to none; a state that two sources name is
 * read once
 */
export async function readStates(
  sources: readonly StateSource[],
  wanted: readonly string[] | null,
  store: StateStore,
  types: ReadonlySet<string>,
): Promise<StateRead[]> {
  const found = (await Promise.all(sources.map((source) => resolve(source, store)))).flat();
  const chosen = wanted === null ? found : narrow(found, wanted);
  const limit = pLimit(concurrentReads);
  const distinct = new Map(chosen.map((entry) => [entry.uri, entry]));
  return Promise.all(
    [...distinct.values()].map((entry) => ('status' in entry ? entry : limit(() => readOne(entry, store, types)))),
  );
}

async function resolve(source: StateSource, store: StateStore): Promise<(StateLocation | StateRead)[]> {
  if (source.kind !== 'GLOB') return [source];
  try {
    const matches = keyMatcher(source.pattern);
    const locations: StateLocation[] = [];
    for await (const key of store.listKeys(source.bucket, literalPrefix(source.pattern))) {
      if (matches(key))
        locations.push({ kind: 'OBJECT', uri: `s3://${source.bucket}/${key}`, bucket: source.bucket, key });
    }
    return locations.length > 0 ? locations : [failed(source.uri, 'the glob matches no object in the bucket')];
  } catch (error) {
    return [failed(source.uri, reasonOf(error))];
  }
}

/** A source that could not be listed stays: what was wished for may be in it. */
function narrow(
  found: readonly (StateLocation | StateRead)[],
  wanted: readonly string[],
): (StateLocation | StateRead)[] {
  const matchers = wanted.map((uri) => ({ uri, matches: uriMatcher(uri) }));
  return [
    ...found.filter((entry) => 'status' in entry || matchers.some(({ matches }) => matches(entry.uri))),
    ...matchers
      .filter(
        ({ uri, matches }) => !found.some((entry) => entry.uri === uri || ('kind' in entry && matches(entry.uri))),
      )
      .map(({ uri }) =>
        failed(uri, 'it is none of the states that the configured sources lead to, as far as they could be listed'),
      ),
  ];
}

async function readOne(location: StateLocation, store: StateStore, types: ReadonlySet<string>): Promise<StateRead> {
  try {
    return { uri: location.uri, status: 'READ', file: parseStateFile(await store.readState(location), types) };
  } catch (error) {
    return failed(location.uri, reasonOf(error));
  }
}

function failed(uri: string, reason: string): StateRead {
  return { uri, status: 'FAILED', reason };
}

/** What is expected to go wrong becomes a reason; a fault of this program stays an exception. */
function reasonOf(error: unknown): string {
  if (error instanceof StateAccessError || error instanceof UnusableStateError) return error.message;
  throw error;
}

import type { StateFile } from './state-file.ts';

/** One version of a state's object. */
export interface StateVersion {
  readonly etag: string;
  /** ISO 8601 in UTC, to the second. */
  readonly writtenAt: string;
}

/** A state as it was read; a local file has no version. */
export interface ParsedState {
  readonly file: StateFile;
  readonly version: StateVersion | null;
}

/** A version of a state that was read before. */
interface KnownState extends ParsedState {
  readonly version: StateVersion;
}

/** States as they were parsed, for a process that lives on: what did not change is not parsed again. */
export type StateMemory = ReturnType<typeof createStateMemory>;

/** @param room characters of attributes that are kept, of the states that were read last */
export function createStateMemory(room: number) {
  const known = new Map<string, { types: ReadonlySet<string>; state: KnownState; size: number }>();
  let size = 0;

  function forget(uri: string): void {
    size -= known.get(uri)?.size ?? 0;
    known.delete(uri);
  }

  return {
    /** @param types that the state has to have been parsed for */
    recall(uri: string, types: ReadonlySet<string>): KnownState | null {
      const found = known.get(uri);
      return found?.types === types ? found.state : null;
    },
    keep(uri: string, types: ReadonlySet<string>, { file, version }: ParsedState): void {
      forget(uri);
      if (version === null) return;
      const attributes = file.instances.map((instance) => JSON.stringify([...instance.attributes]).length);
      const kept = { types, state: { file, version }, size: attributes.reduce((sum, length) => sum + length, 0) };
      known.set(uri, kept);
      size += kept.size;
      for (const oldest of known.keys()) if (size > room) forget(oldest);
    },
  };
}

import type { StateLock } from './state-lock.ts';
import type { StateVersion } from './state-memory.ts';

/** What can be known of a state without reading it. Both calls throw StateAccessError. */
export interface StateWatch {
  /** @returns `null` where nobody holds it */
  lockOf(uri: string): Promise<StateLock | null>;
  /** @returns the version that is there now, `null` where there is none */
  versionOf(uri: string): Promise<StateVersion | null>;
}

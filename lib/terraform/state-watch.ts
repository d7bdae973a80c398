import type { StateLock } from './state-lock.ts';
import type { StateVersion } from './state-memory.ts';

/**
 * Reads the lock of a state from one of the places where Terraform may keep it.
 * @returns `null` where nobody holds it
 * @throws StateAccessError
 */
export type LockReader = (uri: string) => Promise<StateLock | null>;

/** What can be known of a state without reading it. */
export interface StateWatch {
  /** One for each place: an apply may hold the lock in any of them, and in several at once. */
  readonly lockReaders: readonly LockReader[];
  /**
   * @returns the version that is there now, `null` where there is none
   * @throws StateAccessError
   */
  versionOf(uri: string): Promise<StateVersion | null>;
}

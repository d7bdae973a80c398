import type { Trail } from './attribution/find-callers.ts';
import type { Policy } from './findings/assess.ts';
import type { ObjectStore } from './model/object-store.ts';
import type { Delivery, Notifier } from './notify-drift.ts';
import type { ResourceType } from './resources/resource-type.ts';
import type { StateStore } from './terraform/read-states.ts';
import type { StateSource } from './terraform/state-source.ts';
import type { StateWatch } from './terraform/state-watch.ts';
import type { OwnQueue } from './trigger/re-check.ts';
import type { Lookups } from './verdict/read-live.ts';

/** What a check goes by. */
export interface CheckSettings {
  /** The same when one event is worked on again, so that readers recognise a repeat. */
  readonly reportId: string;
  readonly sources: readonly StateSource[];
  /** Resource types to check. */
  readonly types: ReadonlyMap<string, ResourceType>;
  readonly policy: Policy;
  /** Milliseconds after which an open finding is notified again. */
  readonly remindAfterMs: number;
  /** Whether what asks for the check is sent again where the check throws, as a message of the queue is. */
  readonly isRetried: boolean;
}

/** All that a check needs of the world outside. */
export interface CheckPorts {
  readonly stateStore: StateStore;
  /** Locks and versions of states. */
  readonly watch: StateWatch;
  /** @returns lookups that ask everything again */
  openLookups(): Lookups;
  /** Where the ledger, the index and archived reports are; `null` where there are none. */
  readonly store: ObjectStore | null;
  /** Knows of calls that were made, `null` where it is not to be asked. */
  readonly trail: Trail | null;
  readonly notifier: Notifier;
  /** The queue that the function itself is fed by, `null` where there is none. */
  readonly queue: OwnQueue | null;
  readonly now: () => Date;
  /** @returns a text that no other invocation has */
  newToken(): string;
}

export interface CheckOutcome extends Omit<Delivery, 'contested'> {
  /** URIs of the states whose drift is pending, or the addresses of stages that are in none. */
  readonly pending: readonly string[];
  /** What events are about that no state has. */
  readonly unmanaged: number;
  /** REST APIs and states that there was no time for. */
  readonly missed: number;
  /** When the state was written that has not been for longest, ISO 8601; `null` where that is not known. */
  readonly oldestStateAt: string | null;
}

/** The ports of a check that remembers nothing, notifies nobody, and has nothing pending. */
export const withoutLedger: Pick<CheckPorts, 'watch' | 'store' | 'trail' | 'notifier' | 'queue' | 'newToken'> = {
  watch: { lockReaders: [], versionOf: async () => null },
  store: null,
  trail: null,
  notifier: { publish: async () => new Set(), chat: async () => null },
  queue: null,
  newToken: () => '',
};

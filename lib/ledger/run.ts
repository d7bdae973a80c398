import type { StatesOfRun } from './claimants.ts';
import type { FindingLifecycle } from './finding-event.ts';
import type { LedgerEntry } from './ledger.ts';

/** An invocation that claims what it notifies people of. */
export interface Invocation {
  readonly token: string;
  readonly now: Date;
}

/** A run, as far as the lifecycle of findings is concerned. */
export interface Run extends Invocation, StatesOfRun {
  /** The same when the run is made again for the same event. */
  readonly reportId: string;
  /** The ledger's sequence number before the run looked at anything: what was written later may be seen later. */
  readonly sequence: number;
  /** What the run saw is dated by it, since it may have seen it then. */
  readonly begunAt: Date;
  /** Milliseconds after which people are reminded of an open finding. */
  readonly remindAfterMs: number;
  /** Whether a person asked for it, who wants an answer now: what is pending for others stays pending. */
  readonly isManual: boolean;
}

/** A run that writes the ledger. */
export interface WritingRun extends Run {
  /** The sequence number of the ledger that it writes. */
  readonly newSequence: number;
}

/** What becomes of one finding. */
export interface Step {
  readonly entry: LedgerEntry;
  /** `null` where it was not seen. */
  readonly lifecycle: FindingLifecycle | null;
  /** Whether there is something to notify people of. */
  readonly hasChanged: boolean;
  /** Whether it is another run's to judge, and this one would have judged otherwise. */
  readonly isContested: boolean;
}

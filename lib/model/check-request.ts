import type { ApiCall } from './api-call.ts';
import type { StageSelector } from './stage-selector.ts';

/** What started a check. */
export type Trigger =
  | { readonly kind: 'schedule'; readonly source: string; readonly time: string }
  | { readonly kind: 'manual' }
  | { readonly kind: 'command-line' }
  /** `source` names the calls' operations; `time` is that of the latest. */
  | { readonly kind: 'stage-changed'; readonly source: string; readonly time: string }
  /** `source` is the URI of the state that was written, or the first of several. */
  | { readonly kind: 'state-written'; readonly source: string; readonly time: string }
  /** The function itself asked for it, since something waited for an apply to end, or two runs saw it differently. */
  | { readonly kind: 're-check'; readonly source: string; readonly time: string };

/** A check to make: of everything, or of what is left after narrowing by state, by stage, or by both. */
export interface CheckRequest {
  readonly trigger: Trigger;
  /** The event's own id where it has one: the same event delivered twice gives the same report id. */
  readonly eventId: string | null;
  /** URIs or globs that narrow the configured state sources; `null` for all of them. */
  readonly states: readonly string[] | null;
  /** `null` for every stage. */
  readonly stages: readonly StageSelector[] | null;
  /** The changes that are known to have been made, for who made them. */
  readonly calls: readonly ApiCall[];
  /** Check and answer, but publish nothing. */
  readonly dryRun: boolean;
}

/** What is the same in a request of everything that nothing is known about. */
export const plainRequest = {
  eventId: null,
  states: null,
  stages: null,
  calls: [],
} as const;

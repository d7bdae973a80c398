import type { Caller } from './api-call.ts';

/** Who is behind a finding. */
export interface Attribution {
  /** CERTAIN: the call that set the value last. ONE_OF: one of these calls, and which one cannot be told. */
  readonly certainty: 'CERTAIN' | 'ONE_OF';
  /** The latest call first; never empty. */
  readonly calls: readonly AttributedCall[];
}

export interface AttributedCall extends Caller {
  readonly eventId: string;
  readonly eventName: string;
  /** ISO 8601 in UTC. */
  readonly time: string;
}

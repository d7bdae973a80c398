import type { LiveSide } from './live-side.ts';
import type { Mutators } from './mutate.ts';
import type { Places } from './place.ts';
import type { Abilities } from './stage-arguments.ts';

/** The AWS that a run is about. */
export interface Subject {
  readonly endpoint: string;
  readonly abilities: Abilities;
  readonly mutators: Mutators;
  readonly places: Places;
  readonly live: LiveSide;
}

/** A subject, and how to stop it. */
export interface StartedSubject extends Subject {
  stop(): Promise<void>;
}

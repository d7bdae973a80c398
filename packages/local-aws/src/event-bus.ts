import { type EventPattern, matches } from './event-pattern.ts';
import type { BusEvent } from './trail-events.ts';

/** A rule of a bus: the events that it hands to its target. */
export interface Rule {
  readonly name: string;
  readonly pattern: EventPattern;
}

/** A bus of EventBridge. */
export interface EventBus {
  /** @returns the names of the rules that handed the event on */
  put(event: BusEvent): Promise<readonly string[]>;
}

/** @param target gets the event as JSON once for each rule that it matches */
export function createEventBus(rules: readonly Rule[], target: (body: string) => Promise<unknown>): EventBus {
  return {
    async put(event) {
      const matched = rules.filter(({ pattern }) => matches(event, pattern));
      for (const _rule of matched) await target(JSON.stringify(event));
      return matched.map(({ name }) => name);
    },
  };
}

import type { Leaf } from '../../model/comparison.ts';
import type { ShownDifference } from '../masking.ts';

/** Which way a setting went. */
export interface Direction {
  /** For people, behind the name of a setting. */
  readonly text: string;
  readonly holds: (expected: Leaf | null, actual: Leaf | null) => boolean;
}

/** A limit of -1 is what API Gateway has for none, and so is a limit that a state does not have. */
const limit = (value: Leaf | null) => (typeof value === 'number' && value >= 0 ? value : Number.POSITIVE_INFINITY);

/** Days that logs are kept: 0 is for ever, in the state as on the service. */
const days = (value: Leaf | null) => Number(value) || Number.POSITIVE_INFINITY;

/** Every direction that a row of the severity table can ask for. */
export const directions = {
  ADDED: { text: 'set live only', holds: (expected) => expected === null },
  REMOVED: { text: 'gone', holds: (expected, actual) => expected !== null && (actual === null || actual === '') },
  SWITCHED_ON: { text: 'switched on', holds: (expected, actual) => expected !== true && actual === true },
  SWITCHED_OFF: { text: 'switched off', holds: (expected, actual) => expected === true && actual !== true },
  RAISED: { text: 'raised', holds: (expected, actual) => Number(actual) > Number(expected) },
  LIMIT_RAISED: { text: 'raised or without limit', holds: (expected, actual) => limit(actual) > limit(expected) },
  SET_TO_0: { text: '0', holds: (_, actual) => actual === 0 },
  SET_TO_OFF: {
    text: 'OFF',
    holds: (expected, actual) => actual === 'OFF' && expected !== null && expected !== '',
  },
  SHORTENED: { text: 'shortened', holds: (expected, actual) => days(actual) < days(expected) },
} as const satisfies Record<string, Direction>;

/** Whether a difference went this way. Of masked values nobody sees which way they went, so that a severity says nothing. */
export function went(direction: Direction, { expected, actual, masked }: ShownDifference): boolean {
  return !masked && direction.holds(expected, actual);
}

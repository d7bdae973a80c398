import type { AssessedFinding } from '../findings/assess.ts';
import { areAlike, type Values, valuesOf } from './values.ts';

/**
 * A resource of a state that a finding is about. Several states may claim what is one thing in AWS: each has values of its
 * own, so that none can hide or answer for another.
 */
export interface Claimant {
  /** URI; `null` of what no state has. */
  readonly state: string | null;
  readonly address: string;
  /** Of the state when the finding was seen last. */
  readonly serial: number | null;
  /** The ledger's sequence number under which a run last wrote down that it saw the finding here. */
  readonly sequence: number;
  readonly values: Values;
  /** The values that people know of; `null` before the first message. */
  readonly notified: Values | null;
}

/** A finding has one at least. */
export type Claimants = readonly [Claimant, ...Claimant[]];

/** A finding as each claimant has it that a run saw. */
export type Sightings = readonly [AssessedFinding, ...AssessedFinding[]];

/** What a run knows of the states. */
export interface StatesOfRun {
  /** @returns the serial of a state, `null` of one that was not read */
  serialOf(state: string | null): number | null;
  /** Whether a state may be there that the run did not read. */
  mayBeUnread(state: string | null): boolean;
}

/**
 * @param before what the ledger has of the claimants, nothing where the finding is new
 * @returns the claimants now: a claimant that was not read keeps its values
 */
export function claimantsNow(
  before: readonly Claimant[],
  [first, ...others]: Sightings,
  { serialOf, mayBeUnread, newSequence }: StatesOfRun & { readonly newSequence: number },
): Claimants {
  const toClaimant = (finding: AssessedFinding): Claimant => {
    const { state, address } = finding;
    const notified = before.find(isSameAs(finding))?.notified ?? null;
    return { state, address, serial: serialOf(state), sequence: newSequence, values: valuesOf(finding), notified };
  };
  const unread = before.filter((one) => mayBeUnread(one.state) && ![first, ...others].some(isSameAs(one)));
  return [toClaimant(first), ...others.map(toClaimant), ...unread];
}

/**
 * Whether a finding has, wherever it was seen, the values that were known of it. A claimant that joins is no change if its
 * values are those of another one.
 * @param known of the claimants that were there before, by what is known of each
 */
export function areKnown(
  sightings: Sightings,
  before: readonly Claimant[],
  known: (claimant: Claimant) => Values | null,
): boolean {
  return sightings.every((finding) => {
    const own = before.find((claimant) => isSameAs(finding)(claimant) && known(claimant) !== null);
    const values = valuesOf(finding);
    return (own === undefined ? before : [own]).some((claimant) => {
      const before = known(claimant);
      return before !== null && areAlike(before, values);
    });
  });
}

/** @returns the claimants after their values turned out to be known: pairs that another key made are replaced */
export function asKnown(claimants: Claimants, sequence: number): Claimants {
  return markSeen(claimants, sequence, ({ values, notified }) => {
    // Where the key is missing for once, what it made before is kept.
    const isUnmarked = values.mask !== null && values.mask.keyId === null;
    return isUnmarked && notified !== null ? notified : values;
  });
}

/** @returns the claimants after a message that had those which a run saw */
export function asNotified(claimants: Claimants, sequence: number): Claimants {
  return markSeen(claimants, sequence, ({ values }) => values);
}

function markSeen(
  [first, ...others]: Claimants,
  sequence: number,
  notified: (claimant: Claimant) => Values | null,
): Claimants {
  const mark = (claimant: Claimant) =>
    claimant.sequence === sequence ? { ...claimant, notified: notified(claimant) } : claimant;
  return [mark(first), ...others.map(mark)];
}

function isSameAs({ state, address }: Pick<Claimant, 'state' | 'address'>) {
  return (other: Pick<Claimant, 'state' | 'address'>) => other.state === state && other.address === address;
}

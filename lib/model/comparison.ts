/**
 * Strict comparison of two normalised values. Whatever is notation is gone before: no special case lives here.
 */

export type Leaf = string | number | boolean;

/** `null` is a setting that is not set; a map has its keys, a list of blocks has the index of each block as its keys. */
export type Value = Leaf | null | ReadonlyMap<string | number, Value>;

/** A path as an array, since the key of a map may hold a dot. */
export type Path = readonly (string | number)[];

/** CloudFormation's words. ADD: only the live side has it; REMOVE: only the expected side has it. */
export type DifferenceType = 'ADD' | 'REMOVE' | 'NOT_EQUAL';

/** A difference at a leaf or a map key; `null` stands for the side that does not have it. */
export interface PropertyDifference {
  readonly path: Path;
  readonly differenceType: DifferenceType;
  readonly expected: Leaf | null;
  readonly actual: Leaf | null;
}

/** @returns every difference between the two, none when they are equal */
export function compare(expected: Value, actual: Value, path: Path): PropertyDifference[] {
  const left = children(expected);
  const right = children(actual);
  const keys = new Set([...left.keys(), ...right.keys()]);
  const [one, other] = [leafOf(expected), leafOf(actual)];
  return [
    ...(one === other ? [] : [{ path, differenceType: differenceType(one, other), expected: one, actual: other }]),
    ...[...keys].flatMap((key) => compare(left.get(key) ?? null, right.get(key) ?? null, [...path, key])),
  ];
}

/** What lies below a value by key or index; below a leaf there is nothing. */
export function children(value: Value): ReadonlyMap<string | number, Value> {
  return isMap(value) ? value : new Map();
}

/** A leaf itself; of a map or a list there is none. */
export function leafOf(value: Value): Leaf | null {
  return isMap(value) ? null : value;
}

function isMap(value: Value): value is ReadonlyMap<string | number, Value> {
  return value instanceof Map;
}

function differenceType(expected: Leaf | null, actual: Leaf | null): DifferenceType {
  if (expected === null) return 'ADD';
  return actual === null ? 'REMOVE' : 'NOT_EQUAL';
}

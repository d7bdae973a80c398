import type { Path } from '../model/comparison.ts';

/**
 * @param keysOf what distinguishes things, the weightier first; a path goes part by part, the shorter of two before one
 * that continues
 * @returns their order: by code unit, the same everywhere, whatever the machine's language
 */
export function by<Item>(...keysOf: readonly ((item: Item) => string | Path)[]): (a: Item, b: Item) => number {
  const partsOf = (item: Item) => keysOf.flatMap((keyOf) => keyOf(item));
  return (a, b) => {
    const [one, other] = [partsOf(a), partsOf(b)];
    for (const [index, part] of one.entries()) {
      const counterpart = other[index];
      if (counterpart === undefined) return 1;
      if (part !== counterpart) return part < counterpart ? -1 : 1;
    }
    return one.length - other.length;
  };
}

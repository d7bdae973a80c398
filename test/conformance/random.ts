/** A source of random choices that gives the same ones for the same seed. */
export interface Random {
  /** @returns an integer from 0 up to, but not including, the limit */
  below(limit: number): number;
  /** @returns true as often as the probability says */
  chance(probability: number): boolean;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
  pickKey(map: Readonly<Record<string, unknown>>): string | undefined;
}

/** @returns the generator known as mulberry32, which is small and good enough to choose test cases */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  const below = (limit: number) => Math.floor(next() * limit);
  return {
    below,
    chance: (probability) => next() < probability,
    pick: (items) => items[below(items.length)] ?? items[0],
    pickKey: (map) => {
      const keys = Object.keys(map);
      return keys[below(keys.length)];
    },
  };
}

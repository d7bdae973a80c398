/**
 * Randomness that depends on nothing but its names: taking a step out of a plan leaves all other choices as they
 * were, so that a failing plan can be shrunk.
 */
export class Chance {
  readonly #seed: string;

  constructor(seed: string) {
    this.#seed = seed;
  }

  /** @returns the same chance of something else */
  of(...names: readonly (string | number)[]): Chance {
    return new Chance([this.#seed, ...names].join('/'));
  }

  /** @returns a number from 0 up to 1, the same for the same name */
  number(name: string | number): number {
    return hash(`${this.#seed}/${name}`) / 2 ** 32;
  }

  whole(name: string | number, from: number, to: number): number {
    return from + Math.floor(this.number(name) * (to - from + 1));
  }

  happens(name: string | number, probability: number): boolean {
    return this.number(name) < probability;
  }

  pick<Item>(name: string | number, items: readonly [Item, ...Item[]]): Item {
    return items[Math.floor(this.number(name) * items.length)] ?? items[0];
  }
}

/** @returns 32 bits that look like chance. Source: FNV-1a, and the last steps of MurmurHash3 */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) bits = Math.imul(bits ^ text.charCodeAt(index), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

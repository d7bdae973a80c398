import { createHash } from 'node:crypto';

/**
 * Randomness that depends on nothing but its names: whoever takes a step out of a plan leaves all other choices as they
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
    return createHash('md5').update(`${this.#seed}/${name}`).digest().readUInt32BE(0) / 2 ** 32;
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

import { createRequire, syncBuiltinESMExports } from 'node:module';

interface Timed {
  readonly at: number;
  readonly run: () => void;
}

/** Lets everything run that waits for nothing but its turn. No code of the function takes real time. */
const immediate = globalThis.setImmediate;
const turn = (): Promise<void> => new Promise((resolve) => immediate(resolve));

/** What happens, in the order of a time that passes only when nothing else is left to do. Milliseconds since 1970. */
export class Timeline {
  now: number;
  /** The next one first; what comes at the same time happens in the order in which it was asked for. */
  readonly #due: Timed[] = [];

  constructor(start: number) {
    this.now = start;
  }

  /** @returns what takes it back */
  at(time: number, run: () => void): () => void {
    let isOff = false;
    const at = Math.max(time, this.now);
    const place = this.#due.findLastIndex((other) => other.at <= at) + 1;
    this.#due.splice(place, 0, { at, run: () => isOff || run() });
    return () => {
      isOff = true;
    };
  }

  after(milliseconds: number, run: () => void): () => void {
    return this.at(this.now + milliseconds, run);
  }

  /** Runs all that happens up to a time. */
  async runUntil(end: number): Promise<void> {
    for (let next = this.#due[0]; next !== undefined && next.at <= end; next = this.#due[0]) {
      this.#due.shift();
      this.now = next.at;
      next.run();
      await turn();
    }
    this.now = Math.max(this.now, end);
  }
}

/** What the program under simulation takes for its clock and its dice. */
export interface Surroundings {
  /** Milliseconds since 1970, by the clock of the one who asks. */
  now(): number;
  /** Milliseconds since the process began, which no clock that is set changes. */
  elapsedMs(): number;
  after(milliseconds: number, run: () => void): () => void;
  random(): number;
}

/** Puts the clock, the timers and the dice of this process into the hands of a simulation, for good. */
export function takeOver(current: () => Surroundings): void {
  const RealDate = globalThis.Date;
  class SimulatedDate extends RealDate {
    constructor(...given: readonly [] | readonly [number | string | Date]) {
      if (given.length === 0) super(current().now());
      else super(...(given as [number]));
    }

    static override now(): number {
      return current().now();
    }
  }
  const setTimeout = (run: (...given: unknown[]) => void, milliseconds = 0, ...given: unknown[]) => {
    const timer = { stop: current().after(milliseconds, () => run(...given)), unref: () => timer, ref: () => timer };
    return timer;
  };
  const clearTimeout = (timer?: { readonly stop?: () => void }) => timer?.stop?.();
  const abortAfter = (milliseconds: number) => {
    const controller = new AbortController();
    current().after(milliseconds, () => controller.abort(new DOMException('The time was up', 'TimeoutError')));
    return controller.signal;
  };
  const require = createRequire(import.meta.url);
  Object.assign(globalThis, { Date: SimulatedDate, setTimeout, clearTimeout });
  Object.defineProperty(globalThis.performance, 'now', { value: () => current().elapsedMs() });
  AbortSignal.timeout = abortAfter;
  Math.random = () => current().random();
  const sleep = (milliseconds = 0) => new Promise<void>((resolve) => setTimeout(() => resolve(), milliseconds));
  Object.assign(require('node:timers/promises'), { setTimeout: sleep });
  Object.assign(require('node:timers'), { setTimeout, clearTimeout });
  const hex = (digits: number) =>
    [...Array(digits)].map(() => Math.floor(current().random() * 16).toString(16)).join('');
  Object.assign(require('node:crypto'), {
    randomUUID: () => `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`,
  });
  syncBuiltinESMExports();
}

import { createHash } from 'node:crypto';
import type { Violation } from './reference-model.ts';
import type { Timeline } from './timeline.ts';

/** What happens in a simulation, line by line. */
export class Log {
  readonly injected = new Map<string, number>();
  readonly violations: Violation[] = [];
  readonly trace: string[] = [];
  readonly #timeline: Timeline;
  readonly #isTraced: boolean;
  readonly #start: number;
  readonly #hash = createHash('sha256');

  /** @param isTraced whether the lines are kept, and not only what they come to */
  constructor(timeline: Timeline, isTraced: boolean) {
    this.#timeline = timeline;
    this.#start = timeline.now;
    this.#isTraced = isTraced;
  }

  note(line: string): void {
    const text = `${((this.#timeline.now - this.#start) / 1_000).toFixed(3)} ${line}`;
    this.#hash.update(`${text}\n`);
    if (this.#isTraced) this.trace.push(text);
  }

  count(kind: string): void {
    this.injected.set(kind, (this.injected.get(kind) ?? 0) + 1);
  }

  broken(rule: string, detail: string): void {
    this.violations.push({ rule, detail });
  }

  /** @returns the same for the same lines; nothing can be noted any more */
  digest(): string {
    return this.#hash.digest('hex');
  }
}

import { untilAborted } from '../lib/aws/limits/deadline.ts';
import type { Clock } from '../lib/model/clock.ts';
import { idle, isAnythingSilent } from './idle.mjs';

/** A clock whose time passes when a test says so, however long anything takes. */
export interface VirtualClock extends Clock {
  /** Has so much time pass: what is to happen meanwhile happens in order, each with all that comes of it. */
  advance(milliseconds: number): Promise<void>;
  /**
   * Has time pass while something is done that asks local servers: as soon as there is nothing else to do but to wait,
   * what is waited for happens.
   */
  passWhile<Result>(work: Promise<Result>): Promise<Result>;
}

interface Due {
  readonly at: number;
  /** What rings whether or not anybody waits for it, as a deadline does. */
  readonly isAlarm: boolean;
  readonly happen: () => void;
}

/** Times that nothing is found due before work that does not end is given up. */
const mostTries = 1_000_000;

/** @param start date and time at which it begins */
export function createVirtualClock(start = new Date('2026-11-24T06:00:00Z')): VirtualClock {
  const due = new Set<Due>();
  let elapsed = 0;

  function enter(milliseconds: number, isAlarm: boolean, happen: () => void): () => void {
    const entry = { at: elapsed + Math.max(0, milliseconds), isAlarm, happen };
    due.add(entry);
    return () => {
      due.delete(entry);
    };
  }

  /** @returns whether anything was due by then */
  function passOne(until: number): boolean {
    const [first] = [...due].filter(({ at }) => at <= until).sort((one, other) => one.at - other.at);
    if (first === undefined) return false;
    due.delete(first);
    elapsed = first.at;
    first.happen();
    return true;
  }

  return {
    now: () => new Date(start.getTime() + elapsed),
    elapsedMilliseconds: () => elapsed,
    async wait(milliseconds, signal) {
      const over = Promise.withResolvers<void>();
      const cancel = enter(milliseconds, false, over.resolve);
      await (signal === undefined ? over.promise : untilAborted(signal, over.promise).finally(cancel));
    },
    alarmIn(milliseconds) {
      const controller = new AbortController();
      return { signal: controller.signal, cancel: enter(milliseconds, true, () => controller.abort()) };
    },
    async advance(milliseconds) {
      const until = elapsed + milliseconds;
      do await new Promise((resolve) => setImmediate(resolve));
      while (passOne(until));
      elapsed = until;
    },
    async passWhile(work) {
      let isOver = false;
      const end = () => {
        isOver = true;
      };
      work.then(end, end);
      for (let tries = 0; ; tries += 1) {
        await idle();
        if (isOver) return work;
        if (tries === mostTries) throw new Error('the work does not end, and it waits for nothing');
        // Where only alarms are set, somebody is at work.
        if (isAnythingSilent() || [...due].some(({ isAlarm }) => !isAlarm)) {
          passOne(Number.POSITIVE_INFINITY);
          tries = 0;
        }
      }
    },
  };
}

/** @returns a clock for what is not about time: each wait is over at once, and no alarm ever rings */
export function createHastyClock(): Clock {
  const clock = createVirtualClock();
  return {
    ...clock,
    async wait(milliseconds, signal) {
      signal?.throwIfAborted();
      await clock.advance(milliseconds);
    },
    alarmIn: () => ({ signal: new AbortController().signal, cancel: () => {} }),
  };
}

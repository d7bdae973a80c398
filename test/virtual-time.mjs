// Gives a process time of its own, which passes only while the process has nothing to do but to wait, and then at once. A
// busy machine costs no time then, and neither does a pause. To be loaded before whatever is to live by it.
import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import { idle, isAnythingSilent } from './idle.mjs';

const Machine = Date;

/** Milliseconds that have passed so far, and the moment at which they began. */
let elapsed = 0;
let begin = Machine.now();

/** Timers that have not gone off. */
const due = new Set();

class Timer {
  /** @param isAlarm whether it is a limit, for which nobody waits */
  constructor(isAlarm, callback, milliseconds = 1, ...parameters) {
    this.isAlarm = isAlarm;
    this.at = elapsed + Math.max(1, Math.trunc(milliseconds) || 1);
    this.happen = () => callback(...parameters);
    due.add(this);
  }

  unref() {
    this.isAlarm = true;
    return this;
  }

  ref() {
    this.isAlarm = false;
    return this;
  }

  hasRef() {
    return !this.isAlarm;
  }
}

const machineClearTimeout = globalThis.clearTimeout;

function clear(timer) {
  if (timer instanceof Timer) due.delete(timer);
  else machineClearTimeout(timer);
}

globalThis.Date = class extends Machine {
  constructor(...parts) {
    if (parts.length === 0) super(begin + elapsed);
    else super(...parts);
  }

  static now() {
    return begin + elapsed;
  }
};
globalThis.performance.now = () => elapsed;
globalThis.setTimeout = (...parts) => new Timer(false, ...parts);
globalThis.clearTimeout = clear;
// Middy takes them from here, for the limit of an invocation.
timers.setTimeout = (...parts) => new Timer(true, ...parts);
timers.clearTimeout = clear;
syncBuiltinESMExports();

/**
 * Has an hour pass in which nothing is done, so that what comes next finds nothing that the last left over.
 * @param {number} timeOfDay after that hour, in milliseconds
 */
export function rest(timeOfDay) {
  elapsed += 60 * 60_000;
  begin = timeOfDay - elapsed;
}

/**
 * Has time pass while something is done: as soon as there is nothing to do but to wait, what is waited for happens.
 * @template Result
 * @param {Promise<Result>} work
 */
export async function passWhile(work) {
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  work.then(end, end);
  for (;;) {
    await idle();
    if (isOver) return work;
    // Where only limits are left, somebody is at work, if only the machine itself.
    if (!isAnythingSilent() && [...due].every(({ isAlarm }) => isAlarm)) continue;
    const [next] = [...due].sort((one, other) => one.at - other.at);
    due.delete(next);
    elapsed = Math.max(elapsed, next.at);
    next.happen();
  }
}

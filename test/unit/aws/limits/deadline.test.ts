import { getEventListeners } from 'node:events';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createTimeLimit, untilAborted } from '../../../../lib/aws/limits/deadline.ts';
import { createVirtualClock, type VirtualClock } from '../../../virtual-clock.ts';

const never = new Promise<never>(() => {});

describe('waiting until a signal aborts', () => {
  it('gives what the promise gives', async () => {
    await expect(untilAborted(new AbortController().signal, Promise.resolve('answer'))).resolves.toBe('answer');
  });

  it('fails as the promise fails', async () => {
    const failure = new Error('no');

    await expect(untilAborted(new AbortController().signal, Promise.reject(failure))).rejects.toBe(failure);
  });

  it('ends with the reason of the signal, whatever the promise does', async () => {
    const controller = new AbortController();
    const waiting = untilAborted(controller.signal, never);
    controller.abort('time is up');

    await expect(waiting).rejects.toBe('time is up');
  });

  it('ends at once where the signal has aborted before', async () => {
    await expect(untilAborted(AbortSignal.abort('time is up'), never)).rejects.toBe('time is up');
  });

  it('leaves no listener on the signal', async () => {
    const { signal } = new AbortController();
    const waiting = untilAborted(signal, Promise.resolve('answer'));

    expect(getEventListeners(signal, 'abort')).toHaveLength(1);
    await waiting;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('a limit of time', () => {
  let clock: VirtualClock;

  beforeEach(() => {
    clock = createVirtualClock();
  });

  it('aborts when the time is up', async () => {
    const { signal } = createTimeLimit(100, clock);
    await clock.advance(99);
    expect(signal.aborted).toBe(false);
    await clock.advance(1);
    expect(signal.aborted).toBe(true);
  });

  it('stands still while something is waited for, whether that succeeds or fails', async () => {
    const { signal, pausedDuring } = createTimeLimit(100, clock);
    await clock.advance(60);
    const pause = (outcome: () => unknown) => pausedDuring(() => clock.wait(1_000).then(outcome));
    const waits = pause(() => 'room').then((room) => [room]);
    await clock.advance(1_000);
    expect(await waits).toEqual(['room']);
    const fails = pause(() => Promise.reject('no room')).catch((reason: unknown) => reason);
    await clock.advance(1_000);
    expect(await fails).toBe('no room');

    await clock.advance(39);
    expect(signal.aborted).toBe(false);
    await clock.advance(1);
    expect(signal.aborted).toBe(true);
  });

  it('that was ended never aborts', async () => {
    const { signal, end } = createTimeLimit(100, clock);
    end();
    await clock.advance(1_000);

    expect(signal.aborted).toBe(false);
  });
});

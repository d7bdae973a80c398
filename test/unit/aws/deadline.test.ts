import { getEventListeners } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { untilAborted } from '../../../lib/aws/deadline.ts';

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

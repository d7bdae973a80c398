import type { OwnQueue } from '../run-check.ts';
import { continuedCheck, pauseBefore, postponedCheck } from '../trigger/postponed-check.ts';

/** @param url of the queue that the function is fed by; few runs send anything to it, so that its client is loaded then */
export function createOwnQueue(url: string, now: () => Date): OwnQueue {
  const send = async (body: string, delaySeconds: number | null) =>
    (await import('./check-queue.ts')).sendCheck(url, body, delaySeconds);
  return {
    postpone: (request, states) => send(postponedCheck(request, states, now()), pauseBefore(request, now())),
    goOn: (request) => send(continuedCheck(request, now()), 0),
  };
}

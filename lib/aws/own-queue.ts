import type { OwnQueue } from '../run-check.ts';
import { pauseBefore, postponedCheck } from '../trigger/postponed-check.ts';

/** @param url of the queue that the function is fed by; few runs send anything to it, so that its client is loaded then */
export function createOwnQueue(url: string, now: () => Date): OwnQueue {
  return {
    async postpone(request, states) {
      const { sendCheck } = await import('./check-queue.ts');
      await sendCheck(url, postponedCheck(request, states, now()), pauseBefore(request, now()));
    },
  };
}

import { type OwnQueue, pauseSeconds, reCheckMessage } from '../trigger/re-check.ts';

/** @param url of the queue that the function is fed by; few runs send anything to it, so that its client is loaded then */
export function createOwnQueue(url: string, now: () => Date): OwnQueue {
  return {
    async send(check, waitedMs) {
      const { sendCheck } = await import('./check-queue.ts');
      await sendCheck(url, reCheckMessage(check, now()), pauseSeconds(waitedMs));
    },
  };
}

import type { Chance } from './chance.ts';
import type { Lambda } from './lambda.ts';
import type { Log } from './log.ts';
import type { EventDelivery, Plan } from './plan.ts';
import type { Timeline } from './timeline.ts';

interface Message {
  readonly id: string;
  readonly body: string;
  received: number;
}

/** The queue's own delay, the time for which a message that was handed out is hidden, and how often it is handed out. */
const delayMs = 30_000;
const visibilityMs = 1_800_000;
const mostReceives = 3;

/** The queue that feeds the function: messages come in batches, and again where their run failed. */
export class EventQueue {
  readonly #plan: Plan;
  readonly #chance: Chance;
  readonly #timeline: Timeline;
  readonly #log: Log;
  readonly #lambda: Lambda;
  readonly #due: Message[] = [];
  /** Events so far, as they came. */
  readonly events: string[] = [];
  #isCollecting = false;

  constructor(plan: Plan, chance: Chance, timeline: Timeline, log: Log, lambda: Lambda) {
    this.#plan = plan;
    this.#chance = chance;
    this.#timeline = timeline;
    this.#log = log;
    this.#lambda = lambda;
  }

  /** @param delivery `null` where the event is lost on its way */
  deliver(event: object, delivery: EventDelivery | null, id: string): void {
    if (delivery === null) {
      this.#log.count('event lost');
      return;
    }
    const body = JSON.stringify(event);
    this.events.push(body);
    for (let copy = 0; copy < delivery.copies; copy += 1) {
      if (copy > 0) this.#log.count('event doubled');
      const afterMs = delivery.delayS * 1_000 + copy * delivery.apartMs;
      this.#enqueue(body, afterMs, copy === 0 ? id : `${id} again`);
    }
  }

  /** A message that somebody sends. */
  put(body: string, id: string): void {
    this.#enqueue(body, 0, id);
  }

  /** A message that the function itself sends. @param delayS `null` for the queue's own delay */
  send(body: string, delayS: number | null, id: string): void {
    this.#enqueue(body, delayS === null ? delayMs : delayS * 1_000, id);
  }

  #enqueue(body: string, afterMs: number, id: string): void {
    if (this.#plan.queue === 'SILENT' || this.#plan.queue === 'NONE') return;
    const message = { id, body, received: 0 };
    this.#timeline.after(afterMs, () => this.#receive(message));
  }

  #receive(message: Message): void {
    this.#due.push(message);
    if (this.#isCollecting) return;
    this.#isCollecting = true;
    const windowMs = this.#chance.pick(`window of ${message.id} ${message.received}`, [0, 0, 10, 5_000, 20_000]);
    this.#timeline.after(windowMs, () => this.#handOut());
  }

  #handOut(): void {
    this.#isCollecting = false;
    const [first] = this.#due;
    if (first === undefined) return;
    const batch = this.#due.splice(0, this.#chance.whole(`size of ${first.id} ${first.received}`, 1, 4));
    for (const message of batch) message.received += 1;
    const Records = batch.map(({ id, body }) => ({ eventSource: 'aws:sqs', messageId: id, body }));
    const name = `${first.id} #${first.received}`;
    const kind = { isManual: false, isDry: false, messages: batch.map(({ id }) => id) };
    this.#lambda.invoke({ event: { Records }, id: name, requestId: name, ...kind }, (result) => {
      if (result.kind === 'BUSY') {
        for (const message of batch) message.received -= 1;
        this.#handOutAgain(batch, 30_000);
        return;
      }
      const failed = result.kind === 'DONE' ? failedIn(result.answer) : null;
      this.#handOutAgain(failed === null ? batch : batch.filter(({ id }) => failed.has(id)), visibilityMs);
    });
    if (this.#due.length === 0) return;
    this.#isCollecting = true;
    this.#timeline.after(1_000, () => this.#handOut());
  }

  #handOutAgain(messages: readonly Message[], afterMs: number): void {
    for (const message of messages) {
      if (message.received < mostReceives) this.#timeline.after(afterMs, () => this.#receive(message));
      else this.#log.count('dead letter');
    }
  }
}

/** @returns ids of the messages that a run hands back, `null` where it does not say */
function failedIn(answer: unknown): ReadonlySet<string> | null {
  if (typeof answer !== 'object' || answer === null || !('batchItemFailures' in answer)) return null;
  const { batchItemFailures } = answer;
  if (!Array.isArray(batchItemFailures)) return null;
  return new Set(batchItemFailures.map(({ itemIdentifier }) => String(itemIdentifier)));
}

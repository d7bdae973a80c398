import { AsyncLocalStorage } from 'node:async_hooks';
import type { Containers } from './containers.ts';
import type { Log } from './log.ts';
import type { ReferenceModel, RunRecord } from './reference-model.ts';
import { account, region } from './stages.ts';
import type { Timeline } from './timeline.ts';

/** A run of the function. */
export interface Invocation extends RunRecord {
  readonly faults: string[];
  isDead: boolean;
  /** Calls that have left it. */
  calls: number;
  /** How often each request left it, by its operation and what it is about. */
  readonly requests: Map<string, number>;
  /** Whether no other run was under way meanwhile. */
  isAlone: boolean;
  /** Random numbers that it has drawn. */
  draws: number;
  readonly end: (how: 'CRASH' | 'KILLED') => void;
}

export type InvocationResult =
  | { readonly kind: 'DONE'; readonly answer: unknown }
  | { readonly kind: 'FAILED' | 'CRASH' | 'KILLED' }
  /** As many runs as may be are under way. */
  | { readonly kind: 'BUSY' };

export interface InvocationRequest {
  readonly event: unknown;
  /** Of this attempt alone. */
  readonly id: string;
  /** The same for all attempts of an asynchronous invocation. */
  readonly requestId: string;
  readonly isManual: boolean;
  readonly isDry: boolean;
  readonly messages: readonly string[];
}

/** Runs at once: the concurrency that is reserved for the function. */
const mostRuns = 3;

/** The run that the code which is executing belongs to. */
export const invocations = new AsyncLocalStorage<Invocation>();

/** Lambda, as far as it runs the function: with its time limit, and with processes that die. */
export class Lambda {
  /** Calls of each run that has ended. */
  readonly callsOf = new Map<string, number>();
  runs = 0;
  readonly #timeline: Timeline;
  readonly #log: Log;
  readonly #containers: Containers;
  readonly #timeoutMs: number;
  readonly #model: ReferenceModel;
  readonly #running = new Set<Invocation>();
  #clockAhead = { ms: 0, until: 0 };

  constructor(
    { timeline, log }: { timeline: Timeline; log: Log },
    { containers, timeoutMs }: { containers: Containers; timeoutMs: number },
    model: ReferenceModel,
  ) {
    this.#timeline = timeline;
    this.#log = log;
    this.#containers = containers;
    this.#timeoutMs = timeoutMs;
    this.#model = model;
  }

  /** Runs that start until then have a wrong clock. */
  shiftClock(aheadMs: number, until: number): void {
    this.#clockAhead = { ms: aheadMs, until };
  }

  /** Lambda makes an asynchronous invocation that failed again, twice. */
  invokeAsync(event: unknown, name: string, attempt = 0): void {
    const kind = { isManual: false, isDry: false, messages: [] };
    const request = { event, id: `${name} #${attempt}`, requestId: name, ...kind };
    this.invoke(request, ({ kind }) => {
      if (kind === 'BUSY') this.#timeline.after(60_000, () => this.invokeAsync(event, name, attempt));
      else if (kind !== 'DONE' && attempt < 2) {
        this.#timeline.after(60_000 * (attempt + 1), () => this.invokeAsync(event, name, attempt + 1));
      }
    });
  }

  /** @param ended called once with what came of it */
  invoke({ event, id, requestId, ...kind }: InvocationRequest, ended: (result: InvocationResult) => void): void {
    if (this.#running.size >= mostRuns) {
      ended({ kind: 'BUSY' });
      return;
    }
    this.runs += 1;
    const handler = this.#containers.take();
    const startedAt = this.#timeline.now;
    let isOver = false;
    const over = (result: InvocationResult) => {
      if (isOver) return;
      isOver = true;
      stop();
      this.#running.delete(invocation);
      if (!invocation.isDead) this.#containers.giveBack(handler);
      this.callsOf.set(id, invocation.calls);
      this.#log.note(`${id} ends: ${result.kind}`);
      this.#model.ended(invocation, this.#timeline.now);
      ended(result);
    };
    const invocation: Invocation = {
      ...{ ...kind, id, startedAt, faults: [], isDead: false, calls: 0, draws: 0 },
      ...{ requests: new Map(), isAlone: this.#running.size === 0 },
      aheadMs: startedAt < this.#clockAhead.until ? this.#clockAhead.ms : 0,
      end: (how) => {
        invocation.isDead = true;
        invocation.faults.push(how);
        this.#log.count(how === 'CRASH' ? 'run that dies' : 'run that is killed out of time');
        over({ kind: how });
      },
    };
    const stop = this.#timeline.after(this.#timeoutMs, () => invocation.end('KILLED'));
    if (invocation.aheadMs !== 0) this.#log.count('run with a wrong clock');
    for (const other of this.#running) other.isAlone = false;
    this.#running.add(invocation);
    if (this.#running.size > 1) this.#log.count(`${this.#running.size} runs at once`);
    this.#log.note(`${id} starts`);
    this.#model.began(invocation);
    const context = {
      awsRequestId: requestId,
      functionName: 'detect-drift',
      invokedFunctionArn: `arn:aws:lambda:${region}:${account}:function:detect-drift`,
      getRemainingTimeInMillis: () => startedAt + this.#timeoutMs - this.#timeline.now,
    };
    const answered = invocations.run(invocation, () => handler(event, context));
    void answered.then(
      (answer) => over({ kind: 'DONE', answer }),
      (error) => {
        if (isMistake(error)) this.#log.broken('nothing is thrown by mistake', String(error.stack));
        this.#log.note(`${id} failed: ${error}`);
        over({ kind: 'FAILED' });
      },
    );
  }
}

function isMistake(error: unknown): error is Error {
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}

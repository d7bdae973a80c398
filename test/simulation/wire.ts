import { createHash } from 'node:crypto';
import { type SentCommand, sdkError } from './aws-sdk.ts';
import type { Chance } from './chance.ts';
import type { EventQueue } from './event-queue.ts';
import { type Invocation, invocations } from './lambda.ts';
import type { Log } from './log.ts';
import { ledgerPlace } from './places.ts';
import { credentials, type FaultRates, type Plan } from './plan.ts';
import type { ReferenceModel } from './reference-model.ts';
import type { Effects, SimulatedAws } from './simulated-aws.ts';
import type { Timeline } from './timeline.ts';

/** Where a run is to die: at a call of it, before or after the call has its effect. */
export interface CrashPoint {
  readonly run: string;
  readonly call: number;
  readonly isAfter: boolean;
}

type Fault =
  | 'CRASH_BEFORE'
  | 'CRASH_AFTER'
  | 'ERROR'
  | 'THROTTLED'
  | 'LOST'
  | 'LOST_AND_REPEATED'
  | 'CONFLICT'
  | 'SLOW';

type Answer = { readonly kind: 'DONE'; readonly output: unknown } | { readonly kind: 'THROWN'; readonly error: Error };

/** What is between the function and AWS: every call takes its time, and may fail on either way. */
export class Wire {
  calls = 0;
  messages = 0;
  /** From when on nothing fails any more. */
  isCalm = false;
  readonly #plan: Plan;
  readonly #crashes: readonly CrashPoint[];
  readonly #chance: Chance;
  readonly #timeline: Timeline;
  readonly #log: Log;
  readonly #aws: SimulatedAws;
  readonly #queue: EventQueue;
  readonly #model: ReferenceModel;

  constructor(
    { plan, crashes, chance }: { plan: Plan; crashes: readonly CrashPoint[]; chance: Chance },
    { timeline, log }: { timeline: Timeline; log: Log },
    { aws, queue, model }: { aws: SimulatedAws; queue: EventQueue; model: ReferenceModel },
  ) {
    this.#plan = plan;
    this.#crashes = crashes;
    this.#chance = chance;
    this.#timeline = timeline;
    this.#log = log;
    this.#aws = aws;
    this.#queue = queue;
    this.#model = model;
  }

  /** Who goes on next is decided by how long each call takes. */
  call(command: SentCommand, signal: AbortSignal | undefined): Promise<unknown> {
    const invocation = invocations.getStore();
    if (invocation === undefined) throw new Error(`${command.name} outside of a run`);
    if (invocation.isDead) return never;
    const ordinal = invocation.calls;
    invocation.calls += 1;
    this.calls += 1;
    const dice = this.#chance.of('call', invocation.id, ordinal);
    const { Key, Name, restApiId } = command.input;
    const what = `${command.name.replace('Command', '')} ${Key ?? Name ?? restApiId ?? ''}`;
    invocation.requests.set(what, (invocation.requests.get(what) ?? 0) + 1);
    const fault = this.#faultOf(command, dice, invocation, ordinal);
    if (fault !== null) this.#log.count(`fault ${fault}`);
    if (fault === 'CRASH_BEFORE') {
      this.#log.note(`${invocation.id} dies before ${what}`);
      invocation.end('CRASH');
      return never;
    }
    if (fault !== null && fault !== 'CRASH_AFTER') invocation.faults.push(`${fault} ${what}`);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const unlessDead = (settle: () => void) => {
      if (!invocation.isDead) settle();
    };
    const onAbort = () => unlessDead(() => reject(Object.assign(new Error('aborted'), { name: 'AbortError' })));
    signal?.addEventListener('abort', onAbort, { once: true });
    const slowMs = fault === 'SLOW' ? dice.whole('slow', 20_000, 240_000) : 0;
    const wayMs = (way: string) => (dice.number(way) ** 2 * (this.#plan.latencyMs + slowMs)) / 2;
    this.#timeline.after(wayMs('there'), () => {
      const answer = this.#execute(command, fault, invocation);
      this.#log.note(`${invocation.id} ${what} ${fault ?? ''} ${answer.kind === 'THROWN' ? answer.error.name : 'ok'}`);
      if (fault === 'CRASH_AFTER' && !invocation.isDead) invocation.end('CRASH');
      this.#timeline.after(wayMs('back'), () =>
        unlessDead(() => (answer.kind === 'THROWN' ? reject(answer.error) : resolve(answer.output))),
      );
    });
    return promise;
  }

  #execute(command: SentCommand, fault: Fault | null, invocation: Invocation): Answer {
    if (fault === 'ERROR' || fault === 'CONFLICT' || fault === 'THROTTLED') {
      if (command.name === 'PublishCommand') this.#model.tried(String(command.input.Message));
      return { kind: 'THROWN', error: refusals[fault]() };
    }
    try {
      const output = this.#aws.execute(command, this.#effectsOf(invocation));
      if (fault === 'LOST') return { kind: 'THROWN', error: sdkError('TimeoutError', 0) };
      // The SDK repeats a request whose answer was lost, and then meets its own version.
      if (fault === 'LOST_AND_REPEATED') return { kind: 'THROWN', error: sdkError('PreconditionFailed', 412, 2) };
      return { kind: 'DONE', output };
    } catch (error) {
      if (error instanceof Error && '$metadata' in error) return { kind: 'THROWN', error };
      throw error;
    }
  }

  #effectsOf(invocation: Invocation): Effects {
    const { id } = invocation;
    return {
      published: (message) => {
        this.messages += 1;
        this.#model.acted(invocation, 'a message');
        this.#log.note(`${id} publishes ${message}`);
        this.#checkSecrets(message, id);
        this.#model.published(message, invocation, this.#timeline.now);
      },
      written: (place, text, isConditional) => {
        this.#log.note(`${id} writes ${place} ${text}`);
        this.#checkSecrets(text, id);
        this.#model.acted(invocation, place);
        if (place !== ledgerPlace) return;
        const before = this.#aws.objects.get(place)?.text ?? null;
        this.#model.ledger.written(before, text, isConditional, invocation);
      },
      sent: (body, delayS) => {
        this.#model.acted(invocation, 'a check for the queue');
        if (this.#plan.queue === 'REFUSES') throw sdkError('AccessDenied', 403);
        this.#queue.send(body, delayS, `re-check ${shortName(`${id} ${invocation.calls}`)}`);
      },
    };
  }

  #checkSecrets(text: string, id: string): void {
    if (credentials.some((secret) => text.includes(secret))) this.#log.broken('no credential leaves the states', id);
  }

  #faultOf({ name, input }: SentCommand, dice: Chance, { id }: Invocation, ordinal: number): Fault | null {
    const planned = this.#crashes.find(({ run, call }) => run === id && call === ordinal);
    if (planned !== undefined) return planned.isAfter ? 'CRASH_AFTER' : 'CRASH_BEFORE';
    if (this.isCalm) return null;
    const { rates } = this.#plan;
    const happens = (kind: keyof FaultRates) => dice.happens(kind, rates[kind]);
    if (happens('crash')) return dice.happens('after', 0.5) ? 'CRASH_AFTER' : 'CRASH_BEFORE';
    const isWrite = name === 'PutObjectCommand' || name === 'PublishCommand' || name === 'SendMessageCommand';
    const isConditional = name === 'PutObjectCommand' && (input.IfMatch ?? input.IfNoneMatch) !== undefined;
    if (isConditional && happens('conflict')) return 'CONFLICT';
    if (isConditional && happens('repeated')) return 'LOST_AND_REPEATED';
    if (isWrite && happens('lost')) return 'LOST';
    if (happens('error')) return name.startsWith('GetStage') ? 'THROTTLED' : 'ERROR';
    return happens('slow') ? 'SLOW' : null;
  }
}

const refusals = {
  ERROR: () => sdkError('InternalError', 500),
  CONFLICT: () => sdkError('ConditionalRequestConflict', 409),
  THROTTLED: () => sdkError('TooManyRequestsException', 429),
};

const never = new Promise<never>(() => {});

function shortName(text: string): string {
  return createHash('md5').update(text).digest('hex').slice(0, 6);
}

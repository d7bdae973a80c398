import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash } from 'node:crypto';
import { connect, type SentCommand, sdkError } from './aws-sdk.ts';
import { Chance } from './chance.ts';
import type { EventDelivery, FaultRates, Plan, StateChange, Step } from './plan.ts';
import { ReferenceModel, type RunRecord, type Violation } from './reference-model.ts';
import { type Effects, ownBucket, SimulatedAws, stateBucket } from './simulated-aws.ts';
import { account, region, type StageSettings, usualSettings } from './stages.ts';
import { Timeline, takeOver, turn } from './timeline.ts';
import { type Claim, History, stateText, World } from './world.ts';

/** The function as Lambda has it. */
export type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** Where a run is to die: at a call of it, before or after the call has its effect. */
export interface CrashPoint {
  readonly run: string;
  readonly call: number;
  readonly isAfter: boolean;
}

/** What came of a simulation. */
export interface Outcome {
  readonly violations: readonly Violation[];
  /** How often each kind of thing happened. */
  readonly injected: ReadonlyMap<string, number>;
  /** The same for the same bytes in the same order. */
  readonly digest: string;
  readonly runs: number;
  readonly calls: number;
  readonly messages: number;
  /** Calls of each run, for whoever wants to let it die at each of them. */
  readonly callsOf: ReadonlyMap<string, number>;
  /** One line for each thing that happened, where that was asked for. */
  readonly trace: readonly string[];
}

interface Invocation extends RunRecord {
  readonly faults: string[];
  readonly aheadMs: number;
  readonly end: (how: 'CRASH' | 'KILLED') => void;
  isDead: boolean;
  calls: number;
  dice: number;
}

interface Message {
  readonly id: string;
  readonly body: string;
  received: number;
}

export interface Options {
  /** Milliseconds after which Lambda ends a run. */
  readonly timeoutMs: number;
  readonly crashes?: readonly CrashPoint[];
  readonly isTraced?: boolean;
}

/** Milliseconds since 1970. Each simulation begins after those before it, since a clock that goes back is a fault of its own. */
const firstStart = Date.UTC(2026, 0, 1, 12);
const longestMs = 10 * 24 * 3_600_000;
const hourMs = 3_600_000;
const queueUrl = `https://sqs.${region}.amazonaws.com/${account}/checks`;
const rulesPlace = `${ownBucket}/rules.yaml`;
const ledgerPlace = `${ownBucket}/drift/ledger.json`;
const queueDelayMs = 30_000;
const visibilityMs = 1_800_000;
const mostReceives = 3;
const mostRuns = 3;
/** Schedules after the last fault: more than any wait and any claim takes. */
const restHours = 4;

const invocations = new AsyncLocalStorage<Invocation>();
let current: Simulation | null = null;

/** From here on this process has the time, the dice and the AWS of a simulation. */
export function takeOverProcess(): void {
  takeOver(() => {
    const simulation = current;
    if (simulation === null) throw new Error('No simulation is running');
    return simulation.surroundings();
  });
  connect((command, signal) => {
    if (current === null) throw new Error('No simulation is running');
    return current.call(command, signal);
  });
}

/** Processes of the function: one that died leaves nothing behind, and another takes its place. */
export class Containers {
  readonly #create: () => Promise<Handler>;
  readonly #spare: Handler[] = [];
  readonly #warm: Handler[] = [];

  /** @param create loads the function anew */
  constructor(create: () => Promise<Handler>) {
    this.#create = create;
  }

  /** Has enough of them for one simulation. */
  async fill(): Promise<void> {
    while (this.#spare.length < mostSpare) this.#spare.push(await this.#create());
  }

  take(): Handler {
    const handler = this.#warm.pop() ?? this.#spare.pop();
    if (handler === undefined) throw new Error('No container is left');
    return handler;
  }

  giveBack(handler: Handler): void {
    this.#warm.push(handler);
  }
}

/** Runs that may die in one simulation. */
const mostSpare = 60;

export async function simulate(plan: Plan, containers: Containers, options: Options): Promise<Outcome> {
  await containers.fill();
  const simulation = new Simulation(plan, containers, options);
  current = simulation;
  return simulation.run();
}

class Simulation {
  readonly #plan: Plan;
  readonly #containers: Containers;
  readonly #options: Options;
  readonly #chance: Chance;
  readonly #start: number;
  readonly #timeline: Timeline;
  readonly #world: World;
  readonly #aws: SimulatedAws;
  readonly #model: ReferenceModel;
  readonly #hash = createHash('sha256');
  readonly #trace: string[] = [];
  readonly #injected = new Map<string, number>();
  readonly #callsOf = new Map<string, number>();
  #running = 0;
  readonly #due: Message[] = [];
  readonly #serials = new Map<string, number>();
  readonly #violations: Violation[] = [];
  #pump = false;
  #clockAhead = { ms: 0, until: 0 };
  #isAtRest = false;
  #isOver = false;
  #runs = 0;
  #calls = 0;
  #messages = 0;

  constructor(plan: Plan, containers: Containers, options: Options) {
    this.#plan = plan;
    this.#containers = containers;
    this.#options = options;
    this.#chance = new Chance(plan.seed);
    this.#start = firstStart + (Number.parseInt(plan.seed, 10) || 0) * longestMs;
    this.#timeline = new Timeline(this.#start);
    this.#world = new World(this.#start);
    this.#aws = new SimulatedAws(plan.seed, this.#world, () => this.#timeline.now);
    this.#model = new ReferenceModel(this.#world, plan.hasLedger);
  }

  surroundings() {
    const invocation = invocations.getStore();
    const timeline = this.#timeline;
    return {
      now: () => timeline.now + (invocation?.aheadMs ?? 0),
      after: (milliseconds: number, run: () => void) =>
        timeline.after(milliseconds, () => {
          if (invocation?.isDead !== true) run();
        }),
      random: () => {
        if (invocation === undefined) return 0.5;
        invocation.dice += 1;
        return this.#chance.of('dice', invocation.id).number(invocation.dice);
      },
    };
  }

  async run(): Promise<Outcome> {
    const { states, steps, hours, hasLedger, queue } = this.#plan;
    process.env.LEDGER_URI = hasLedger ? `s3://${ownBucket}/drift` : '';
    process.env.CHECK_QUEUE_URL = queue === 'NONE' ? '' : queueUrl;
    const began = this.#timeline.now - hourMs;
    for (const stage of [
      'api1/old',
      'api2/lost',
      ...Object.values(states).flatMap((claims) => claims.map(({ stage }) => stage)),
    ]) {
      this.#world.live.set(stage, new History<StageSettings | null>(began, usualSettings));
    }
    this.#aws.put(rulesPlace, rulesText(new Set()));
    for (const [name, claims] of Object.entries(states)) {
      this.#writeState(uriOf(name), new Map(claims.map((claim) => [addressOf(claim), claim])));
    }
    for (const step of steps) this.#timeline.at(this.#start + step.atS * 1_000, () => this.#do(step));
    for (let hour = 0; hour < hours + restHours; hour += 1) {
      this.#timeline.at(this.#start + hour * hourMs, () => this.#schedule(`hour ${hour}`));
    }
    this.#timeline.at(this.#start + hours * hourMs - 1, () => this.#comeToRest());
    const end = this.#start + (hours + restHours) * hourMs - 1;
    await this.#timeline.runUntil(end);
    await turn();
    this.#isOver = true;
    this.#model.cameToRest(end);
    return {
      violations: [...this.#violations, ...this.#model.violations],
      injected: this.#injected,
      digest: this.#hash.digest('hex'),
      runs: this.#runs,
      calls: this.#calls,
      messages: this.#messages,
      callsOf: this.#callsOf,
      trace: this.#trace,
    };
  }

  #comeToRest(): void {
    this.#isAtRest = true;
    for (const locks of this.#world.locks.values())
      for (const lock of locks) lock.to = Math.min(lock.to, this.#timeline.now);
    for (const place of this.#aws.objects.keys()) if (place.endsWith('.tflock')) this.#aws.objects.delete(place);
    if (this.#aws.objects.get(ledgerPlace)?.text === 'damaged') this.#loseLedger();
  }

  #loseLedger(): void {
    this.#aws.objects.delete(ledgerPlace);
    this.#model.ledgerLost(this.#timeline.now);
  }

  #note(line: string): void {
    if (this.#isOver) throw new Error(`It is over, and then: ${line}`);
    const text = `${((this.#timeline.now - this.#start) / 1_000).toFixed(3)} ${line}`;
    this.#hash.update(`${text}\n`);
    if (this.#options.isTraced === true) this.#trace.push(text);
  }

  #count(kind: string): void {
    this.#injected.set(kind, (this.#injected.get(kind) ?? 0) + 1);
  }

  // What happens in the world.

  #do(step: Step): void {
    if (this.#isAtRest) return;
    this.#count(`step ${step.kind}`);
    this.#note(`step ${JSON.stringify(step)}`);
    const name = `${step.kind} ${step.id}`;
    switch (step.kind) {
      case 'CHANGE':
        return this.#change(step.stage, (live) => live && { ...live, ...step.set }, 'UpdateStage', step.event, name);
      case 'DELETE':
        return this.#change(step.stage, () => null, 'DeleteStage', step.event, name);
      case 'CREATE':
        return this.#change(step.stage, (live) => live ?? usualSettings, 'CreateStage', step.event, name);
      case 'WRITE':
        return this.#write(step.state, step.change, step.event, name);
      case 'MOVE_STATE':
        return this.#moveState(step.state, step.to, step.event, name);
      case 'MOVE_STAGE':
        return this.#moveStage(step.stage, step.from, step.to, step.event, name);
      case 'APPLY':
        return this.#apply(step, name);
      case 'LOCK':
        return this.#lock(uriOf(step.state), step.lastsS * 1_000);
      case 'SCHEDULE':
        return this.#schedule(name);
      case 'MANUAL':
        return this.#invokeByHand(step, name);
      case 'RULES': {
        const ignored = new Set(step.ignore === null ? [] : [`${step.ignore.stage} ${step.ignore.setting}`]);
        this.#world.ignored.set(this.#timeline.now, ignored);
        return this.#aws.put(rulesPlace, rulesText(ignored));
      }
      case 'LEDGER':
        return this.#harmLedger(step.how);
      case 'CLOCK':
        this.#clockAhead = { ms: step.aheadS * 1_000, until: this.#timeline.now + step.lastsS * 1_000 };
    }
  }

  #change(
    stage: string,
    to: (live: StageSettings | null) => StageSettings | null,
    eventName: string,
    event: EventDelivery | null,
    name: string,
    tool = 'console.amazonaws.com',
  ): void {
    const history = this.#world.live.get(stage) ?? new History<StageSettings | null>(0, null);
    this.#world.live.set(stage, history);
    const before = history.now;
    const after = to(before);
    if (before === after) return;
    history.set(this.#timeline.now, after);
    this.#event(changeEvent(stage, eventName, tool, this.#timeline.now, name), event, name);
  }

  #contentOf(name: string): ReadonlyMap<string, Claim> | null {
    return this.#world.states.get(uriOf(name))?.now ?? null;
  }

  #write(name: string, change: StateChange, event: EventDelivery | null, key: string): void {
    const content = this.#contentOf(name);
    if (content === null) return;
    this.#writeState(uriOf(name), changed(content, change, this.#world));
    this.#stateEvent(uriOf(name), event, key);
  }

  #writeState(uri: string, content: ReadonlyMap<string, Claim>): void {
    const history = this.#world.states.get(uri) ?? new History<ReadonlyMap<string, Claim> | null>(0, null);
    history.set(this.#timeline.now, content);
    this.#world.states.set(uri, history);
    const serial = (this.#serials.get(uri) ?? 0) + 1;
    this.#serials.set(uri, serial);
    this.#aws.put(uri.slice('s3://'.length), stateText(content, serial));
  }

  #moveState(name: string, to: string, event: EventDelivery | null, key: string): void {
    const content = this.#contentOf(name);
    if (content === null) return;
    this.#writeState(uriOf(to), content);
    this.#stateEvent(uriOf(to), event, key);
    this.#timeline.after(2_000, () => {
      this.#aws.objects.delete(uriOf(name).slice('s3://'.length));
      this.#world.states.get(uriOf(name))?.set(this.#timeline.now, null);
    });
  }

  #moveStage(stage: string, from: string, to: string, event: EventDelivery | null, name: string): void {
    const [source, target] = [this.#contentOf(from), this.#contentOf(to)];
    const claim = [...(source ?? [])].find(([, one]) => one.stage === stage);
    if (source === null || target === null || claim === undefined || from === to) return;
    this.#writeState(uriOf(to), new Map([...target, claim]));
    this.#stateEvent(uriOf(to), event, `${name} to`);
    this.#timeline.after(3_000, () => {
      const left = this.#contentOf(from);
      if (left === null) return;
      this.#writeState(uriOf(from), new Map([...left].filter(([address]) => address !== claim[0])));
      this.#stateEvent(uriOf(from), event, `${name} from`);
    });
  }

  #apply({ state, stage, set, lastsS, isLocked, event }: Extract<Step, { kind: 'APPLY' }>, name: string): void {
    const content = this.#contentOf(state);
    if (content === null) return;
    const isClaimed = [...content.values()].some((claim) => claim.stage === stage && claim.form === 'STAGE');
    if (set === 'CREATE' ? isClaimed || (this.#world.live.get(stage)?.now ?? null) !== null : !isClaimed) return;
    const lastsMs = lastsS * 1_000;
    if (isLocked) this.#lock(uriOf(state), lastsMs);
    const tool = 'APN/1.0 HashiCorp/1.0 Terraform/1.11.4 (+https://www.terraform.io) terraform-provider-aws/6.21.0';
    this.#timeline.after(lastsMs * 0.3, () => {
      if (this.#isAtRest) return;
      if (set === 'CREATE') this.#change(stage, () => usualSettings, 'CreateStage', event, name, tool);
      else if (set === 'DELETE') this.#change(stage, () => null, 'DeleteStage', event, name, tool);
      else this.#change(stage, (live) => live && { ...live, ...set }, 'UpdateStage', event, name, tool);
    });
    this.#timeline.after(lastsMs - 1, () => {
      const change: StateChange =
        set === 'CREATE'
          ? { kind: 'ADD', stage, form: 'STAGE' }
          : set === 'DELETE'
            ? { kind: 'REMOVE', stage }
            : { kind: 'SET', stage, set };
      this.#write(state, change, event, `${name} written`);
    });
  }

  #lock(uri: string, lastsMs: number): void {
    const place = `${uri.slice('s3://'.length)}.tflock`;
    if (this.#aws.objects.has(place)) return;
    const { now } = this.#timeline;
    const lock = { from: now, to: now + lastsMs };
    this.#world.locks.set(uri, [...(this.#world.locks.get(uri) ?? []), lock]);
    const info = { ID: 'x', Operation: 'OperationTypeApply', Who: 'ci@runner', Created: new Date(now).toISOString() };
    this.#aws.put(place, JSON.stringify(info));
    this.#timeline.after(lastsMs, () => this.#aws.objects.delete(place));
  }

  #harmLedger(how: 'DAMAGE' | 'DELETE' | 'OLDER'): void {
    const ledger = this.#aws.objects.get(ledgerPlace);
    if (ledger === undefined) return;
    if (how === 'DELETE') return this.#loseLedger();
    if (how === 'DAMAGE') {
      this.#aws.put(ledgerPlace, 'damaged');
      this.#model.ledgerLost(Number.POSITIVE_INFINITY);
      this.#timeline.after(hourMs, () => this.#aws.objects.get(ledgerPlace)?.text === 'damaged' && this.#loseLedger());
      return;
    }
    this.#aws.put(ledgerPlace, asOlderVersion(ledger.text));
  }

  // What starts runs.

  #schedule(name: string): void {
    const time = new Date(this.#timeline.now).toISOString();
    const event = {
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      id: name,
      time,
      resources: ['schedule'],
      detail: {},
    };
    this.#invokeAsync(event, name, 0);
  }

  /** Lambda makes an asynchronous invocation that failed again, twice. */
  #invokeAsync(event: unknown, name: string, attempt: number): void {
    this.#invoke(event, `${name} #${attempt}`, name, false, (result) => {
      if (result.kind === 'BUSY') this.#timeline.after(60_000, () => this.#invokeAsync(event, name, attempt));
      else if (result.kind !== 'DONE' && attempt < 2) {
        this.#timeline.after(60_000 * (attempt + 1), () => this.#invokeAsync(event, name, attempt + 1));
      }
    });
  }

  #invokeByHand({ dryRun, states }: Extract<Step, { kind: 'MANUAL' }>, name: string): void {
    const event = { dryRun, ...(states === null ? {} : { states: states.map(uriOf) }) };
    const startedAt = this.#timeline.now;
    this.#invoke(event, name, name, true, (result) => {
      if (result.kind !== 'DONE' || typeof result.answer !== 'object' || result.answer === null) return;
      const report = 'report' in result.answer ? result.answer.report : null;
      const run = { id: name, startedAt, isManual: true, faults: [] };
      if (typeof report === 'object' && report !== null) this.#model.answered(report, run, this.#timeline.now);
    });
  }

  #event(body: object, event: EventDelivery | null, name: string): void {
    if (event === null) {
      this.#count('event lost');
      return;
    }
    for (let copy = 0; copy < event.copies; copy += 1) {
      if (copy > 0) this.#count('event doubled');
      this.#enqueue(JSON.stringify(body), event.delayS * 1_000 + copy * 40, copy === 0 ? name : `${name} again`);
    }
  }

  #stateEvent(uri: string, event: EventDelivery | null, name: string): void {
    const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(uri) ?? [];
    const time = new Date(this.#timeline.now).toISOString();
    const detail = { bucket: { name: bucket }, object: { key, size: 1, etag: 'x' } };
    this.#event(
      { 'detail-type': 'Object Created', source: 'aws.s3', id: name, time, detail },
      event,
      `${name} written`,
    );
  }

  #enqueue(body: string, delayMs: number, id: string): void {
    if (this.#plan.queue === 'SILENT' || this.#plan.queue === 'NONE') return;
    const message = { id, body, received: 0 };
    this.#timeline.after(delayMs, () => this.#receive(message));
  }

  #receive(message: Message): void {
    this.#due.push(message);
    if (this.#pump) return;
    this.#pump = true;
    const windowMs = this.#chance.pick(`window of ${message.id} ${message.received}`, [0, 0, 10, 5_000, 20_000]);
    this.#timeline.after(windowMs, () => this.#deliver());
  }

  #deliver(): void {
    this.#pump = false;
    const [first] = this.#due;
    if (first === undefined) return;
    const batch = this.#due.splice(0, this.#chance.whole(`size of ${first.id} ${first.received}`, 1, 4));
    for (const message of batch) message.received += 1;
    const Records = batch.map(({ id, body }) => ({ eventSource: 'aws:sqs', messageId: id, body }));
    const name = `${first.id} #${first.received}`;
    const again = (messages: readonly Message[], afterMs: number) => {
      for (const message of messages) {
        if (message.received < mostReceives) this.#timeline.after(afterMs, () => this.#receive(message));
      }
    };
    this.#invoke({ Records }, name, name, false, (result) => {
      if (result.kind === 'BUSY') {
        for (const message of batch) message.received -= 1;
        return again(batch, 30_000);
      }
      if (result.kind !== 'DONE') return again(batch, visibilityMs);
      const { batchItemFailures } = result.answer as { batchItemFailures: { itemIdentifier: string }[] };
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      again(
        batch.filter(({ id }) => failed.has(id)),
        visibilityMs,
      );
    });
    if (this.#due.length > 0) {
      this.#pump = true;
      this.#timeline.after(1_000, () => this.#deliver());
    }
  }

  #invoke(event: unknown, id: string, requestId: string, isManual: boolean, ended: (result: Result) => void): void {
    if (this.#running >= mostRuns) return ended({ kind: 'BUSY' });
    this.#running += 1;
    const handler = this.#containers.take();
    this.#runs += 1;
    const { timeoutMs } = this.#options;
    const startedAt = this.#timeline.now;
    let isOver = false;
    const over = (result: Result) => {
      if (isOver) return;
      isOver = true;
      stop();
      this.#running -= 1;
      if (!invocation.isDead) this.#containers.giveBack(handler);
      this.#callsOf.set(id, invocation.calls);
      this.#note(`${id} ends: ${result.kind}`);
      ended(result);
    };
    const invocation: Invocation = {
      ...{ id, startedAt, isManual, faults: [], isDead: false, calls: 0, dice: 0 },
      aheadMs: startedAt < this.#clockAhead.until && !this.#isAtRest ? this.#clockAhead.ms : 0,
      end: (how) => {
        invocation.isDead = true;
        invocation.faults.push(how);
        this.#count(how === 'CRASH' ? 'crash' : 'killed out of time');
        over({ kind: how });
      },
    };
    if (invocation.aheadMs !== 0) this.#count('run with a wrong clock');
    if (this.#running > 1) this.#count(`${this.#running} runs at once`);
    const stop = this.#timeline.after(timeoutMs, () => invocation.end('KILLED'));
    this.#note(`${id} starts`);
    const context = {
      awsRequestId: requestId,
      functionName: 'detect-drift',
      invokedFunctionArn: `arn:aws:lambda:${region}:${account}:function:detect-drift`,
      getRemainingTimeInMillis: () => startedAt + timeoutMs - this.#timeline.now,
    };
    void invocations.run(invocation, () =>
      handler(event, context).then(
        (answer) => over({ kind: 'DONE', answer }),
        (error) => {
          if (isFaultOfOurs(error))
            this.#violations.push({ rule: 'nothing is thrown by mistake', detail: String(error.stack) });
          this.#note(`${id} failed: ${error}`);
          over({ kind: 'FAILED' });
        },
      ),
    );
  }

  // What runs do to the world.

  call(command: SentCommand, signal: AbortSignal | undefined): Promise<unknown> {
    const invocation = invocations.getStore();
    if (invocation === undefined) throw new Error(`${command.name} outside of a run`);
    if (invocation.isDead) return never;
    const ordinal = invocation.calls;
    invocation.calls += 1;
    this.#calls += 1;
    const dice = this.#chance.of('call', invocation.id, ordinal);
    const what = `${command.name.replace('Command', '')} ${command.input.Key ?? command.input.restApiId ?? ''}`;
    const fault = this.#faultOf(command, dice, invocation, ordinal);
    if (fault !== null) {
      this.#count(`fault ${fault}`);
      if (!fault.startsWith('CRASH')) invocation.faults.push(`${fault} ${what}`);
    }
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const settle = (how: () => void) => {
      if (!invocation.isDead) how();
    };
    signal?.addEventListener(
      'abort',
      () => settle(() => reject(Object.assign(new Error('aborted'), { name: 'AbortError' }))),
      {
        once: true,
      },
    );
    if (fault === 'CRASH_BEFORE') {
      this.#note(`${invocation.id} dies before ${what}`);
      invocation.end('CRASH');
      return never;
    }
    const slowMs = fault === 'SLOW' ? dice.whole('slow', 20_000, 240_000) : 0;
    const wayMs = () => (this.#plan.latencyMs + slowMs) / 2;
    this.#timeline.after(dice.number('there') ** 2 * wayMs(), () => {
      const answer = this.#execute(command, fault, invocation);
      this.#note(`${invocation.id} ${what} ${fault ?? ''} ${answer.kind === 'THROWN' ? answer.error.name : 'ok'}`);
      if (fault === 'CRASH_AFTER' && !invocation.isDead) {
        this.#note(`${invocation.id} dies after ${what}`);
        invocation.end('CRASH');
      }
      this.#timeline.after(dice.number('back') ** 2 * wayMs(), () =>
        settle(() => (answer.kind === 'THROWN' ? reject(answer.error) : resolve(answer.output))),
      );
    });
    return promise;
  }

  #execute(command: SentCommand, fault: Fault | null, invocation: Invocation): Answer {
    const isRefused = fault === 'ERROR' || fault === 'CONFLICT' || fault === 'THROTTLED';
    if (isRefused) {
      if (command.name === 'PublishCommand') this.#model.tried(String(command.input.Message));
      const [name, status] =
        fault === 'CONFLICT'
          ? (['ConditionalRequestConflict', 409] as const)
          : fault === 'THROTTLED'
            ? (['TooManyRequestsException', 429] as const)
            : (['InternalError', 500] as const);
      return { kind: 'THROWN', error: sdkError(name, status) };
    }
    try {
      const output = this.#aws.execute(command, this.#effects(invocation));
      // The SDK repeats a request whose answer was lost, and then meets its own version.
      if (fault === 'LOST') return { kind: 'THROWN', error: sdkError('TimeoutError', 0) };
      if (fault === 'LOST_AND_REPEATED') return { kind: 'THROWN', error: sdkError('PreconditionFailed', 412, 2) };
      return { kind: 'DONE', output };
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      if (!('$metadata' in error)) throw error;
      return { kind: 'THROWN', error };
    }
  }

  #effects(invocation: Invocation): Effects {
    return {
      published: (message) => {
        this.#messages += 1;
        this.#note(`${invocation.id} publishes ${message}`);
        this.#model.published(message, invocation, this.#timeline.now);
      },
      written: (place, text, condition) => {
        this.#note(`${invocation.id} writes ${place} ${text}`);
        if (place !== ledgerPlace) return;
        if (condition === null)
          this.#violations.push({ rule: 'the ledger is a chain of conditional writes', detail: invocation.id });
        if (!isWhole(text)) this.#violations.push({ rule: 'the ledger is never half written', detail: invocation.id });
      },
      sent: (body, delayS) => {
        if (this.#plan.queue === 'REFUSES') throw sdkError('AccessDenied', 403);
        const delayMs = delayS === null ? queueDelayMs : delayS * 1_000;
        this.#enqueue(body, delayMs, `re-check ${shortName(`${invocation.id} ${invocation.calls}`)}`);
      },
    };
  }

  #faultOf({ name, input }: SentCommand, dice: Chance, { id }: Invocation, ordinal: number): Fault | null {
    const planned = this.#options.crashes?.find(({ run, call }) => run === id && call === ordinal);
    if (planned !== undefined) return planned.isAfter ? 'CRASH_AFTER' : 'CRASH_BEFORE';
    if (this.#isAtRest) return null;
    const { rates } = this.#plan;
    const happens = (kind: keyof FaultRates) => dice.happens(kind, rates[kind]);
    if (happens('crash')) return dice.happens('after', 0.5) ? 'CRASH_AFTER' : 'CRASH_BEFORE';
    const isWrite = name === 'PutObjectCommand' || name === 'PublishCommand' || name === 'SendMessageCommand';
    const isConditional =
      input.IfMatch !== undefined || (input.IfNoneMatch !== undefined && name === 'PutObjectCommand');
    if (isConditional && happens('conflict')) return 'CONFLICT';
    if (isWrite && happens('lost'))
      return isConditional && dice.happens('repeated', 0.5) ? 'LOST_AND_REPEATED' : 'LOST';
    if (happens('error')) return name.startsWith('GetStage') ? 'THROTTLED' : 'ERROR';
    return happens('slow') ? 'SLOW' : null;
  }
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

type Result =
  | { readonly kind: 'DONE'; readonly answer: unknown }
  | { readonly kind: 'FAILED' | 'CRASH' | 'KILLED' | 'BUSY' };

const never = new Promise<never>(() => {});

function isFaultOfOurs(error: unknown): error is Error {
  return error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError;
}

function shortName(text: string): string {
  return createHash('md5').update(text).digest('hex').slice(0, 6);
}

function uriOf(name: string): string {
  return `s3://${stateBucket}/${name}/terraform.tfstate`;
}

function addressOf({ stage, form }: Pick<Claim, 'stage' | 'form'>, version = ''): string {
  const type = form === 'DEPLOYMENT' ? 'aws_api_gateway_deployment' : 'aws_api_gateway_stage';
  return `${type}.${nameOf(stage)}${version}`;
}

function nameOf(stage: string): string {
  return stage.replace('/', '_');
}

function changed(content: ReadonlyMap<string, Claim>, change: StateChange, world: World): ReadonlyMap<string, Claim> {
  const { stage } = change;
  const mapped = (to: (claim: Claim) => Claim) =>
    new Map([...content].map(([address, claim]) => [address, claim.stage === stage ? to(claim) : claim]));
  switch (change.kind) {
    case 'SET':
      return mapped((claim) => ({ ...claim, settings: { ...claim.settings, ...change.set } }));
    case 'ADOPT': {
      const live = world.live.get(stage)?.now ?? null;
      return live === null ? content : mapped((claim) => ({ ...claim, settings: live }));
    }
    case 'ADD': {
      const settings = world.live.get(stage)?.now ?? usualSettings;
      const claim = { stage, form: change.form, settings };
      return [...content.values()].some((one) => one.stage === stage)
        ? content
        : new Map([...content, [addressOf(claim), claim]]);
    }
    case 'REMOVE':
      return new Map([...content].filter(([, claim]) => claim.stage !== stage));
    case 'READDRESS':
      return new Map(
        [...content].map(([address, claim]) => [
          claim.stage === stage ? addressOf(claim, address.endsWith('_new') ? '' : '_new') : address,
          claim,
        ]),
      );
  }
}

function changeEvent(stage: string, eventName: string, userAgent: string, at: number, id: string): object {
  const [restApiId = '', stageName = ''] = stage.split('/');
  const time = `${new Date(at).toISOString().slice(0, 19)}Z`;
  const requestParameters =
    eventName === 'CreateStage' ? { restApiId, createStageInput: { stageName } } : { restApiId, stageName };
  return {
    ...{ 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.apigateway', account, region, id, time },
    detail: {
      ...{ eventName, eventSource: 'apigateway.amazonaws.com', eventTime: time, awsRegion: region },
      eventID: id.replaceAll(/[^A-Za-z0-9]/g, '-'),
      ...{ recipientAccountId: account, readOnly: false, requestParameters, responseElements: {}, userAgent },
      userIdentity: { type: 'IAMUser', userName: 'bob', accountId: account, arn: `arn:aws:iam::${account}:user/bob` },
      sourceIPAddress: '198.51.100.23',
    },
  };
}

function rulesText(ignored: ReadonlySet<string>): string {
  const rules = [...ignored].map((one) => {
    const [stage = '', path = ''] = one.split(' ');
    return `  - address: '*${nameOf(stage)}*'\n    path: ${path}\n    reason: agreed\n`;
  });
  return rules.length === 0 ? 'ignore: []\n' : `ignore:\n${rules.join('')}`;
}

function isWhole(text: string): boolean {
  try {
    const ledger: unknown = JSON.parse(text);
    return typeof ledger === 'object' && ledger !== null && 'version' in ledger && 'findings' in ledger;
  } catch {
    return false;
  }
}

/** What the first version of the ledger knew of a finding. */
const olderMembers = [
  ...[
    'accountId',
    'region',
    'restApiId',
    'stageName',
    'id',
    'kind',
    'type',
    'name',
    'path',
    'address',
    'state',
    'serial',
  ],
  ...['severity', 'firstSeen', 'lastSeen', 'unchangedSince', 'values', 'told', 'attribution', 'claim', 'closed'],
];

/** @returns the ledger as a program of its first version would have written it on */
function asOlderVersion(text: string): string {
  if (!isWhole(text)) return text;
  const { findings }: { findings: Record<string, unknown>[] } = JSON.parse(text);
  const known = findings.map((finding) =>
    Object.fromEntries(Object.entries(finding).filter(([member]) => olderMembers.includes(member))),
  );
  return JSON.stringify({ version: 1, findings: known });
}

import { changeEvent, eventIdOf, nameOf, rulesText, scheduledEvent, stateEvent, tools } from './documents.ts';
import type { EventQueue } from './event-queue.ts';
import { forgedEvent, withOtherAuthor } from './forgeries.ts';
import type { Lambda } from './lambda.ts';
import { asOlderVersion } from './ledger-text.ts';
import type { Log } from './log.ts';
import { hashKeyArn, ledgerPlace, lockPlaceOf, placeOf, rulesPlace, uriOf } from './places.ts';
import { type Addressee, type EventDelivery, type Plan, type StateChange, type Step, untilChangeS } from './plan.ts';
import type { ReferenceModel } from './reference-model.ts';
import type { SimulatedAws } from './simulated-aws.ts';
import { type StageSettings, usualSettings } from './stages.ts';
import type { Timeline } from './timeline.ts';
import { type Claim, History, type Masking, stateText, type World } from './world.ts';

type Claims = ReadonlyMap<string, Claim>;
type Apply = Extract<Step, { kind: 'APPLY' }>;

const hourMs = 3_600_000;
/** Milliseconds from one forged message to the next. */
const betweenForgeriesMs = 20_000;

/** Milliseconds for which somebody waits to ask by hand, and from one look to the next. */
const maxManualWaitMs = hourMs;
const lookEveryMs = 20_000;

/** Messages that are replayed together: as many as a batch can have. */
const mostReplayed = 4;

/** Everything that happens besides the function: people, Terraform, schedules, and what goes wrong. */
export class Happenings {
  readonly #plan: Plan;
  readonly #timeline: Timeline;
  readonly #log: Log;
  readonly #world: World;
  readonly #aws: SimulatedAws;
  readonly #model: ReferenceModel;
  readonly #lambda: Lambda;
  readonly #queue: EventQueue;
  readonly #serials = new Map<string, number>();
  #isAtRest = false;

  constructor(
    plan: Plan,
    { timeline, log }: { timeline: Timeline; log: Log },
    { world, aws, model }: { world: World; aws: SimulatedAws; model: ReferenceModel },
    { lambda, queue }: { lambda: Lambda; queue: EventQueue },
  ) {
    this.#plan = plan;
    this.#timeline = timeline;
    this.#log = log;
    this.#world = world;
    this.#aws = aws;
    this.#model = model;
    this.#lambda = lambda;
    this.#queue = queue;
  }

  /** What there is before anything happens: all states are as their stages are. */
  begin(): void {
    const { states } = this.#plan;
    const before = this.#timeline.now - hourMs;
    const claims = Object.values(states).flat();
    for (const { stage, settings } of claims)
      this.#world.live.set(stage, new History<StageSettings | null>(before, settings));
    this.#mask(this.#world.masking.now);
    for (const [name, held] of Object.entries(states)) {
      this.#writeState(uriOf(name), new Map(held.map((claim) => [addressOf(claim), claim])));
    }
  }

  schedule(name: string): void {
    this.#lambda.invokeAsync(scheduledEvent(this.#timeline.now, name), name);
  }

  /** From here on nothing new begins: an apply that is under way writes its state, and lets go of its lock. */
  comeToRest(): void {
    this.#isAtRest = true;
    this.#lambda.shiftClock(0, this.#timeline.now);
    this.#mendLedger();
  }

  do(step: Step): void {
    if (this.#isAtRest) return;
    this.#log.count(`step ${step.kind}`);
    this.#log.note(`step ${JSON.stringify(step)}`);
    const name = `${step.kind} ${step.id}`;
    switch (step.kind) {
      case 'CHANGE':
        this.#change(step.stage, (live) => live && { ...live, ...step.set }, 'UpdateStage', step.event, name);
        break;
      case 'DELETE':
        this.#change(step.stage, () => null, 'DeleteStage', step.event, name);
        break;
      case 'CREATE':
        this.#change(step.stage, (live) => live ?? usualSettings, 'CreateStage', step.event, name);
        break;
      case 'WRITE':
        this.#write(step.state, step.change, step.event, name);
        break;
      case 'MOVE_STATE':
        this.#moveState(step.state, step.to, step.event, name);
        break;
      case 'MOVE_STAGE':
        this.#moveStage(step.stage, step.from, step.to, step.event, name);
        break;
      case 'APPLY':
        this.#apply(step, name);
        break;
      case 'LOCK':
        this.#lock(uriOf(step.state), step.lastsS * 1_000);
        break;
      case 'UNREADABLE_LOCKS':
        this.#hideLocks(step);
        break;
      case 'SCHEDULE':
        this.schedule(name);
        break;
      case 'MANUAL':
        if (step.isOncePending) this.#oncePending(() => this.#invokeByHand(step, name), maxManualWaitMs);
        else this.#invokeByHand(step, name);
        break;
      case 'RULES': {
        const ignored = new Set(step.ignore === null ? [] : [`${step.ignore.stage} ${step.ignore.setting}`]);
        this.#world.ignored.set(this.#timeline.now, ignored);
        this.#writeRules();
        break;
      }
      case 'FORGE':
        this.#forge(step, name);
        break;
      case 'REPLAY':
        this.#replay(step, name);
        break;
      case 'MASKING':
        this.#mask(step.masking);
        break;
      case 'LEDGER':
        this.#harmLedger(step.how);
        break;
      case 'CLOCK':
        this.#lambda.shiftClock(step.aheadS * 1_000, this.#timeline.now + step.lastsS * 1_000);
    }
  }

  /** Rules show the stage variable or do not, and the function is deployed with a key for what is masked or without. */
  #mask(masking: Masking): void {
    this.#world.masking.set(this.#timeline.now, masking);
    process.env.HASH_KEY_ARN = masking.key === null ? '' : hashKeyArn;
    this.#writeRules();
  }

  #writeRules(): void {
    this.#aws.put(rulesPlace, rulesText(this.#world.ignored.now, this.#world.masking.now.isShown));
  }

  #change(
    stage: string,
    to: (live: StageSettings | null) => StageSettings | null,
    eventName: string,
    event: EventDelivery | null,
    name: string,
    tool: string = tools.console,
  ): void {
    const history = this.#world.live.get(stage) ?? new History<StageSettings | null>(0, null);
    this.#world.live.set(stage, history);
    const before = history.now;
    const after = to(before);
    if (before === after) return;
    history.set(this.#timeline.now, after);
    this.#world.calls.set(eventIdOf(name), stage);
    this.#deliver(stage, changeEvent(stage, eventName, { tool, user: 'bob' }, this.#timeline.now, name), event, name);
  }

  #contentOf(name: string): Claims | null {
    return this.#world.states.get(uriOf(name))?.now ?? null;
  }

  #write(name: string, change: StateChange, event: EventDelivery | null, id: string): void {
    const content = this.#contentOf(name);
    if (content === null) return;
    this.#writeState(uriOf(name), changed(content, change, this.#world));
    this.#stateWritten(uriOf(name), event, id);
  }

  #writeState(uri: string, content: Claims): void {
    const history = this.#world.states.get(uri) ?? new History<Claims | null>(0, null);
    history.set(this.#timeline.now, content);
    this.#world.states.set(uri, history);
    const serial = (this.#serials.get(uri) ?? 0) + 1;
    this.#serials.set(uri, serial);
    this.#aws.put(placeOf(uri), stateText(content, serial));
  }

  #stateWritten(uri: string, event: EventDelivery | null, id: string): void {
    this.#deliver(uri, stateEvent(uri, this.#timeline.now, id), event, `${id} written`);
  }

  #deliver(about: string, message: object, event: EventDelivery | null, id: string): void {
    const at = this.#timeline.now;
    if (event !== null) this.#world.heard.push({ about, at, arrivesAt: at + event.delayS * 1_000 });
    this.#queue.deliver(message, event, id);
  }

  #moveState(name: string, to: string, event: EventDelivery | null, id: string): void {
    const content = this.#contentOf(name);
    if (content === null) return;
    this.#writeState(uriOf(to), content);
    this.#stateWritten(uriOf(to), event, id);
    this.#timeline.after(2_000, () => {
      this.#aws.objects.delete(placeOf(uriOf(name)));
      this.#world.states.get(uriOf(name))?.set(this.#timeline.now, null);
    });
  }

  #moveStage(stage: string, from: string, to: string, event: EventDelivery | null, id: string): void {
    const [source, target] = [this.#contentOf(from), this.#contentOf(to)];
    const claim = [...(source ?? [])].find(([, one]) => one.stage === stage);
    if (target === null || claim === undefined || from === to) return;
    this.#writeState(uriOf(to), new Map([...target, claim]));
    this.#stateWritten(uriOf(to), event, `${id} to`);
    this.#timeline.after(3_000, () => {
      const left = this.#contentOf(from);
      if (left === null) return;
      this.#writeState(uriOf(from), new Map([...left].filter(([address]) => address !== claim[0])));
      this.#stateWritten(uriOf(from), event, `${id} from`);
    });
  }

  #apply({ state, stage, set, lastsS, isLocked, event }: Apply, id: string): void {
    const content = this.#contentOf(state);
    if (content === null) return;
    const isClaimed = [...content.values()].some((claim) => claim.stage === stage && claim.form === 'STAGE');
    const isLive = (this.#world.live.get(stage)?.now ?? null) !== null;
    if (set === 'CREATE' ? isClaimed || isLive : !isClaimed) return;
    const begunAt = this.#timeline.now;
    const lastsMs = lastsS * 1_000;
    // An apply that meets a lock gives up.
    if (isLocked && !this.#lock(uriOf(state), lastsMs)) return;
    const changesAt = begunAt + untilChangeS(lastsS) * 1_000;
    const unwritten = (to: number) =>
      this.#world.unwrittenApplies.push({ id, uri: uriOf(state), stage, from: changesAt, to });
    this.#timeline.after(changesAt - begunAt, () => {
      if (this.#isAtRest) return;
      if (!isLocked) unwritten(begunAt + lastsMs - 1);
      if (set === 'CREATE') this.#change(stage, () => usualSettings, 'CreateStage', event, id, tools.terraform);
      else if (set === 'DELETE') this.#change(stage, () => null, 'DeleteStage', event, id, tools.terraform);
      else this.#change(stage, (live) => live && { ...live, ...set }, 'UpdateStage', event, id, tools.terraform);
    });
    // Terraform writes the state before it lets go of the lock.
    this.#timeline.after(lastsMs - 1, () => {
      // A state that was moved away meanwhile left the call without a state that will ever know it.
      if (this.#contentOf(state) === null) unwritten(Number.POSITIVE_INFINITY);
      this.#write(state, writtenBy(set, stage), event, `${id} written`);
    });
  }

  /** @returns whether nobody else held it */
  #lock(uri: string, lastsMs: number): boolean {
    const [file, item] = [lockPlaceOf(uri), placeOf(uri)];
    if (this.#aws.objects.has(file) || this.#aws.items.has(item)) return false;
    const { now } = this.#timeline;
    this.#world.locks.set(uri, [...(this.#world.locks.get(uri) ?? []), { from: now, to: now + lastsMs }]);
    const info = { ID: 'x', Operation: 'OperationTypeApply', Who: 'ci@runner', Created: new Date(now).toISOString() };
    const { lockPlaces } = this.#plan;
    if (lockPlaces.includes('FILE')) this.#aws.put(file, JSON.stringify(info));
    if (lockPlaces.includes('TABLE')) this.#aws.items.set(item, JSON.stringify(info));
    this.#timeline.after(lastsMs, () => {
      this.#aws.objects.delete(file);
      this.#aws.items.delete(item);
    });
    return true;
  }

  /** Nobody asks for locks where there are none: a table that cannot be read is one that the function knows. */
  #hideLocks({ place, lastsS }: Extract<Step, { kind: 'UNREADABLE_LOCKS' }>): void {
    const { now } = this.#timeline;
    if (place === 'TABLE' && !this.#plan.lockPlaces.includes('TABLE')) return;
    this.#world.unreadableLocks.push({ place, from: now, to: now + lastsS * 1_000 });
  }

  /** Waits until a run has something pending. */
  #oncePending(run: () => void, leftMs: number): void {
    if (this.#isAtRest || leftMs <= 0) return;
    const isPending = this.#aws.objects.get(ledgerPlace)?.text.includes('"pending":{') === true;
    if (isPending) run();
    else this.#timeline.after(lookEveryMs, () => this.#oncePending(run, leftMs - lookEveryMs));
  }

  #invokeByHand({ dryRun, states }: Extract<Step, { kind: 'MANUAL' }>, id: string): void {
    const event = { dryRun, ...(states === null ? {} : { states: states.map(uriOf) }) };
    const kind = { isManual: true, isDry: dryRun, messages: [] };
    const run = { id, startedAt: this.#timeline.now, faults: [], aheadMs: 0, ...kind };
    this.#lambda.invoke({ event, id, requestId: id, ...kind }, (result) => {
      if (result.kind === 'DONE') this.#model.answered(result.answer, run, this.#timeline.now);
    });
  }

  #forge({ to, forgery, times }: Extract<Step, { kind: 'FORGE' }>, name: string): void {
    if (forgery.kind === 'CALL') this.#world.calls.set(eventIdOf(name), forgery.stage);
    const isByHand = forgery.kind === 'BY_HAND';
    for (let time = 0; time < times; time += 1) {
      this.#timeline.after(time * betweenForgeriesMs, () => {
        if (!this.#isAtRest)
          this.#send(forgedEvent(forgery, this.#timeline.now, name), to, `${name}.${time}`, isByHand);
      });
    }
  }

  #replay({ to, which }: Extract<Step, { kind: 'REPLAY' }>, name: string): void {
    const { events } = this.#queue;
    const body = events[Math.floor(which * events.length)];
    if (body === undefined) return;
    this.#send(to === 'QUEUE' ? JSON.parse(body) : withOtherAuthor(body), to, name, false);
  }

  /** The first messages come once more, whenever that is. */
  replayAll(name: string): void {
    for (const [index, body] of this.#queue.events.slice(0, mostReplayed).entries()) {
      this.#queue.put(body, `${name} ${index}`);
    }
  }

  #send(event: object, to: Addressee, id: string, isManual: boolean): void {
    if (to === 'QUEUE') this.#queue.put(JSON.stringify(event), id);
    else this.#lambda.invoke({ event, id, requestId: id, isManual, isDry: false, messages: [id] }, () => {});
  }

  #harmLedger(how: 'DAMAGE' | 'DELETE' | 'OLDER'): void {
    const ledger = this.#aws.objects.get(ledgerPlace);
    if (ledger === undefined) return;
    switch (how) {
      case 'DELETE':
        this.#loseLedger();
        break;
      case 'DAMAGE':
        this.#aws.put(ledgerPlace, damaged);
        this.#model.ledgerLost(Number.POSITIVE_INFINITY);
        this.#timeline.after(hourMs, () => this.#mendLedger());
        break;
      case 'OLDER':
        this.#aws.put(ledgerPlace, asOlderVersion(ledger.text));
        this.#model.ledgerWritten(this.#timeline.now);
    }
  }

  /** Somebody moves a damaged ledger away. */
  #mendLedger(): void {
    if (this.#aws.objects.get(ledgerPlace)?.text === damaged) this.#loseLedger();
  }

  #loseLedger(): void {
    this.#aws.objects.delete(ledgerPlace);
    this.#model.ledgerLost(this.#timeline.now);
  }
}

const damaged = 'damaged';

function addressOf({ stage, form }: Pick<Claim, 'stage' | 'form'>, ending = ''): string {
  const type = form === 'DEPLOYMENT' ? 'aws_api_gateway_deployment' : 'aws_api_gateway_stage';
  return `${type}.${nameOf(stage)}${ending}`;
}

function writtenBy(set: Apply['set'], stage: string): StateChange {
  if (set === 'CREATE') return { kind: 'ADD', stage, form: 'STAGE', isSensitive: false };
  return set === 'DELETE' ? { kind: 'REMOVE', stage } : { kind: 'SET', stage, set };
}

function changed(content: Claims, change: StateChange, world: World): Claims {
  const { stage } = change;
  const live = world.live.get(stage)?.now ?? null;
  const withClaim = (to: (claim: Claim, address: string) => [string, Claim]) =>
    new Map([...content].map(([address, claim]) => (claim.stage === stage ? to(claim, address) : [address, claim])));
  switch (change.kind) {
    case 'SET':
      return withClaim((claim, address) => [address, { ...claim, settings: { ...claim.settings, ...change.set } }]);
    case 'ADOPT':
      return live === null ? content : withClaim((claim, address) => [address, { ...claim, settings: live }]);
    case 'ADD': {
      const { form, isSensitive } = change;
      const claim = { stage, form, settings: live ?? usualSettings, isSensitive };
      const isThere = [...content.values()].some((one) => one.stage === stage);
      return isThere ? content : new Map([...content, [addressOf(claim), claim]]);
    }
    case 'REMOVE':
      return new Map([...content].filter(([, claim]) => claim.stage !== stage));
    case 'READDRESS':
      return withClaim((claim, address) => [addressOf(claim, address.endsWith('_new') ? '' : '_new'), claim]);
  }
}

import { connect } from './aws-sdk.ts';
import { Chance } from './chance.ts';
import type { Containers } from './containers.ts';
import { EventQueue } from './event-queue.ts';
import { Happenings } from './happenings.ts';
import { invocations, Lambda } from './lambda.ts';
import { readLedger } from './ledger-text.ts';
import { Log } from './log.ts';
import { ledgerPlace, lockTable, ownBucket, queueUrl } from './places.ts';
import type { Plan } from './plan.ts';
import { ReferenceModel, type Violation } from './reference-model.ts';
import { SimulatedAws } from './simulated-aws.ts';
import { type Surroundings, Timeline, takeOver } from './timeline.ts';
import { type CrashPoint, Wire } from './wire.ts';
import { World } from './world.ts';

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
  /** Calls of each run, for a test that lets it die at each of them. */
  readonly callsOf: ReadonlyMap<string, number>;
  /** One line for each thing that happened, where that was asked for. */
  readonly trace: readonly string[];
}

export interface Options {
  /** Milliseconds after which Lambda ends a run. */
  readonly timeoutMs: number;
  readonly crashes: readonly CrashPoint[];
  readonly isTraced: boolean;
}

/** Milliseconds since 1970. */
const start = Date.UTC(2026, 2, 1, 12);
const hourMs = 3_600_000;

/** Hours after the last fault: more than any wait and any claim takes. */
const restHours = 4;

/** Milliseconds from one look at what people know to the next. */
const checkEveryMs = 5 * 60_000;

/** A simulation that is under way. */
interface Running {
  readonly wire: Wire;
  /** A fault of the function's own has come to its log. */
  readonly mistaken: (text: string) => void;
  readonly surroundings: () => Surroundings;
}

let running: Running | null = null;

/** Milliseconds that all simulations of this process have lasted: its own clock never goes back. */
let lastedMs = 0;

function current(): Running {
  if (running === null) throw new Error('No simulation is running');
  return running;
}

/** From here on this process has the time, the dice and the AWS of a simulation. */
export function takeOverProcess(): void {
  takeOver(() => current().surroundings());
  connect((command, signal) => current().wire.call(command, signal));
}

/** @param text what the function writes to its log */
export function logged(text: string): void {
  if (/"name":"(?:Type|Range|Reference)Error"/.test(text)) running?.mistaken(text);
}

/** Plays a plan, with nothing but the plan to decide what happens. */
export async function simulate(plan: Plan, containers: Containers, options: Options): Promise<Outcome> {
  await containers.fill();
  const { seed, steps, hours, hasLedger, queue: queueKind } = plan;
  const chance = new Chance(seed);
  const timeline = new Timeline(start);
  const log = new Log(timeline, options.isTraced);
  const world = new World(start, plan.masking);
  const aws = new SimulatedAws(seed, world, () => timeline.now);
  const model = new ReferenceModel(world, log, plan);
  const lambda = new Lambda({ timeline, log }, { containers, timeoutMs: options.timeoutMs }, model);
  const queue = new EventQueue(plan, chance, timeline, log, lambda);
  const wire = new Wire({ plan, crashes: options.crashes, chance }, { timeline, log }, { aws, queue, model });
  const happenings = new Happenings(plan, { timeline, log }, { world, aws, model }, { lambda, queue });
  const mistaken = (text: string) => log.broken('nothing is thrown by mistake', text.slice(0, 1_000));
  running = { wire, mistaken, surroundings: () => surroundingsOf(timeline, chance, lastedMs) };
  process.env.LEDGER_URI = hasLedger ? `s3://${ownBucket}/drift` : '';
  process.env.LOCK_TABLE = plan.lockPlaces.includes('TABLE') ? lockTable : '';
  process.env.CHECK_QUEUE_URL = queueKind === 'NONE' ? '' : queueUrl;

  happenings.begin();
  for (const step of steps) timeline.at(start + step.atS * 1_000, () => happenings.do(step));
  for (let hour = 0; hour < hours + restHours; hour += 1) {
    timeline.at(start + hour * hourMs, () => happenings.schedule(`hour ${hour}`));
  }
  timeline.at(start + hours * hourMs - 1, () => {
    wire.isCalm = true;
    happenings.comeToRest();
  });
  if (options.crashes.length === 0 && isWithoutFaults(plan)) {
    for (let checkAt = start + checkEveryMs; checkAt < start + (hours + restHours) * hourMs; checkAt += checkEveryMs) {
      timeline.at(checkAt, () => model.checkPromptness(timeline.now));
    }
  }
  const end = start + (hours + restHours) * hourMs - 1;
  await timeline.runUntil(end);
  model.cameToRest(end);
  // Some days later everything is as it was: what is open is reminded of, and what ended is forgotten.
  const remembered = () => readLedger(aws.objects.get(ledgerPlace)?.text ?? '')?.findings.map(({ id }) => id) ?? [];
  const atEnd = remembered();
  const afterDays = async (days: number) => {
    // What the queue had on the first day is sent once more.
    if (days === 4) timeline.at(end + (days * 24 - 1) * hourMs, () => happenings.replayAll(`replay on day ${days}`));
    timeline.at(end + days * 24 * hourMs, () => happenings.schedule(`day ${days}`));
    await timeline.runUntil(end + (days * 24 + 1) * hourMs);
    return timeline.now;
  };
  await afterDays(2);
  model.daysPassed(atEnd, remembered());
  model.reminded(end, await afterDays(4));
  const nextWeek = await afterDays(8);
  model.weekPassed(nextWeek, remembered().length);
  lastedMs += nextWeek - start;
  const { violations, injected, trace } = log;
  const { runs, callsOf } = lambda;
  const { calls, messages } = wire;
  return { violations, injected, trace, digest: log.digest(), runs, callsOf, calls, messages };
}

function isWithoutFaults({ rates, steps, hasLedger }: Plan): boolean {
  const isHarmless = steps.every(({ kind }) => kind !== 'LEDGER' && kind !== 'CLOCK');
  // Writes that meet each other are made again at once.
  const { conflict: _, repeated: __, ...harmful } = rates;
  return hasLedger && isHarmless && Object.values(harmful).every((rate) => rate === 0);
}

function surroundingsOf(timeline: Timeline, chance: Chance, beforeMs: number): Surroundings {
  const invocation = invocations.getStore();
  return {
    now: () => timeline.now + (invocation?.aheadMs ?? 0),
    elapsedMs: () => beforeMs + timeline.now - start,
    after: (milliseconds, run) => timeline.after(milliseconds, () => invocation?.isDead !== true && run()),
    random: () => {
      if (invocation === undefined) return 0.5;
      invocation.draws += 1;
      return chance.of('draw', invocation.id).number(invocation.draws);
    },
  };
}

import { Chance } from './chance.ts';
import { tools } from './documents.ts';
import type { Forgery, When } from './forgeries.ts';
import { type StageSettings, usualSettings } from './stages.ts';
import type { Claim, ClaimForm, Masking } from './world.ts';

/** How an event comes: seconds after what it is about, how often, and milliseconds between its copies. */
export interface EventDelivery {
  readonly delayS: number;
  readonly copies: 1 | 2;
  readonly apartMs: number;
}

/**
 * What happens in a simulation besides the schedule, seconds after its start. What comes of a step depends on its id, so
 * that it stays the same when others are taken out of the plan.
 */
export type Step = { readonly id: number; readonly atS: number } & Action;

export type Action =
  | {
      readonly kind: 'CHANGE';
      readonly stage: string;
      readonly set: Partial<StageSettings>;
      readonly event: EventDelivery | null;
    }
  | { readonly kind: 'DELETE'; readonly stage: string; readonly event: EventDelivery | null }
  | { readonly kind: 'CREATE'; readonly stage: string; readonly event: EventDelivery | null }
  /** A state is written. */
  | {
      readonly kind: 'WRITE';
      readonly state: string;
      readonly change: StateChange;
      readonly event: EventDelivery | null;
    }
  /** A state is moved to another key, with the new object written first. */
  | { readonly kind: 'MOVE_STATE'; readonly state: string; readonly to: string; readonly event: EventDelivery | null }
  | {
      readonly kind: 'MOVE_STAGE';
      readonly stage: string;
      readonly from: string;
      readonly to: string;
      readonly event: EventDelivery | null;
    }
  /** Terraform changes a stage, and writes the state in the end. */
  | {
      readonly kind: 'APPLY';
      readonly state: string;
      readonly stage: string;
      readonly set: Partial<StageSettings> | 'CREATE' | 'DELETE';
      readonly lastsS: number;
      readonly isLocked: boolean;
      readonly event: EventDelivery | null;
    }
  /** Somebody holds the lock of a state and changes nothing. */
  | { readonly kind: 'LOCK'; readonly state: string; readonly lastsS: number }
  /** What Terraform keeps locks in cannot be read. */
  | { readonly kind: 'UNREADABLE_LOCKS'; readonly place: LockPlace; readonly lastsS: number }
  | { readonly kind: 'SCHEDULE' }
  | {
      readonly kind: 'MANUAL';
      readonly dryRun: boolean;
      readonly states: readonly string[] | null;
      /** Whether who asks does so once something is pending. */
      readonly isOncePending: boolean;
    }
  /** The rules ignore a setting of a stage, or nothing any more. */
  | { readonly kind: 'RULES'; readonly ignore: { readonly stage: string; readonly setting: string } | null }
  /** Somebody writes to the queue or invokes the function, again and again. */
  | {
      readonly kind: 'FORGE';
      readonly to: Addressee;
      readonly forgery: Forgery;
      readonly times: number;
    }
  /** A message of the queue comes once more. @param which of those so far, from 0 up to 1 */
  | { readonly kind: 'REPLAY'; readonly to: Addressee; readonly which: number }
  | { readonly kind: 'MASKING'; readonly masking: Masking }
  | { readonly kind: 'LEDGER'; readonly how: 'DAMAGE' | 'DELETE' | 'OLDER' }
  /** Runs that start meanwhile have a wrong clock. */
  | { readonly kind: 'CLOCK'; readonly aheadS: number; readonly lastsS: number };

export type Addressee = 'QUEUE' | 'FUNCTION';

export type StateChange =
  | { readonly kind: 'SET'; readonly stage: string; readonly set: Partial<StageSettings> }
  /** The state takes over what is live. */
  | { readonly kind: 'ADOPT'; readonly stage: string }
  | { readonly kind: 'ADD'; readonly stage: string; readonly form: ClaimForm; readonly isSensitive: boolean }
  | { readonly kind: 'REMOVE'; readonly stage: string }
  | { readonly kind: 'READDRESS'; readonly stage: string };

/** How likely each fault is, for each call that leaves the program. */
export interface FaultRates {
  readonly crash: number;
  /** The call fails and has no effect. */
  readonly error: number;
  /** The call has its effect, and its answer is lost. */
  readonly lost: number;
  /** The answer of a conditional write is lost, and the SDK repeats it. */
  readonly repeated: number;
  /** A conditional write meets another one that is under way. */
  readonly conflict: number;
  /** The call takes minutes. */
  readonly slow: number;
}

/** A file beside the state, or an item of a DynamoDB table. */
export type LockPlace = 'FILE' | 'TABLE';

export interface Plan {
  readonly seed: string;
  /** Hours until the world comes to rest. */
  readonly hours: number;
  readonly hasLedger: boolean;
  readonly queue: 'WORKS' | 'SILENT' | 'REFUSES' | 'NONE';
  readonly masking: Masking;
  /** Where Terraform keeps locks: a run takes its lock in each of them. */
  readonly lockPlaces: readonly [LockPlace, ...LockPlace[]];
  readonly rates: FaultRates;
  /** Milliseconds that a call takes at most, unless it is slow. */
  readonly latencyMs: number;
  readonly states: Readonly<Record<string, readonly Claim[]>>;
  readonly steps: readonly Step[];
}

/** What no message and no object may have, whatever the rules say. */
export const credentials = ['first-secret', 'second-secret'] as const;
export const maskKeys = ['the first key of the marks', 'the second key of the marks'] as const;

const stages = ['api1/prod', 'api1/dev', 'api2/prod', 'api3/prod'] as const;
const extraStages = ['api1/hotfix', 'api2/hotfix', 'api1/old', 'api2/lost'] as const;
const allStages = [...stages, ...extraStages] as const;
const texts = ['by hand', 'once more', 'as planned', ''] as const;
/** Values of the stage variable: the last two are masked for what they look like. */
export const targets = [
  'blue',
  'green',
  'red',
  `https://ops:${credentials[0]}@blue`,
  `https://ops:${credentials[1]}@blue`,
] as const;
const stateNames = ['orders', 'users', 'legacy'] as const;

/** The state that has a stage at first. */
const homes: Readonly<Record<string, string>> = {
  ...{ 'api1/prod': 'orders', 'api1/dev': 'orders', 'api2/prod': 'users' },
  ...{ 'api3/prod': 'legacy', 'api1/old': 'legacy', 'api2/lost': 'legacy' },
};

/** What the steps of a plan are about: the fewer things, the more often one is changed again. */
interface Scope {
  /** How likely each kind of step is, beside the others. */
  readonly weights: readonly { readonly kind: Step['kind']; readonly weight: number }[];
  /** Second around which most happens, so that one thing comes upon another; `null` where things have time. */
  readonly burstS: number | null;
  readonly stages: readonly [string, ...string[]];
  readonly extraStages: readonly [string, ...string[]];
  readonly texts: readonly [string, ...string[]];
  readonly targets: readonly [string, ...string[]];
  /** What changes most of the time, `null` where everything does. */
  readonly usual: 'description' | 'target' | null;
}

const everything: Omit<Scope, 'weights'> = { burstS: null, stages, extraStages, texts, targets, usual: null };

function claimOf(stage: string, isSensitive: boolean, form: ClaimForm = 'STAGE'): Claim {
  return { stage, form, settings: usualSettings, isSensitive };
}

/** @returns a plan in which some kinds of steps and faults are more likely than in others, so that each is met at times */
export function planOf(seed: string): Plan {
  const chance = new Chance(seed);
  const dice = chance.of('plan');
  const hours = dice.whole('hours', 1, 4);
  const isCalm = dice.happens('calm', 0.45);
  const rate = (name: string, most: number) =>
    !isCalm && dice.happens(`with ${name}`, 0.5) ? dice.number(`rate of ${name}`) * most : 0;
  const isSensitive = (state: string) => dice.happens(`sensitive in ${state}`, 0.2);
  const count = dice.whole('steps', 3, 6 + 4 * hours);
  const things = dice.happens('narrow', 0.6) ? narrowScope(dice, hours) : everything;
  const weights = kinds.map((kind) => ({ kind, weight: dice.happens(`kind ${kind}`, 0.6) ? kindWeights[kind] : 0 }));
  // Where it is the variable that changes, so does what masks it.
  const maskings = things.usual === 'target' ? [{ kind: 'MASKING', weight: 4 } as const] : [];
  const scope = { weights: [...weights, ...maskings], ...things };
  const steps = [...Array(count).keys()]
    .map((id) => stepOf(id, chance.of('step', id), hours * 3_600, scope))
    .toSorted((a, b) => a.atS - b.atS);
  return {
    seed,
    hours,
    hasLedger: !dice.happens('no ledger', 0.04),
    queue: dice.happens('queue works', 0.75) ? 'WORKS' : dice.pick('queue', ['SILENT', 'REFUSES', 'NONE']),
    masking: maskingOf(dice.of('masking')),
    lockPlaces: dice.pick<Plan['lockPlaces']>('locks', [['FILE'], ['TABLE'], ['FILE', 'TABLE']]),
    rates: {
      crash: rate('crash', 0.05),
      error: rate('error', 0.08),
      lost: rate('lost', 0.1),
      repeated: rate('repeated', 0.1),
      conflict: rate('conflict', 0.1),
      slow: rate('slow', 0.03),
    },
    latencyMs: dice.pick('latency', [20, 1_000, 5_000, 20_000]),
    states: {
      orders: [claimOf('api1/prod', isSensitive('orders')), claimOf('api1/dev', false)],
      users: [claimOf('api2/prod', isSensitive('users'))],
      legacy: [
        claimOf('api3/prod', isSensitive('legacy')),
        claimOf('api1/old', false, 'DEPLOYMENT'),
        claimOf('api2/lost', false, 'NO_ACCOUNT'),
      ],
    },
    steps,
  };
}

function narrowScope(dice: Chance, hours: number): Omit<Scope, 'weights'> {
  const [first, second] = [dice.pick('first stage', stages), dice.pick('second stage', stages)];
  return {
    burstS: dice.happens('burst', 0.4) ? dice.whole('burst at', 600, hours * 3_600 - 1_800) : null,
    stages: [first, first, second],
    extraStages: [dice.pick('extra stage', extraStages)],
    texts: dice.happens('to and fro', 0.5) ? ['by hand', 'as planned'] : ['by hand', 'once more', 'as planned'],
    targets: dice.pick<Scope['targets']>('targets', [targets, ['blue', 'green'], ['blue', 'green', 'red']]),
    usual: dice.happens('variable', 0.3) ? 'target' : 'description',
  };
}

const kindWeights = {
  CHANGE: 8,
  DELETE: 2,
  CREATE: 2,
  WRITE: 5,
  MOVE_STATE: 1,
  MOVE_STAGE: 1,
  APPLY: 3,
  LOCK: 1,
  UNREADABLE_LOCKS: 0.5,
  SCHEDULE: 2,
  MANUAL: 1.5,
  RULES: 1,
  FORGE: 1.5,
  REPLAY: 0.5,
  MASKING: 1,
  LEDGER: 0.5,
  CLOCK: 1,
} as const satisfies Record<Step['kind'], number>;

const kinds = Object.keys(kindWeights) as (keyof typeof kindWeights)[];

function stepOf(id: number, dice: Chance, seconds: number, scope: Scope): Step {
  const { weights } = scope;
  const sum = weights.reduce((total, { weight }) => total + weight, 0);
  let left = dice.number('kind') * sum;
  const kind =
    weights.find(({ weight }) => {
      left -= weight;
      return left < 0;
    })?.kind ?? 'CHANGE';
  // Much happens within moments of a schedule, and of something else. An apply begins before it changes anything.
  const nearS =
    3_600 * dice.whole('hour', 0, seconds / 3_600) + dice.whole('moment', -5, dice.pick('most', [5, 30, 90]));
  const leadS = kind === 'APPLY' ? dice.pick('lead', [0, 30, 60, 400, 700]) + untilChangeS(lastsS(dice)) : 0;
  const usualS = dice.happens('near', 0.6) ? Math.max(0, nearS - leadS) : dice.whole('second', 0, seconds);
  const burstS = dice.happens('in burst', 0.7) ? scope.burstS : null;
  const atS = burstS === null ? usualS : burstS + dice.whole('in burst', 0, 120);
  return { id, atS: Math.min(atS, seconds - 1), ...actionOf(kind, dice, scope) };
}

/** @returns seconds that an apply, a lock or a wrong clock lasts */
function lastsS(dice: Chance): number {
  return dice.pick('lasts', [20, 120, 600, 3_000]);
}

/** @returns seconds after which an apply changes what is live */
export function untilChangeS(lastsS: number): number {
  return lastsS * 0.3;
}

function actionOf(kind: Step['kind'], dice: Chance, scope: Scope): Action {
  const stage = dice.happens('extra', kind === 'CREATE' ? 0.6 : kind === 'DELETE' ? 0.4 : 0.2)
    ? dice.pick('extra stage', scope.extraStages)
    : dice.pick('stage', scope.stages);
  const home = homes[stage];
  const state = home === undefined || dice.happens('any state', 0.2) ? dice.pick('state', stateNames) : home;
  const event: EventDelivery | null = dice.happens('lost', 0.25)
    ? null
    : {
        delayS: dice.pick('delay', [1, 2, 2, 10, 60, 900]),
        copies: dice.happens('twice', 0.3) ? 2 : 1,
        apartMs: dice.pick('apart', [40, 40, 3_000, 15_000, 60_000]),
      };
  const set = settingsOf(dice, scope);
  switch (kind) {
    case 'CHANGE':
      return { kind, stage, set, event };
    case 'DELETE':
    case 'CREATE':
      return { kind, stage, event };
    case 'WRITE':
      return { kind, state, change: changeOf(dice, stage, scope), event };
    case 'MOVE_STATE':
      return { kind, state, to: `${state}-moved`, event };
    case 'MOVE_STAGE':
      return { kind, stage, from: state, to: dice.pick('other state', stateNames), event };
    case 'APPLY':
      return {
        kind,
        state,
        stage,
        set: dice.pick<Extract<Action, { kind: 'APPLY' }>['set']>('what', [set, set, set, 'CREATE', 'DELETE']),
        lastsS: lastsS(dice),
        isLocked: dice.happens('locked', 0.5),
        event,
      };
    case 'LOCK':
      return { kind, state, lastsS: lastsS(dice) };
    case 'UNREADABLE_LOCKS':
      return { kind, place: dice.pick('place', ['FILE', 'TABLE']), lastsS: dice.pick('lasts', [600, 3_000, 9_000]) };
    case 'SCHEDULE':
      return { kind };
    case 'MANUAL':
      return {
        ...{ kind, dryRun: dice.happens('dry', 0.5), isOncePending: dice.happens('once pending', 0.6) },
        states: dice.happens('narrow', 0.3) ? [state] : null,
      };
    case 'RULES':
      return {
        kind,
        ignore: dice.happens('none', 0.4)
          ? null
          : { stage, setting: dice.pick('setting', ['description', 'xray_tracing_enabled']) },
      };
    case 'FORGE': {
      const to = dice.pick<Addressee>('to', ['QUEUE', 'FUNCTION', 'FUNCTION']);
      return { kind, to, forgery: forgeryOf(dice.of('forgery'), to, scope), times: dice.pick('times', [1, 1, 5]) };
    }
    case 'REPLAY':
      return { kind, to: dice.pick<Addressee>('to', ['QUEUE', 'FUNCTION']), which: dice.number('which') };
    case 'MASKING':
      return { kind, masking: maskingOf(dice.of('masking')) };
    case 'LEDGER':
      return { kind, how: dice.pick('how', ['DAMAGE', 'DELETE', 'OLDER']) };
    case 'CLOCK':
      return { kind, aheadS: dice.pick('ahead', [-3_600, 600, 7_200, 100_000]), lastsS: lastsS(dice) };
  }
}

/** Nobody but EventBridge may write a call to the queue: there, its time alone can be wrong. */
function forgeryOf(dice: Chance, to: Addressee, { stages }: Scope): Forgery {
  const stage = dice.happens('other stage', 0.2)
    ? dice.pick('other', ['api1/never', 'api9/prod'])
    : dice.pick('stage', stages);
  const state = dice.pick('state', [...stateNames, 'never']);
  const when = dice.pick<When>('when', ['NOW', 'LONG_AGO', 'FAR_AHEAD']);
  const call: Forgery = {
    ...{ kind: 'CALL', stage, when: to === 'QUEUE' ? 'FAR_AHEAD' : when },
    eventName: dice.pick('event', ['UpdateStage', 'DeleteStage']),
    tool: dice.pick('tool', [tools.terraform, tools.terraform, tools.console]),
  };
  return dice.pick<Forgery>('forgery', [
    call,
    call,
    call,
    { kind: 'CHECK_AGAIN', stage, when },
    { kind: 'CHECK_STATE_AGAIN', state, when },
    { kind: 'SCHEDULE', when },
    { kind: 'STATE_WRITTEN', state, when },
    { kind: 'BY_HAND', state },
    { kind: 'NONSENSE' },
  ]);
}

function changeOf(dice: Chance, likely: string, scope: Scope): StateChange {
  const stage = dice.happens('any stage', 0.2) ? dice.pick('any', allStages) : likely;
  // What no state has at first can only be added to one.
  const kind =
    homes[stage] === undefined && dice.happens('new', 0.6)
      ? 'ADD'
      : dice.pick<StateChange['kind']>('change', ['SET', 'ADOPT', 'ADOPT', 'ADD', 'REMOVE', 'READDRESS']);
  if (kind === 'SET') return { kind, stage, set: settingsOf(dice.of('in state'), scope) };
  if (kind === 'ADD')
    return {
      ...{ kind, stage, isSensitive: dice.happens('sensitive', 0.3) },
      form: dice.pick<ClaimForm>('form', ['STAGE', 'STAGE', 'NO_ACCOUNT', 'DEPLOYMENT']),
    };
  return { kind, stage };
}

function maskingOf(dice: Chance): Masking {
  const key = dice.pick('key', [maskKeys[0], maskKeys[0], maskKeys[1], null]);
  return { isShown: dice.happens('shown', 0.3), key };
}

function settingsOf(dice: Chance, { texts, targets, usual }: Scope): Partial<StageSettings> {
  const [description, target] = [dice.pick('text', texts), dice.pick('target', targets)];
  if (usual !== null && dice.happens('usual setting', 0.7)) return usual === 'target' ? { target } : { description };
  return dice.pick<Partial<StageSettings>>('setting', [
    { description },
    { target },
    { documentation_version: dice.pick('version', ['1', '2']) },
    { xray_tracing_enabled: dice.happens('tracing', 0.5) },
    { description, xray_tracing_enabled: true },
  ]);
}

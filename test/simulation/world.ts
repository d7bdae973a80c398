import type { LockPlace } from './plan.ts';
import { account, region, type StageSettings, settingsInReport } from './stages.ts';

/** What decides how the value of the stage variable is shown. */
export interface Masking {
  /** Whether the rules show it. */
  readonly isShown: boolean;
  /** Marks what is masked, `null` where there is none. */
  readonly key: string | null;
}

/** A value that changes, and what it was before. Times are milliseconds since 1970. */
export class History<Value> {
  readonly #entries: { readonly from: number; readonly value: Value }[] = [];

  constructor(from: number, value: Value) {
    this.#entries.push({ from, value });
  }

  get now(): Value {
    const last = this.#entries.at(-1);
    if (last === undefined) throw new Error('A history has a beginning');
    return last.value;
  }

  set(from: number, value: Value): void {
    this.#entries.push({ from, value });
  }

  /** @returns all that it was at some time from `start` to `end` */
  within(start: number, end: number): readonly Value[] {
    return this.#entries
      .filter(({ from }, index) => from <= end && (this.#entries[index + 1]?.from ?? Number.POSITIVE_INFINITY) >= start)
      .map(({ value }) => value);
  }

  /** @returns the times from `start` to `end` at which it changed, and `start` itself */
  times(start: number, end: number): readonly number[] {
    return [start, ...this.#entries.map(({ from }) => from).filter((from) => from > start && from <= end)];
  }

  at(time: number): Value {
    const entry = this.#entries.findLast(({ from }) => from <= time) ?? this.#entries[0];
    if (entry === undefined) throw new Error('A history has a beginning');
    return entry.value;
  }
}

/** How a state has a stage: as a resource, as one that does not tell its account, or only through a deployment. */
export type ClaimForm = 'STAGE' | 'NO_ACCOUNT' | 'DEPLOYMENT';

/** What a state says of a stage. */
export interface Claim {
  /** `api/name` */
  readonly stage: string;
  readonly form: ClaimForm;
  readonly settings: StageSettings;
  /** Whether Terraform keeps the stage variable as sensitive. */
  readonly isSensitive: boolean;
}

/** What a state holds: claims by their addresses; `null` where the object is not there. */
export type StateContent = ReadonlyMap<string, Claim> | null;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** An apply that no lock shows any more, or never did: AWS has changed, and the state is still to be written. */
interface UnwrittenApply {
  /** Of its event. */
  readonly id: string;
  readonly uri: string;
  readonly stage: string;
  readonly from: number;
  readonly to: number;
}

/** The truth: what is live, and what the states have, at each moment. */
export class World {
  /** By `api/name`; `null` where the stage is not there. */
  readonly live = new Map<string, History<StageSettings | null>>();
  /** By URI. */
  readonly states = new Map<string, History<StateContent>>();
  /** Locks of changing operations, by the URI of the state. */
  readonly locks = new Map<string, Span[]>();
  /** When locks could not be read. */
  readonly unreadableLocks: (Span & { readonly place: LockPlace })[] = [];
  readonly unwrittenApplies: UnwrittenApply[] = [];
  /** Events that reach the queue: the stage or the state that each is about, and when it happened and arrives. */
  readonly heard: { readonly about: string; readonly at: number; readonly arrivesAt: number }[] = [];
  /** The stage that each call was about, by the id of its event, whether it was made or not. */
  readonly calls = new Map<string, string>();
  /** Differences that the rules ignore, as `api/name setting`. */
  readonly ignored: History<ReadonlySet<string>>;
  readonly masking: History<Masking>;

  constructor(start: number, masking: Masking) {
    this.ignored = new History(start, new Set());
    this.masking = new History(start, masking);
  }

  isUnreadable(place: LockPlace, time: number): boolean {
    return this.unreadableLocks.some((one) => one.place === place && one.from <= time && one.to > time);
  }

  /** Whether a run from `start` to `end` could not know that no apply holds the lock of a state. */
  isHeldThroughout(uri: string, start: number, end: number): boolean {
    const isUnread = this.unreadableLocks.some(({ from, to }) => from <= start && to > end);
    return isUnread || this.isLockedThroughout(uri, start, end);
  }

  isLockedThroughout(uri: string, start: number, end: number): boolean {
    return (this.locks.get(uri) ?? []).some(({ from, to }) => from <= start && to >= end);
  }

  /** Whether a lock was held, or could not be read. */
  isAnyLocked(start: number, end: number): boolean {
    return [...[...this.locks.values()].flat(), ...this.unreadableLocks].some(
      ({ from, to }) => from <= end && to >= start,
    );
  }

  /** Whether a state was written after `from`, up to `to`. */
  isWritten(uri: string, from: number, to: number): boolean {
    return (this.states.get(uri)?.times(from, to).length ?? 0) > 1;
  }

  claimsAt(time: number): readonly Claim[] {
    return [...this.states.values()].flatMap((history) => [...(history.at(time) ?? new Map<string, Claim>()).values()]);
  }

  /** @returns `start`, and the times up to `end` at which anything changed */
  times(start: number, end: number): ReadonlySet<number> {
    const histories = [...this.live.values(), ...this.states.values(), this.ignored, this.masking];
    return new Set(histories.flatMap((history) => history.times(start, end)));
  }

  claimsWithin(
    start: number,
    end: number,
  ): readonly { readonly uri: string; readonly address: string; readonly claim: Claim }[] {
    return [...this.states].flatMap(([uri, history]) =>
      history
        .within(start, end)
        .flatMap((content) => [...(content ?? [])].map(([address, claim]) => ({ uri, address, claim }))),
    );
  }
}

/** What is wrong at one moment, by the subject of the finding; the value is what there is to know of it. */
export type Truth = ReadonlyMap<string, ReadonlySet<string>>;

/** @returns the subject of a finding about a stage, or about one of its settings */
export function subjectOf(kind: string, stage: string, setting: string | null): string {
  return setting === null ? `${kind} ${stage}` : `${kind} ${stage} ${setting}`;
}

/** @returns what Terraform would find at a moment, and which stages nobody manages */
export function truthAt(world: World, time: number): Truth {
  const truth = new Map<string, Set<string>>();
  const add = (subject: string, value: string) => truth.set(subject, (truth.get(subject) ?? new Set()).add(value));
  const claimed = new Set<string>();
  const apis = new Set<string>();
  for (const claim of world.claimsAt(time)) {
    claimed.add(claim.stage);
    if (claim.form !== 'STAGE') continue;
    apis.add(apiOf(claim.stage));
    const live = world.live.get(claim.stage)?.at(time) ?? null;
    if (live === null) {
      add(subjectOf('DELETED', claim.stage, null), '');
      continue;
    }
    const [expected, actual] = [settingsInReport(claim.settings), settingsInReport(live)];
    for (const [setting, value] of expected) {
      const isIgnored = world.ignored.at(time).has(`${claim.stage} ${setting}`);
      if (value === actual.get(setting) || isIgnored) continue;
      add(subjectOf('DIFFERENCE', claim.stage, setting), changeText(value, actual.get(setting)));
    }
  }
  for (const [stage, history] of world.live) {
    if (history.at(time) !== null && !claimed.has(stage) && apis.has(apiOf(stage))) {
      add(subjectOf('UNMANAGED', stage, null), '');
    }
  }
  return truth;
}

export function changeText(expected: unknown, actual: unknown): string {
  return `${JSON.stringify(expected ?? null)} → ${JSON.stringify(actual ?? null)}`;
}

export function apiOf(stage: string): string {
  return stage.slice(0, stage.indexOf('/'));
}

/** How a state says that the stage variables are sensitive. */
const sensitive = [{ type: 'get_attr', value: 'variables' }];

/** @returns the text of a state, as Terraform writes it */
export function stateText(content: ReadonlyMap<string, Claim>, serial: number): string {
  const resources = [...content].map(
    ([
      address,
      {
        stage,
        form,
        settings: { target, ...settings },
        isSensitive,
      },
    ]) => {
      const [restApiId = '', stageName = ''] = stage.split('/');
      const executionArn = `arn:aws:execute-api:${region}:${account}:${restApiId}/${stageName}`;
      const isStage = form !== 'DEPLOYMENT';
      const attributes = isStage
        ? {
            arn: `arn:aws:apigateway:${region}::/restapis/${restApiId}/stages/${stageName}`,
            ...(form === 'STAGE' ? { execution_arn: executionArn } : {}),
            rest_api_id: restApiId,
            stage_name: stageName,
            ...settings,
            variables: { TARGET: target },
          }
        : { id: 'd1a2b3', rest_api_id: restApiId, stage_name: stageName, execution_arn: executionArn };
      return {
        mode: 'managed',
        type: isStage ? 'aws_api_gateway_stage' : 'aws_api_gateway_deployment',
        name: address.slice(address.indexOf('.') + 1),
        provider: 'provider["registry.terraform.io/hashicorp/aws"]',
        instances: [{ schema_version: 0, attributes, sensitive_attributes: isSensitive && isStage ? [sensitive] : [] }],
      };
    },
  );
  return JSON.stringify({
    ...{ version: 4, terraform_version: '1.11.4', serial, lineage: '3dfedeb7-0b90-e56a-660f-61535c4c4ae8' },
    ...{ outputs: {}, resources, check_results: null },
  });
}

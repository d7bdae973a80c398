import type { StageAccess } from '../config.ts';
import type { LedgerLocation } from '../findings/ledger/ledger-uri.ts';
import type { RulesSource } from '../findings/rules/rules-source.ts';
import type { StageId } from '../resources/stage-id.ts';
import type { StateSource } from '../terraform/state-source.ts';
import type { Fact } from './fact.ts';

/** What AWS can be asked, all of it read-only. `null` says that there is no such thing. */
export interface Probes {
  caller(): Promise<Fact<Caller>>;
  deployedFunction(name: string): Promise<Fact<DeployedFunction | null>>;
  /** Lists a source and reads each of its states as the function does. */
  states(source: StateSource): Promise<readonly StateSeen[]>;
  /** Reads one stage by itself, and the list that has it. */
  stage(id: StageId, access: StageAccess): Promise<Fact<'THERE' | 'GONE'>>;
  ledger(place: LedgerLocation): Promise<Fact<KeptLedger>>;
  /** Whether it sends its events to EventBridge. */
  bucketEvents(bucket: string): Promise<Fact<boolean | null>>;
  rules(source: RulesSource): Promise<Fact<RulesSeen>>;
  subscriptions(topicArn: string): Promise<Fact<readonly Subscription[] | null>>;
  /** Counts the dead letters of the queue. */
  deadLetters(queueUrl: string): Promise<Fact<DeadLetters>>;
  trails(region: string): Promise<Fact<readonly Trail[]>>;
}

export interface Caller {
  readonly accountId: string;
  readonly arn: string;
}

export interface DeployedFunction {
  readonly arn: string;
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly runtime: string;
  /** MB. */
  readonly memory: number;
  /** Seconds. */
  readonly timeout: number;
  /** Why it cannot run, `null` where it can. */
  readonly trouble: string | null;
  readonly environment: ReadonlyMap<string, string>;
}

export type StateSeen =
  | { readonly kind: 'READ'; readonly uri: string; readonly stages: readonly StageId[] }
  /** The function cannot use it either. */
  | { readonly kind: 'UNUSABLE'; readonly uri: string; readonly reason: string }
  /** Whoever runs this could not read it, which says nothing of the function. */
  | { readonly kind: 'UNREAD'; readonly uri: string; readonly reason: string };

export type KeptLedger =
  | { readonly kind: 'THERE'; readonly findings: number }
  | { readonly kind: 'NOT_YET' }
  | { readonly kind: 'UNUSABLE'; readonly reason: string };

export type RulesSeen =
  | { readonly kind: 'USABLE'; readonly ignore: number; readonly severity: number; readonly show: number }
  | { readonly kind: 'UNUSABLE'; readonly reason: string };

export interface Subscription {
  readonly protocol: string;
  readonly endpoint: string;
  readonly confirmed: boolean;
}

export type DeadLetters =
  | { readonly kind: 'NO_QUEUE'; readonly url: string }
  /** What fails is dropped in the end. */
  | { readonly kind: 'NONE_KEPT' }
  | { readonly kind: 'KEPT'; readonly arn: string; readonly messages: number };

export interface Trail {
  readonly name: string;
  readonly isLogging: boolean;
  /** Whether it has the calls that change something; `null` where that cannot be told. */
  readonly hasManagementWrites: boolean | null;
}

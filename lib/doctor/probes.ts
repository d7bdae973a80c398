import type { StageAccess } from '../config.ts';
import type { LedgerLocation } from '../findings/ledger/ledger-uri.ts';
import type { RulesSource } from '../findings/rules/rules-source.ts';
import type { StageId } from '../resources/stage-id.ts';
import type { StateLock } from '../terraform/state-lock.ts';
import type { StateSource } from '../terraform/state-source.ts';
import type { Fact } from './fact.ts';

/** What AWS can be asked, all of it read-only. `null` says that there is no such thing. */
export interface Probes {
  caller(): Promise<Fact<Caller>>;
  deployedFunction(name: string): Promise<Fact<DeployedFunction | null>>;
  /** Lists a source and reads each of its states as the function does. */
  states(source: StateSource): Promise<readonly StateSeen[]>;
  listing(bucket: string, prefix: string): Promise<Fact<'LISTED' | 'NO_BUCKET'>>;
  lock(uri: string): Promise<Fact<StateLock | null>>;
  /** Reads one stage by itself, and the list that has it. */
  stage(id: StageId, access: StageAccess): Promise<Fact<'THERE' | 'GONE'>>;
  ledger(place: LedgerLocation): Promise<Fact<KeptLedger>>;
  bucketVersioning(bucket: string): Promise<Fact<'ENABLED' | 'OFF' | 'NO_BUCKET'>>;
  bucketAccess(bucket: string): Promise<Fact<'PRIVATE' | 'NOT_BLOCKED' | 'PUBLIC' | 'NO_BUCKET'>>;
  /** Whether it sends its events to EventBridge. */
  bucketEvents(bucket: string): Promise<Fact<boolean | null>>;
  rules(source: RulesSource): Promise<Fact<RulesSeen>>;
  /** @returns why the key cannot be used, `null` where it can; never the key */
  hashKey(arn: string): Promise<Fact<string | null>>;
  subscriptions(topicArn: string): Promise<Fact<readonly Subscription[] | null>>;
  queue(url: string): Promise<Fact<Queue | null>>;
  /** How many messages wait in a queue of the same account and region. */
  waiting(url: string): Promise<Fact<number | null>>;
  feed(functionName: string, queueArn: string, region: string): Promise<Fact<Feed | null>>;
  eventRules(targetArn: string, region: string): Promise<Fact<readonly EventRule[]>>;
  trails(region: string): Promise<Fact<readonly Trail[]>>;
  callLookup(region: string): Promise<Fact<true>>;
  /** @returns which of the permissions the role does not have by its policies */
  missingPermissions(roleArn: string, wanted: readonly Permission[]): Promise<Fact<readonly Permission[]>>;
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
  readonly roleArn: string;
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

export interface Queue {
  readonly arn: string;
  readonly url: string;
  /** Seconds. */
  readonly delay: number;
  /** Seconds. */
  readonly visibility: number;
  readonly waiting: number;
  /** `null` where messages that fail again and again are kept coming. */
  readonly deadLetters: { readonly arn: string; readonly maxReceives: number } | null;
  /** Whether its policy lets EventBridge send to it. */
  readonly takesEvents: boolean;
}

/** How the function is fed by the queue. */
export interface Feed {
  readonly state: string;
  readonly batchSize: number;
  readonly reportsFailures: boolean;
}

export interface EventRule {
  readonly name: string;
  /** `ENABLED`, `DISABLED` or `ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS`. */
  readonly state: string;
  /** When it fires by the clock; empty for a rule that waits for events. */
  readonly schedule: string;
  /** Sources of its events, such as `aws.s3`. */
  readonly sources: readonly string[];
  /** Buckets that it names plainly, `null` where it names them otherwise or not at all. */
  readonly buckets: readonly string[] | null;
}

export interface Trail {
  readonly name: string;
  readonly isLogging: boolean;
  /** Whether it has the calls that change something; `null` where that cannot be told. */
  readonly hasManagementWrites: boolean | null;
}

/** One action upon one resource. */
export interface Permission {
  readonly action: string;
  readonly resource: string;
  /** What the request says besides, such as `s3:prefix`. */
  readonly context: ReadonlyMap<string, string>;
}

import type { CrossAccountRole } from '../config/config.ts';
import type { Rules } from '../findings/rules/rules.ts';
import type { RulesSource } from '../findings/rules/rules-source.ts';
import type { LedgerLocation } from '../model/ledger-uri.ts';
import type { StageId } from '../model/stage-id.ts';
import type { StateSource } from '../terraform/state-source.ts';

/** What AWS can be asked, all of it read-only. Everything throws UnansweredError; `null` says that there is no such thing. */
export interface Probes {
  caller(): Promise<Caller>;
  deployedFunction(name: string): Promise<DeployedFunction | null>;
  /** Lists a source and reads each of its states, as the function does. It never throws. */
  states(source: StateSource): Promise<readonly SourceState[]>;
  /** @param role to assume where the stage is in another account than your credentials */
  stage(id: StageId, role: CrossAccountRole | null): Promise<'FOUND' | 'NOT_FOUND'>;
  /** @returns how many findings are in it; `null` before there is a ledger */
  ledger(location: LedgerLocation): Promise<number | null | Unusable>;
  rules(source: RulesSource): Promise<Rules | Unusable>;
  subscriptions(topicArn: string): Promise<readonly Subscription[] | null>;
  /** Counts what lies in the dead-letter queue of a queue. */
  deadLetters(queueUrl: string): Promise<DeadLetters>;
  /** @returns whether the bucket sends its events to EventBridge */
  bucketEvents(bucket: string): Promise<boolean | null>;
  trails(region: string): Promise<readonly Trail[]>;
}

export interface Caller {
  readonly accountId: string;
  readonly arn: string;
}

export interface DeployedFunction {
  readonly arn: string;
  readonly accountId: string;
  readonly region: string;
  readonly runtime: string;
  /** Why it cannot run, `null` where it can. */
  readonly failure: string | null;
  readonly environment: ReadonlyMap<string, string>;
}

export type SourceState =
  | { readonly kind: 'READ'; readonly uri: string; readonly stages: readonly StageId[] }
  /** The function cannot use it either. */
  | { readonly kind: 'UNUSABLE'; readonly uri: string; readonly reason: string }
  /** You could not read it, which says nothing of the function. */
  | { readonly kind: 'UNREAD'; readonly uri: string; readonly reason: string };

/** It was read, or is known not to be there, and the function cannot use it. */
export interface Unusable {
  readonly unusable: string;
}

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
  /** Whether it has the calls that change something; `null` where that is not known. */
  readonly hasManagementWrites: boolean | null;
}

/** A call that changed something about stages, as CloudTrail recorded it. All of it is data that someone else wrote. */
export interface ApiCall {
  /** CloudTrail's own id: the same wherever and however often the record is delivered. */
  readonly eventId: string;
  /** Name of the API operation, such as `UpdateStage`. */
  readonly eventName: string;
  /** ISO 8601 in UTC, to the second. */
  readonly time: string;
  readonly target: CallTarget;
  /** What the call says it changes: a hint which finding it explains, never data to compare. */
  readonly touched: Touched;
  readonly caller: Caller;
}

/** What was changed. Ids of REST APIs mean something within an account and region only. */
export interface CallTarget {
  readonly accountId: string;
  readonly region: string;
  readonly restApiId: string;
  /** `null` where the record tells no stage: it may be any of the API. */
  readonly stageName: string | null;
}

/**
 * WHOLE: the stage itself was created or deleted. PATHS: settings by the path the API has for them, such as
 * `/variables/LOG_LEVEL` or `/tags/team`. UNKNOWN: the record does not tell.
 */
export type Touched =
  | { readonly kind: 'WHOLE' }
  | { readonly kind: 'PATHS'; readonly paths: readonly string[] }
  | { readonly kind: 'UNKNOWN' };

/** Who made a call, from where and with what. The user agent is the caller's own word for itself. */
export interface Caller {
  /** For people: a user's name, `alice@acme.com (SSO AdministratorAccess)`, `session of role deploy`, `root`, a service. */
  readonly actor: string;
  /** ARN of the identity, `null` where the record has none. */
  readonly arn: string | null;
  /** IP address or name of a service, `null` where the record has none. */
  readonly sourceAddress: string | null;
  /** What the user agent says in one word: `console`, `AWS CLI`, `Terraform`, `CloudFormation`, an SDK. */
  readonly tool: string;
  readonly userAgent: string | null;
}

/** @returns each call once, however often its record was delivered */
export function distinctCalls(calls: readonly ApiCall[]): readonly ApiCall[] {
  return [...new Map(calls.map((call) => [call.eventId, call])).values()];
}

/** @returns whether a call may be about a stage: one that tells no stage may be about any of its REST API */
export function isAbout(
  { target }: ApiCall,
  { restApiId, stageName }: { readonly restApiId: string | null; readonly stageName: string | null },
): boolean {
  return restApiId === target.restApiId && (target.stageName === null || target.stageName === stageName);
}

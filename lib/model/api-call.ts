import * as v from 'valibot';
import { described, type Parsed } from './form.ts';
import type { StageId, StatedStageId } from './stage-id.ts';

const textOrNull = v.nullable(v.string());

/** ISO 8601 in UTC, to the second. */
export const timeForm = v.pipe(v.string(), v.isoTimestamp());

/** Who made a call, from where and with what, in whatever is written down of it. */
export const callerForm = {
  actor: described(
    v.string(),
    "For people: a user's name, a session with its role, a person of IAM Identity Center, a service.",
  ),
  arn: described(textOrNull, 'Of the identity; null where the record has none, and where it did not fit.'),
  sourceAddress: described(textOrNull, 'IP address or name of a service, null where the record has none.'),
  tool: described(v.string(), 'What the user agent says in a word, such as console, AWS CLI or Terraform.'),
  userAgent: described(textOrNull, "The caller's own word for itself; null like arn."),
  isVerified: described(
    v.optional(v.boolean(), true),
    'False if the record came with an invocation, and CloudTrail has not confirmed the call.',
  ),
};
const callerObject = v.object(callerForm);

export type Caller = Parsed<typeof callerObject>;

/** What was changed. */
export type CallTarget = Omit<StageId, 'stageName'> & {
  /** `null` where the record names no stage: it may be any of the API. */
  readonly stageName: string | null;
};

/**
 * WHOLE: the stage itself was created or deleted. PATHS: settings by the path the API has for them, such as
 * `/variables/LOG_LEVEL` or `/tags/team`. UNKNOWN: the record does not tell.
 */
const touchedForm = v.variant('kind', [
  v.object({ kind: v.literal('WHOLE') }),
  v.object({ kind: v.literal('PATHS'), paths: v.array(v.string()) }),
  v.object({ kind: v.literal('UNKNOWN') }),
]);

export type Touched = Parsed<typeof touchedForm>;

/** What a call is made of besides its target. */
export const callEntries = {
  /** CloudTrail's own id: the same wherever and however often the record is delivered. */
  eventId: v.string(),
  /** Name of the API operation, such as `UpdateStage`. */
  eventName: v.string(),
  time: v.string(),
  /** What the call says it changes: a hint which finding it explains, never data to compare. */
  touched: touchedForm,
  caller: callerObject,
};
const callObject = v.object(callEntries);

/** A call that changed something about stages, as CloudTrail recorded it. All of it is data that someone else wrote. */
export interface ApiCall extends Parsed<typeof callObject> {
  readonly target: CallTarget;
}

/**
 * Milliseconds that the time of a call may lie ahead of our own clock: a record that says more would be the latest call for
 * as long as that takes to come.
 */
const maxAheadMs = 5 * 60_000;

/** @returns the calls that may have been made by now */
export function madeBy(calls: readonly ApiCall[], now: Date): readonly ApiCall[] {
  return calls.filter(({ time }) => Date.parse(time) <= now.getTime() + maxAheadMs);
}

/** @returns each call once, however often its record was delivered: as the last one has it */
export function distinctCalls(calls: readonly ApiCall[]): readonly ApiCall[] {
  return [...new Map(calls.map((call) => [call.eventId, call])).values()];
}

/** @returns whether a call may be about a stage: one that names no stage may be about any of its API */
export function isAbout(
  { target }: ApiCall,
  { apiId, stageName }: Pick<StatedStageId, 'apiId' | 'stageName'>,
): boolean {
  return apiId === target.apiId && (target.stageName === null || target.stageName === stageName);
}

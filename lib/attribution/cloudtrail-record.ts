import * as v from 'valibot';
import { accountIdForm, regionForm } from '../resources/stage-id.ts';
import { actorOf } from './actor.ts';
import type { ApiCall, Caller } from './api-call.ts';
import type { CallPlace } from './call-place.ts';
import { memberAt, textIn } from './members.ts';
import { operations } from './operations.ts';
import { toolOf } from './tool.ts';

/** The record is none of CloudTrail's, or lacks what it takes to know what was called; the message lists every problem. */
export class CloudTrailRecordError extends Error {
  override readonly name = 'CloudTrailRecordError';
}

export type ParsedRecord =
  | { readonly kind: 'CALL'; readonly call: ApiCall }
  /** Nothing about a stage can have changed; the reason is a sentence without its full stop. */
  | { readonly kind: 'NO_CONCERN'; readonly reason: string };

const eventName = 'eventName must be a text of letters and digits';
const eventSource = 'eventSource must be the host name of a service';
const readOnly = 'readOnly must be true or false';

/** What tells whether a record is of concern. */
const concernForm = v.looseObject({
  eventName: v.pipe(v.string(eventName), v.regex(/^\w{1,128}$/, eventName)),
  eventSource: v.pipe(v.string(eventSource), v.regex(/^[a-z0-9.-]{1,128}$/, eventSource)),
  errorCode: v.nullish(v.string('errorCode must be a text')),
  errorMessage: v.nullish(v.string('errorMessage must be a text')),
  readOnly: v.nullish(v.union([v.boolean(), v.picklist(['true', 'false'])], readOnly)),
});

const eventId = 'eventID must be a text of letters, digits and hyphens';
const eventTime = 'eventTime must be a time in UTC such as 2026-11-24T06:00:00Z';
const region = 'awsRegion must be the name of a region';
const account = 'must be an account id of 12 digits';

/** What else a call is made of. What it says of its caller is only for display, and never a reason to refuse it. */
const callForm = v.looseObject({
  eventID: v.pipe(v.string(eventId), v.regex(/^[A-Za-z0-9-]{1,128}$/, eventId)),
  eventTime: v.pipe(
    v.string(eventTime),
    v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/, eventTime),
    v.check((time) => !Number.isNaN(Date.parse(time)), eventTime),
    v.transform((time) => `${new Date(time).toISOString().slice(0, 19)}Z`),
  ),
  awsRegion: v.pipe(v.string(region), v.regex(regionForm, region)),
});

const accountForm = v.pipe(v.string(account), v.regex(accountIdForm, account));

/**
 * A record of CloudTrail: the `detail` of an event of EventBridge, or the JSON in the `CloudTrailEvent` of LookupEvents.
 * Sources: CloudTrail's reference of record contents; recorded calls of CreateStage and TagResource in the test data of
 * Cloud Custodian, of DisassociateWebACL in that of Panther. No recorded UpdateStage was found, so its patch operations
 * are looked for in both places where they can be.
 * @throws CloudTrailRecordError
 */
export function parseCloudTrailRecord(record: unknown): ParsedRecord {
  if (typeof record !== 'object' || record === null || Array.isArray(record)) {
    throw malformed(['it must be a JSON object']);
  }
  const concern = v.safeParse(concernForm, { ...noConcern, ...record });
  if (concern.success) {
    const reason = whyNoConcern(concern.output, record);
    if (reason !== null) return { kind: 'NO_CONCERN', reason };
  }
  const request = memberAt(record, 'requestParameters');
  const operation = concern.success ? operations.get(concern.output.eventName) : undefined;
  const place = operation?.place(request, memberAt(record, 'responseElements'));
  if (place?.kind === 'ELSEWHERE') return { kind: 'NO_CONCERN', reason: place.reason };
  const call = v.safeParse(callForm, { ...noCall, ...record });
  const accountId = accountOf(record);
  if (operation === undefined || !call.success || !accountId.success || place?.kind !== 'PLACE') {
    throw malformed([...problemsOf(concern), ...problemsOf(call), ...accountProblems(accountId), ...unclear(place)]);
  }
  const { eventID, eventTime: time, awsRegion } = call.output;
  const { restApiId, stageName } = place;
  return {
    kind: 'CALL',
    call: {
      eventId: eventID,
      eventName: operation.name,
      time,
      target: { accountId: accountId.output, region: awsRegion, restApiId, stageName },
      touched: operation.touched(request),
      caller: callerOf(record),
    },
  };
}

/** With these below a record, a member that it lacks is told in the words for one that is wrong. */
const noConcern = { eventName: undefined, eventSource: undefined };
const noCall = { eventID: undefined, eventTime: undefined, awsRegion: undefined };

function whyNoConcern(concern: v.InferOutput<typeof concernForm>, record: object): string | null {
  const { eventName: name, eventSource: source } = concern;
  if (operations.get(name)?.source !== source) return `${name} of ${source} changes no stage of a REST API`;
  if (concern.readOnly === true || concern.readOnly === 'true') return `${name} was recorded as a call that only reads`;
  const response = memberAt(record, 'responseElements');
  const failures = [concern.errorCode, concern.errorMessage, ...failureMarks.map((mark) => memberAt(response, mark))];
  return failures.some((failure) => textIn(failure) !== null) ? `the call of ${name} failed` : null;
}

/** Some services put what a call failed with into the answer. Source: CloudTrail's reference of record contents. */
const failureMarks = ['errorCode', 'errorMessage', 'error'];

/** The account whose stage it is; a caller of another account is told only where nothing else is. */
function accountOf(record: object) {
  const recipient = memberAt(record, 'recipientAccountId') ?? null;
  return v.safeParse(accountForm, recipient ?? memberAt(record, 'userIdentity', 'accountId'));
}

function accountProblems({ success }: ReturnType<typeof accountOf>): readonly string[] {
  return success ? [] : [`recipientAccountId, or else userIdentity.accountId, ${account}`];
}

function unclear(place: CallPlace | undefined): readonly string[] {
  return place?.kind === 'UNCLEAR' ? place.problems : [];
}

function problemsOf({ issues = [] }: { readonly issues?: readonly { readonly message: string }[] | undefined }) {
  return issues.map(({ message }) => message);
}

/** Never quotes what the record holds: it may be anything. */
function malformed(problems: readonly string[]): CloudTrailRecordError {
  return new CloudTrailRecordError(`The CloudTrail record cannot be used: ${[...new Set(problems)].join('; ')}.`);
}

function callerOf(record: object): Caller {
  const identity = memberAt(record, 'userIdentity');
  const sourceAddress = textIn(memberAt(record, 'sourceIPAddress'));
  const userAgent = textIn(memberAt(record, 'userAgent'), 512);
  const fromConsole = memberAt(record, 'sessionCredentialFromConsole');
  return {
    actor: actorOf(identity),
    arn: textIn(memberAt(identity, 'arn'), 1_024),
    sourceAddress,
    tool: toolOf({
      userAgent: userAgent ?? '',
      sourceAddress: sourceAddress ?? '',
      invokedBy: textIn(memberAt(identity, 'invokedBy')) ?? '',
      fromConsole: fromConsole === true || fromConsole === 'true',
    }),
    userAgent,
  };
}

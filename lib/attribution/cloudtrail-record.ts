import * as v from 'valibot';
import type { ApiCall, Caller } from '../model/api-call.ts';
import { memberAt, textAt, textIn } from '../model/members.ts';
import { accountIdForm, regionForm } from '../model/stage-id.ts';
import { actorOf } from './actor.ts';
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

/** A text of a form; a record that has none is told the same. */
function text(form: RegExp, problem: string) {
  return v.optional(v.pipe(v.string(problem), v.regex(form, problem)), '');
}

/** What tells whether a record is of concern. */
const concernForm = v.looseObject({
  eventName: text(/^\w{1,128}$/, 'eventName must be a text of letters and digits'),
  eventSource: text(/^[a-z0-9.-]{1,128}$/, 'eventSource must be the host name of a service'),
  errorCode: v.nullish(v.string('errorCode must be a text')),
  errorMessage: v.nullish(v.string('errorMessage must be a text')),
  readOnly: v.nullish(v.union([v.boolean(), v.picklist(['true', 'false'])], 'readOnly must be true or false')),
});

const eventTime = 'eventTime must be a time in UTC such as 2026-11-24T06:00:00Z';

/** What else a call is made of. What it says of its caller is only for display, and never a reason to refuse it. */
const callForm = v.looseObject({
  eventID: text(/^[A-Za-z0-9-]{1,128}$/, 'eventID must be a text of letters, digits and hyphens'),
  eventTime: v.pipe(
    text(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/, eventTime),
    v.check((time) => !Number.isNaN(Date.parse(time)), eventTime),
    v.transform((time) => `${new Date(time).toISOString().slice(0, 19)}Z`),
  ),
  awsRegion: text(regionForm, 'awsRegion must be the name of a region'),
  accountId: text(
    accountIdForm,
    'recipientAccountId, or else userIdentity.accountId, must be an account id of 12 digits',
  ),
});

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
  const concern = v.safeParse(concernForm, record);
  if (concern.success) {
    const reason = whyNoConcern(concern.output, record);
    if (reason !== null) return { kind: 'NO_CONCERN', reason };
  }
  const request = memberAt(record, 'requestParameters');
  const operation = concern.success ? operations.get(concern.output.eventName) : undefined;
  const place = operation?.place(request, memberAt(record, 'responseElements'));
  if (place?.kind === 'ELSEWHERE') return { kind: 'NO_CONCERN', reason: place.reason };
  // The account whose stage it is; a caller's account counts only where nothing else is known.
  const accountId = memberAt(record, 'recipientAccountId') ?? memberAt(record, 'userIdentity', 'accountId');
  const call = v.safeParse(callForm, { ...record, accountId });
  if (operation === undefined || !call.success || place?.kind !== 'PLACE') {
    const problems = [...(concern.issues ?? []), ...(call.issues ?? [])].map(({ message }) => message);
    throw malformed([...problems, ...(place?.kind === 'UNCLEAR' ? place.problems : [])]);
  }
  const { eventID, eventTime: time, awsRegion: region } = call.output;
  const { family, apiId, stageName } = place;
  return {
    kind: 'CALL',
    call: {
      eventId: eventID,
      eventName: operation.name,
      time,
      target: { family, accountId: call.output.accountId, region, apiId, stageName },
      touched: operation.touched(request),
      caller: callerOf(record),
    },
  };
}

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

/** Never quotes what the record holds: it may be anything. */
function malformed(problems: readonly string[]): CloudTrailRecordError {
  return new CloudTrailRecordError(`The CloudTrail record cannot be used: ${[...new Set(problems)].join('; ')}.`);
}

function callerOf(record: object): Caller {
  const identity = memberAt(record, 'userIdentity');
  const sourceAddress = textAt(record, 'sourceIPAddress');
  const userAgent = textIn(memberAt(record, 'userAgent'), 512);
  const fromConsole = memberAt(record, 'sessionCredentialFromConsole');
  return {
    actor: actorOf(identity),
    arn: textIn(memberAt(identity, 'arn'), 1_024),
    sourceAddress,
    tool: toolOf({
      userAgent: userAgent ?? '',
      sourceAddress: sourceAddress ?? '',
      invokedBy: textAt(identity, 'invokedBy') ?? '',
      fromConsole: fromConsole === true || fromConsole === 'true',
    }),
    userAgent,
    isVerified: true,
  };
}

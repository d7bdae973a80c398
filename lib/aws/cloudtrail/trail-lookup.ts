import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import * as v from 'valibot';
import { CloudTrailRecordError, parseCloudTrailRecord } from '../../attribution/cloudtrail-record.ts';
import type { TrailAnswer } from '../../attribution/find-callers.ts';
import type { ApiCall } from '../../model/api-call.ts';
import { anObject, listOf } from '../../resources/live-form.ts';
import type { AccountSession } from '../accounts.ts';
import { isDenied } from '../aws-failure.ts';
import { flattenAs } from '../flatten.ts';
import { answerFrom, send } from '../service.ts';

/** Pages of 50 calls that are read of one operation, at most: half a minute's worth for six of them. */
const maxPages = 10;

/** What to look up: calls of one operation, since CloudTrail takes one attribute only. */
export interface Lookup {
  readonly eventName: string;
  readonly since: Date;
  readonly until: Date;
}

const flattenPage = flattenAs(
  anObject({
    Events: listOf(anObject({ CloudTrailEvent: v.nullish(v.string('a text'), '') })),
    NextToken: v.nullish(v.string('a text')),
  }),
  'is not a page of events',
);

/** @returns looks calls up in CloudTrail of one account in one region, page by page, the latest first */
export function createTrailLookup(session: AccountSession): (lookup: Lookup) => Promise<TrailAnswer> {
  const cloudTrail = session.service('CloudTrail', CloudTrailClient);
  return async ({ eventName, since, until }) => {
    const calls: ApiCall[] = [];
    let complete = true;
    let NextToken: string | undefined;
    for (let page = 0; page < maxPages; page += 1) {
      const outcome = await send(
        cloudTrail,
        new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: eventName }],
          StartTime: since,
          EndTime: until,
          MaxResults: 50,
          NextToken,
        }),
      );
      const answer = answerFrom('CloudTrail', outcome, flattenPage);
      if (answer.kind !== 'FOUND') {
        const hint =
          outcome.kind === 'FAILED' && isDenied(outcome.failure) ? ' (cloudtrail:LookupEvents is needed)' : '';
        return { kind: 'UNREADABLE', reason: `${answer.reason}${hint}` };
      }
      for (const { CloudTrailEvent } of answer.live.Events) {
        const record = parse(CloudTrailEvent);
        if (record?.kind === 'CALL') calls.push(record.call);
        complete &&= record !== null;
      }
      NextToken = answer.live.NextToken ?? undefined;
      if (NextToken === undefined) return { kind: 'READ', calls, complete };
    }
    return { kind: 'READ', calls, complete: false };
  };
}

/** @returns `null` for what is no record: others are worth having all the same */
function parse(text: string): ReturnType<typeof parseCloudTrailRecord> | null {
  try {
    return parseCloudTrailRecord(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof CloudTrailRecordError) return null;
    throw error;
  }
}

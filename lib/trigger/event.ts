import { CloudTrailRecordError, parseCloudTrailRecord } from '../attribution/cloudtrail-record.ts';
import type { ApiCall } from '../model/api-call.ts';
import { type CheckRequest, plainRequest } from '../model/check-request.ts';
import type { StateSource } from '../terraform/state-source.ts';
import { InvalidEventError } from './event-form.ts';
import { ownSource, parseReCheck } from './re-check.ts';
import { parseStateWritten } from './state-written.ts';
import { parseTrigger } from './trigger.ts';

/** What an event asks for, whether it comes in a message of the queue or by itself. */
export type EventRead =
  | { readonly kind: 'CHECK'; readonly request: CheckRequest }
  /** It has nothing to do with stages of the configured states. */
  | { readonly kind: 'NO_CONCERN'; readonly reason: string };

/**
 * @param event of EventBridge, or a manual one
 * @throws InvalidEventError
 */
export function parseEvent(event: unknown, sources: readonly StateSource[]): EventRead {
  if (typeof event !== 'object' || event === null || Array.isArray(event))
    throw new InvalidEventError(['the event must be a JSON object']);
  if (!('detail-type' in event)) return { kind: 'CHECK', request: parseTrigger(event) };
  // In China the documentation has "Amazon" for "AWS" all over; whether the events have, nobody has seen.
  if (/^(AWS|Amazon) API Call via CloudTrail$/.test(String(event['detail-type'])))
    return parseApiCall('detail' in event ? event.detail : undefined);
  const source = 'source' in event ? event.source : undefined;
  if (source === 'aws.s3') {
    const request = parseStateWritten(event, sources);
    return request === null
      ? { kind: 'NO_CONCERN', reason: 'the object is none of the configured states' }
      : { kind: 'CHECK', request };
  }
  return { kind: 'CHECK', request: source === ownSource ? parseReCheck(event) : parseTrigger(event) };
}

function parseApiCall(detail: unknown): EventRead {
  try {
    const record = parseCloudTrailRecord(detail);
    return record.kind === 'CALL' ? { kind: 'CHECK', request: changeOf(record.call) } : record;
  } catch (error) {
    if (!(error instanceof CloudTrailRecordError)) throw error;
    throw new InvalidEventError([error.message], { cause: error });
  }
}

function changeOf(call: ApiCall): CheckRequest {
  const { eventName, time, eventId, target } = call;
  const trigger = { kind: 'stage-changed', source: eventName, time } as const;
  return { ...plainRequest, trigger, eventId, stages: [{ kind: 'PLACE', ...target }], calls: [call], dryRun: false };
}

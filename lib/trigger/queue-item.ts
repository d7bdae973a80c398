import { CloudTrailRecordError, parseCloudTrailRecord } from '../attribution/cloudtrail-record.ts';
import type { ApiCall } from '../model/api-call.ts';
import type { CheckRequest } from '../model/check-request.ts';
import type { StateSource } from '../terraform/state-source.ts';
import { InvalidEventError, isJsonObject } from './event-form.ts';
import { ownSource, parseReCheck } from './re-check.ts';
import { parseStateWritten, type StateWritten } from './state-written.ts';
import { parseTrigger } from './trigger.ts';

/** What an event asks for, whether it comes in a message of the queue or by itself. */
export type QueueItem =
  | { readonly kind: 'STAGE_CHANGED'; readonly call: ApiCall }
  | StateWritten
  /** A check that says itself what is to be checked: one of our own, or one that somebody sent. */
  | { readonly kind: 'CHECK'; readonly request: CheckRequest }
  | { readonly kind: 'NO_CONCERN'; readonly reason: string };

/**
 * @param body an event of EventBridge as JSON, or a manual event
 * @throws InvalidEventError
 */
export function parseQueueItem(body: string, sources: readonly StateSource[]): QueueItem {
  return parseEvent(parseJson(body), sources);
}

/**
 * @param event of EventBridge, or a manual one
 * @throws InvalidEventError
 */
export function parseEvent(event: unknown, sources: readonly StateSource[]): QueueItem {
  if (!isJsonObject(event)) throw new InvalidEventError(['the event must be a JSON object']);
  if (!('detail-type' in event)) return { kind: 'CHECK', request: parseTrigger(event) };
  // In China the documentation has "Amazon" for "AWS" all over; whether the events have, nobody has seen.
  if (/^(AWS|Amazon) API Call via CloudTrail$/.test(String(event['detail-type'])))
    return parseApiCall('detail' in event ? event.detail : undefined);
  const source = 'source' in event ? event.source : undefined;
  if (source === 'aws.s3') return parseStateWritten(event, sources);
  if (source === ownSource) return { kind: 'CHECK', request: parseReCheck(event) };
  return { kind: 'CHECK', request: parseTrigger(event) };
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (error) {
    // What the parser says of it would quote the event, and with it a secret perhaps.
    throw new InvalidEventError(['it is not JSON'], { cause: error });
  }
}

function parseApiCall(detail: unknown): QueueItem {
  try {
    const record = parseCloudTrailRecord(detail);
    return record.kind === 'CALL' ? { kind: 'STAGE_CHANGED', call: record.call } : record;
  } catch (error) {
    if (!(error instanceof CloudTrailRecordError)) throw error;
    throw new InvalidEventError([error.message], { cause: error });
  }
}

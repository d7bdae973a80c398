import { randomUUID } from 'node:crypto';
import type { RequestedOperation } from './api-gateway-routes.ts';
import type { AccountRegion } from './credential-scope.ts';
import type { TrailCaller } from './trail-caller.ts';

/** An event as EventBridge hands it to its rules. */
export interface BusEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** ISO 8601 in UTC, to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** A call of API Gateway that was answered. */
export interface AnsweredCall {
  readonly operation: RequestedOperation;
  /** Body of the request, undefined where it has none. */
  readonly input: unknown;
  readonly isRead: boolean;
  readonly userAgent: string;
  readonly caller: TrailCaller;
  readonly where: AccountRegion;
  readonly requestId: string;
  readonly outcome:
    | { readonly kind: 'DONE'; readonly elements: unknown }
    | { readonly kind: 'FAILED'; readonly code: string; readonly message: string };
}

/**
 * A call as CloudTrail records it and EventBridge delivers it.
 * Source: real events of TagResource and CreateStage among the test data of Cloud Custodian; that the body of any other
 * operation stands under its name and `Input` too, as `updateStageInput`, is what consumers in public code read.
 */
export function apiCallEvent(call: AnsweredCall, time: Date): BusEvent {
  const { operation, input, isRead, caller, where, outcome } = call;
  const at = toSeconds(time);
  return {
    ...envelope('aws.apigateway', 'AWS API Call via CloudTrail', where, at),
    resources: [],
    detail: {
      eventVersion: '1.09',
      userIdentity: caller.userIdentity,
      eventTime: at,
      eventSource: 'apigateway.amazonaws.com',
      eventName: operation.name,
      awsRegion: where.region,
      sourceIPAddress: caller.sourceIPAddress,
      userAgent: caller.userAgent ?? call.userAgent,
      ...(outcome.kind === 'FAILED' && { errorCode: outcome.code, errorMessage: outcome.message }),
      requestParameters: {
        ...operation.parameters,
        ...(input !== undefined && { [inputName(operation.name)]: input }),
        template: false,
      },
      responseElements: outcome.kind === 'DONE' && !isRead ? elements(outcome.elements) : null,
      requestID: call.requestId,
      eventID: randomUUID(),
      readOnly: isRead,
      eventType: 'AwsApiCall',
      managementEvent: true,
      recipientAccountId: where.account,
      eventCategory: 'Management',
      ...(caller.fromConsole && { sessionCredentialFromConsole: 'true' }),
    },
  };
}

/** What happened to an object in S3. */
export interface ObjectChange {
  readonly kind: 'Object Created' | 'Object Deleted';
  readonly bucket: string;
  readonly key: string;
  /** What else is known of the object: size, etag, version-id. */
  readonly object: Readonly<Record<string, string | number>>;
  readonly reason: string;
  readonly caller: TrailCaller;
  readonly where: AccountRegion;
  readonly requestId: string;
}

/** An event as S3 sends it to EventBridge, whose keys are not URL-encoded. Source: S3's documentation of its events. */
export function objectEvent({ kind, bucket, key, object, ...change }: ObjectChange, time: Date): BusEvent {
  return {
    ...envelope('aws.s3', kind, change.where, toSeconds(time)),
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, ...object, sequencer: time.getTime().toString(16).toUpperCase().padStart(18, '0') },
      'request-id': change.requestId,
      requester: change.where.account,
      'source-ip-address': change.caller.sourceIPAddress,
      reason: change.reason,
      ...(kind === 'Object Deleted' && { 'deletion-type': 'Permanently Deleted' }),
    },
  };
}

function envelope(source: string, detailType: string, { account, region }: AccountRegion, time: string) {
  return { version: '0', id: randomUUID(), 'detail-type': detailType, source, account, time, region } as const;
}

function inputName(operation: string): string {
  return `${operation.charAt(0).toLowerCase()}${operation.slice(1)}Input`;
}

const dates = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });

/** API Gateway's dates are not ISO 8601 there, but such as `Jul 11, 2022 7:37:48 PM`. */
function elements(answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null) return null;
  const members = Object.entries(answer).map(([name, value]) => [
    name,
    name.endsWith('Date') && typeof value === 'number' ? dates.format(value * 1000).replace(/, (?=\d+:)/, ' ') : value,
  ]);
  return Object.fromEntries(members);
}

function toSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}

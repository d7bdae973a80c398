import type { BusEvent } from '@stagedrift/local-aws/trail-events';

/** How a message of the queue ends, and for the first two what the log says of it. */
export type MessageEnd =
  | { readonly kind: 'DEAD_LETTER'; readonly reason: string }
  | { readonly kind: 'DONE_WITH'; readonly reason: string }
  /** It tells enough for a check to be made. */
  | { readonly kind: 'CHECKED' };

export interface OddMessage {
  readonly name: string;
  readonly body: string;
  readonly end: MessageEnd;
}

type Members = Readonly<Record<string, unknown>>;

const dead = (reason: string): MessageEnd => ({ kind: 'DEAD_LETTER', reason });
const done = (reason: string): MessageEnd => ({ kind: 'DONE_WITH', reason });
const checked: MessageEnd = { kind: 'CHECKED' };

/** @param event a good one of a change, and one of a written state; of each, one thing after the other is made odd */
export function oddMessages(event: BusEvent, written: BusEvent): readonly OddMessage[] {
  const { detail } = event;
  const text = (name: string, body: string, end: MessageEnd): OddMessage => ({ name, body, end });
  const whole = (name: string, members: Members, end: MessageEnd) =>
    text(name, JSON.stringify({ ...event, ...members }), end);
  const record = (name: string, members: Members, end: MessageEnd) =>
    whole(name, { detail: { ...detail, ...members } }, end);
  const request = (name: string, requestParameters: unknown, end: MessageEnd) =>
    record(name, { requestParameters, responseElements: null }, end);
  const asked = (name: string, members: Members, end: MessageEnd) =>
    request(name, { ...(detail.requestParameters instanceof Object ? detail.requestParameters : {}), ...members }, end);
  const tag = (name: string, resourceArn: unknown, end: MessageEnd) =>
    record(name, { eventName: 'TagResource', requestParameters: { resourceArn } }, end);
  const object = (name: string, members: Members, end: MessageEnd) =>
    text(name, JSON.stringify({ ...written, ...members }), end);
  const key = (name: string, value: unknown, end: MessageEnd) =>
    object(name, { detail: { ...written.detail, object: { key: value } } }, end);
  const missing = undefined;
  return [
    text('blanks', '  ', dead('it is not JSON')),
    text('a cut text', JSON.stringify(event).slice(0, 500), dead('it is not JSON')),
    text('null', 'null', dead('the event must be a JSON object')),
    text('a list', '[]', dead('the event must be a JSON object')),
    text('a text', '"UpdateStage"', dead('the event must be a JSON object')),
    text('a number', '42', dead('the event must be a JSON object')),
    text('what no manual event has', '{"stage":"basic"}', dead('"stage" is not known here')),
    whole('no detail-type but a source', { 'detail-type': missing }, dead('source must be aws.events')),
    whole('a detail-type that is no text', { 'detail-type': 5 }, dead('source must be aws.events')),
    whole(
      'an event of another kind',
      { 'detail-type': 'EC2 Instance State-change Notification' },
      dead('source must be'),
    ),
    whole('no detail', { detail: missing }, dead('it must be a JSON object')),
    whole('a detail of null', { detail: null }, dead('it must be a JSON object')),
    whole('a detail that is a text', { detail: '{}' }, dead('it must be a JSON object')),
    whole('a detail that is a list', { detail: [detail] }, dead('it must be a JSON object')),
    whole('an empty detail', { detail: {} }, dead('eventName must be a text')),
    record('no name', { eventName: missing }, dead('eventName must be a text')),
    record('a name that is a number', { eventName: 1 }, dead('eventName must be a text')),
    record('an empty name', { eventName: '' }, dead('eventName must be a text')),
    record('a name of two lines', { eventName: 'Update\nStage' }, dead('eventName must be a text')),
    record('a long name', { eventName: 'U'.repeat(200) }, dead('eventName must be a text')),
    record(
      'another name',
      { eventName: 'FlushStageCache' },
      done('FlushStageCache of apigateway.amazonaws.com changes no'),
    ),
    record(
      'a name of every object',
      { eventName: 'constructor' },
      done('constructor of apigateway.amazonaws.com changes no'),
    ),
    record('no service', { eventSource: missing }, dead('eventSource must be the host name')),
    record('a service that is none', { eventSource: { a: 1 } }, dead('eventSource must be the host name')),
    record(
      'another service',
      { eventSource: 'ec2.amazonaws.com' },
      done('UpdateStage of ec2.amazonaws.com changes no stage'),
    ),
    record('an error', { errorCode: 'AccessDenied' }, done('the call of UpdateStage failed')),
    record('an error in the answer', { responseElements: { error: 'oops' } }, done('the call of UpdateStage failed')),
    record('an error that is no text', { errorCode: 42 }, dead('errorCode must be a text')),
    record('an empty error', { errorCode: '', errorMessage: null }, checked),
    record('a read', { readOnly: 'true' }, done('UpdateStage was recorded as a call that only reads')),
    record('perhaps a read', { readOnly: 'perhaps' }, dead('readOnly must be true or false')),
    record('nothing of reads', { readOnly: null }, checked),
    record('no id', { eventID: missing }, dead('eventID must be a text')),
    record('an id that is none', { eventID: { id: 1 } }, dead('eventID must be a text')),
    record('an id with blanks', { eventID: 'a b' }, dead('eventID must be a text')),
    record('no time', { eventTime: missing }, dead('eventTime must be a time')),
    record('a time in other words', { eventTime: '24.11.2026 06:00' }, dead('eventTime must be a time')),
    record('a time that never is', { eventTime: '2026-13-45T99:99:99Z' }, dead('eventTime must be a time')),
    record('a time in seconds', { eventTime: 1_795_000_000 }, dead('eventTime must be a time')),
    record('no region', { awsRegion: missing }, dead('awsRegion must be the name of a region')),
    record('a region that is none', { awsRegion: '../eu' }, dead('awsRegion must be the name of a region')),
    record('an account that is none', { recipientAccountId: '12' }, dead('recipientAccountId, or else')),
    record('no account', { recipientAccountId: missing, userIdentity: {} }, dead('recipientAccountId, or else')),
    record('only the account of the caller', { recipientAccountId: missing }, checked),
    record('a caller that is a text', { userIdentity: 'root' }, checked),
    record('a tool that is a number', { userAgent: 7, sourceIPAddress: [] }, checked),
    record('a member named __proto__', JSON.parse('{"__proto__":{"eventName":"DeleteStage"}}'), checked),
    record('a deep member', { additionalEventData: JSON.parse(`${'['.repeat(1000)}${']'.repeat(1000)}`) }, checked),
    request('no parameters', null, dead('names a REST API')),
    request('parameters that are a text', 'restApiId', dead('names a REST API')),
    request('parameters that are a list', [{ restApiId: 'x' }], dead('names a REST API')),
    asked('an API that is a number', { restApiId: 17 }, dead('the id of the REST API must be')),
    asked('an API that is a path', { restApiId: 'a/../b' }, dead('the id of the REST API must be')),
    asked('an API without letters', { restApiId: '' }, dead('names a REST API')),
    asked('a stage that is a path', { stageName: 'a/b' }, dead('the name of the stage must be')),
    asked('a stage that is an object', { stageName: { $ne: '' } }, dead('the name of the stage must be')),
    asked('an HTTP API', { restApiId: missing, apiId: 'a1b2c3' }, done('it is about an HTTP or WebSocket API')),
    asked('changes that are a text', { updateStageInput: { patchOperations: 'all' } }, checked),
    asked('changes of nothing', { updateStageInput: { patchOperations: [null, { op: 'replace' }] } }, checked),
    tag('a tag of nothing', missing, dead('requestParameters.resourceArn must be a text')),
    tag('a tag of no ARN', 'the stage', done('it is about something that is no stage')),
    tag(
      'a tag of an API',
      'arn:aws:apigateway:eu-west-1::/restapis/a1b2c3',
      done('it is about something that is no stage'),
    ),
    tag('a tag of an HTTP API', 'arn:aws:apigateway:eu-west-1::/apis/a1b2c3/stages/x', done('HTTP or WebSocket API')),
    object('an object without an id', { id: missing }, dead('id is missing')),
    object('an object of no time', { time: 'yesterday' }, dead('time must be an ISO timestamp')),
    object('an object without a detail', { detail: missing }, dead('detail is missing')),
    object('an object of no bucket', { detail: { object: { key: 'a' } } }, dead('detail.bucket is missing')),
    key('an object without a key', missing, dead('detail.object.key is missing')),
    key('a key that is a number', 5, dead('detail.object.key must be a text')),
    key('a key that is no state', '%', done('the object is none of the configured states')),
    object(
      'a postponed check of nothing',
      { source: 'stagedrift', detail: { states: '*' } },
      dead('this version wrote'),
    ),
  ];
}

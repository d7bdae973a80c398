import type { IncomingHttpHeaders } from 'node:http';
import * as v from 'valibot';
import { packagings } from '../packagings.ts';
import type { Asked } from './policy.ts';

/** A signed request to AWS, whatever the service. */
export interface AwsRequest {
  readonly method: string;
  readonly url: URL;
  /** Path and query as they were sent. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Who asks which service, and where, as the signature says. */
export interface Scope {
  readonly accessKey: string;
  readonly region: string;
  readonly service: string;
}

/** @throws Error where the request is not signed */
export function scopeOf({ headers }: AwsRequest): Scope {
  const [, accessKey, region, service] =
    /Credential=([^/]+)\/\d{8}\/([^/]+)\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  if (accessKey === undefined || region === undefined || service === undefined)
    throw new Error('A request is not signed');
  return { accessKey, region, service };
}

/**
 * @param account that the caller is in
 * @returns what IAM asks for before the service does what is wanted; nothing for what everybody may do
 * @throws Error for a request whose permission no test knows
 */
export function askedBy(request: AwsRequest, { service, region }: Scope, account: string): readonly Asked[] {
  const ask = services.get(service);
  if (ask === undefined) throw new Error(`No test knows what ${service} asks of IAM`);
  return ask(request, { region, account });
}

interface Place {
  readonly region: string;
  readonly account: string;
}

const services = new Map<string, (request: AwsRequest, place: Place) => readonly Asked[]>([
  ['s3', askedByS3],
  [
    'apigateway',
    ({ method, url }, { region }) => [
      { action: `apigateway:${method}`, resource: `arn:aws:apigateway:${region}::${decodeURIComponent(url.pathname)}` },
    ],
  ],
  ['sns', ({ body }) => [{ action: `sns:${form(body).get('Action')}`, resource: form(body).get('TopicArn') ?? '' }]],
  [
    'sts',
    ({ body }) =>
      form(body).get('Action') === 'GetCallerIdentity'
        ? []
        : [
            {
              action: `sts:${form(body).get('Action')}`,
              resource: form(body).get('RoleArn') ?? '',
              context: { 'aws:ResourceOrgID': packagings.organization.organizationId },
            },
          ],
  ],
  [
    'sqs',
    (request, place) => [
      // A batch is allowed by what allows one of its entries.
      {
        action: `sqs:${operationOf(request).replace(/Batch$/, '')}`,
        resource: queueArn(member(request, 'QueueUrl'), place),
      },
    ],
  ],
  // A list by prefix is about all log groups.
  [
    'logs',
    (request, { region, account }) => [
      {
        action: `logs:${operationOf(request)}`,
        resource: member(request, 'resourceArn') || `arn:aws:logs:${region}:${account}:log-group:*`,
      },
    ],
  ],
  ['ssm', (request) => [{ action: `ssm:${operationOf(request)}`, resource: member(request, 'Name') }]],
  [
    'secretsmanager',
    (request) => [{ action: `secretsmanager:${operationOf(request)}`, resource: member(request, 'SecretId') }],
  ],
  [
    'dynamodb',
    (request, { region, account }) => [
      {
        action: `dynamodb:${operationOf(request)}`,
        resource: `arn:aws:dynamodb:${region}:${account}:table/${member(request, 'TableName')}`,
        context: { 'dynamodb:LeadingKeys': v.parse(lockForm, JSON.parse(request.body.toString())).Key.LockID.S },
      },
    ],
  ],
  ['cloudtrail', (request) => [{ action: `cloudtrail:${operationOf(request)}`, resource: '*' }]],
]);

/** Source: S3's user guide on the permissions of its operations; a write upon a version needs the right to read, too. */
function askedByS3({ method, url, headers }: AwsRequest): readonly Asked[] {
  const [bucket = '', ...path] = decodeURIComponent(url.pathname).slice(1).split('/');
  const key = path.join('/');
  const object = `arn:aws:s3:::${bucket}/${key}`;
  if (key === '') {
    const prefix = url.searchParams.get('prefix');
    return [
      {
        action: 's3:ListBucket',
        resource: `arn:aws:s3:::${bucket}`,
        ...(prefix === null ? {} : { context: { 's3:prefix': prefix } }),
      },
    ];
  }
  if (method !== 'PUT') return [{ action: 's3:GetObject', resource: object }];
  const write = { action: 's3:PutObject', resource: object };
  return 'if-match' in headers ? [write, { action: 's3:GetObject', resource: object }] : [write];
}

/** What S3 asks for before it says that an object is not there: the question names no prefix. */
export function askedWhenMissing({ url }: AwsRequest): Asked {
  const [bucket = ''] = decodeURIComponent(url.pathname).slice(1).split('/');
  return { action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}` };
}

function form(body: Buffer): URLSearchParams {
  return new URLSearchParams(body.toString());
}

function operationOf({ headers }: AwsRequest): string {
  return (
    String(headers['x-amz-target'] ?? '')
      .split('.')
      .at(-1) ?? ''
  );
}

const lockForm = v.object({ Key: v.object({ LockID: v.object({ S: v.string() }) }) });
const members = v.record(v.string(), v.unknown());

function member({ body }: AwsRequest, name: string): string {
  const value = v.parse(members, JSON.parse(body.toString()))[name];
  return typeof value === 'string' ? value : '';
}

function queueArn(url: string, { region }: Place): string {
  const [account, name] = new URL(url).pathname.split('/').slice(-2);
  return `arn:aws:sqs:${region}:${account}:${name}`;
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CloudTrailRecordError, parseCloudTrailRecord } from '../../../lib/attribution/cloudtrail-record.ts';
import type { ApiCall } from '../../../lib/model/api-call.ts';
import { recordOf } from './sample-event.ts';

type Json = Record<string, unknown>;

const place = { family: 'REST' as const, accountId: '123456789012', region: 'eu-west-1', apiId: 'nz6fqhy5dm' };

function callOf(record: unknown): ApiCall {
  const parsed = parseCloudTrailRecord(record);
  if (parsed.kind !== 'CALL') throw new Error(parsed.reason);
  return parsed.call;
}

function reasonOf(record: unknown): string {
  const parsed = parseCloudTrailRecord(record);
  return parsed.kind === 'CALL' ? 'it was taken for a call' : parsed.reason;
}

function refusalOf(record: unknown): string {
  try {
    parseCloudTrailRecord(record);
  } catch (error) {
    if (error instanceof CloudTrailRecordError) return error.message;
    throw error;
  }
  return 'it was accepted';
}

const paths = (...list: string[]) => ({ kind: 'PATHS', paths: list });

describe('a record of a call tells where it was and what it touched', () => {
  it.each<[string, string | null, unknown]>([
    ['update-stage', 'basic', paths('/variables/LOG_LEVEL', '/tracingEnabled')],
    ['update-stage-flat', 'basic', paths('/*/*/logging/loglevel')],
    ['update-stage-truncated', 'basic', { kind: 'UNKNOWN' }],
    ['by-terraform', 'logs', paths('/description')],
    ['create-stage', 'hotfix', { kind: 'WHOLE' }],
    ['delete-stage', 'basic', { kind: 'WHOLE' }],
    ['create-deployment', 'basic', paths('/deploymentId')],
    ['update-deployment', null, paths('/deployments/d1a2b3/description')],
    ['delete-deployment', null, paths('/deployments/d1a2b3')],
    ['tag', 'basic', paths('/tags/team')],
    ['untag', 'basic', paths('/tags/team')],
    ['put-rest-api', null, paths()],
    ['delete-rest-api', null, { kind: 'WHOLE' }],
    ['associate-web-acl', 'basic', paths('/webAclArn')],
    ['disassociate-web-acl', 'basic', paths('/webAclArn')],
  ])('%s', (name, stageName, touched) => {
    const call = callOf(recordOf(name));

    expect(call.target).toEqual({ ...place, stageName });
    expect(call.touched).toEqual(touched);
  });

  it('with its id, its operation, its time to the second, and who made it', () => {
    const record: Json = { ...recordOf('update-stage'), eventTime: '2026-11-24T05:52:11.250Z' };

    expect(callOf(record)).toMatchObject({
      eventId: record.eventID,
      eventName: 'UpdateStage',
      time: '2026-11-24T05:52:11Z',
      caller: {
        actor: 'alice@acme.com (SSO AdministratorAccess)',
        arn: 'arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_AdministratorAccess_3a1b2c3d4e5f6071/alice@acme.com',
        sourceAddress: '203.0.113.7',
        tool: 'console',
        userAgent: expect.stringContaining('Mozilla/5.0'),
      },
    });
  });

  it.each(['aws-cn', 'aws-us-gov', 'aws-iso-b'])('in the partition %s too', (partition) => {
    const resourceArn = `arn:${partition}:apigateway:cn-north-1::/restapis/abc123/stages/v1`;
    const record = { ...recordOf('tag'), requestParameters: { resourceArn, tagResourceInput: { tags: { a: 'b' } } } };

    expect(callOf(record).target).toMatchObject({ apiId: 'abc123', stageName: 'v1' });
  });

  it('in the account of the stage, which need not be that of the caller', () => {
    const record = { ...recordOf('delete-stage'), recipientAccountId: '210987654321' };

    expect(callOf(record).target.accountId).toBe('210987654321');
  });

  it('in the account of the caller where no other is recorded', () => {
    expect(callOf({ ...recordOf('delete-stage'), recipientAccountId: null }).target.accountId).toBe('123456789012');
  });

  it('by the answer where the request was not recorded', () => {
    const { responseElements } = recordOf('update-stage');
    const call = callOf({ ...recordOf('update-stage'), requestParameters: null, responseElements });

    expect(call.target).toEqual({ ...place, stageName: 'basic' });
    expect(call.touched).toEqual({ kind: 'UNKNOWN' });
  });

  it('as any stage of its API where it names none', () => {
    const requestParameters = { restApiId: 'nz6fqhy5dm', patchOperations: [{ op: 'remove', path: '/variables/A' }] };
    const call = callOf({ ...recordOf('update-stage-flat'), requestParameters });

    expect(call.target.stageName).toBeNull();
    expect(call.touched).toEqual({ kind: 'UNKNOWN' });
  });

  it('with an empty text for what its caller did not give, as the console and the provider send it', () => {
    const { detail }: Json = JSON.parse(readFileSync('test/fixtures/field-cases/case01/event.json', 'utf8'));
    const call = callOf(detail);

    expect(call.target).toEqual({ ...place, region: 'us-east-1', apiId: 'a1b2c3d4e5', stageName: null });
    expect(call.touched).toEqual(paths());
  });

  it('without what an empty text would set', () => {
    const createDeploymentInput = { stageName: 'basic', stageDescription: '', variables: {}, canarySettings: {} };
    const requestParameters = { restApiId: 'nz6fqhy5dm', stageName: '', createDeploymentInput };
    const call = callOf({ ...recordOf('create-deployment'), requestParameters });

    expect(call.target.stageName).toBe('basic');
    expect(call.touched).toEqual(paths('/deploymentId'));
  });

  it('without a word of the access key', () => {
    const record = { ...recordOf('update-stage'), userIdentity: { type: 'IAMUser', accessKeyId: 'AKIA0000' } };

    expect(JSON.stringify(callOf(record))).not.toContain('AKIA0000');
  });
});

describe('what a call touched', () => {
  const patched = (...patchOperations: unknown[]) =>
    callOf({
      ...recordOf('update-stage'),
      requestParameters: { restApiId: 'a1', stageName: 's', updateStageInput: { patchOperations } },
    }).touched;

  it('is both ends of a move, the new place of a copy, and nothing of a test', () => {
    expect(patched({ op: 'move', path: '/variables/b', from: '/variables/a' })).toEqual(
      paths('/variables/b', '/variables/a'),
    );
    expect(patched({ op: 'copy', path: '/deploymentId', from: '/canarySettings/deploymentId' })).toEqual(
      paths('/deploymentId'),
    );
    expect(patched({ op: 'test', path: '/description', value: 'a' })).toEqual(paths());
  });

  it.each([
    [[]],
    [[null]],
    [[{ op: 'replace' }]],
    [[{ op: 'move', path: '/a' }]],
    [['x', { op: 'remove', path: '/a' }]],
  ])('is unknown where a patch does not say: %j', (operations) => {
    expect(patched(...operations)).toEqual({ kind: 'UNKNOWN' });
  });

  it.each<[object, unknown]>([
    [{ description: 'no stage' }, paths()],
    [{ stageName: 's', canarySettings: { percentTraffic: 5 }, variables: { a: 'b' } }, paths('/canarySettings')],
    [
      { stageName: 's', stageDescription: 'x', tracingEnabled: true, variables: { a: 'b' }, cacheClusterSize: null },
      paths('/deploymentId', '/description', '/tracingEnabled', '/variables/a'),
    ],
    [{}, { kind: 'UNKNOWN' }],
  ])('by a deployment %j', (createDeploymentInput, touched) => {
    const requestParameters = { restApiId: 'a1', createDeploymentInput };

    expect(callOf({ ...recordOf('create-deployment'), requestParameters }).touched).toEqual(touched);
  });

  it.each<[string, object, unknown]>([
    ['tag', { tags: { 'a/b~c': 'd' } }, paths('/tags/a~1b~0c')],
    ['tag', {}, { kind: 'UNKNOWN' }],
    ['untag', { tagKeys: 'team' }, paths('/tags/team')],
    ['untag', { untagResourceInput: { tagKeys: ['a', 'b'] } }, paths('/tags/a', '/tags/b')],
    ['untag', { tagKeys: [1] }, { kind: 'UNKNOWN' }],
  ])('by a call of %s with %j', (name, parameters, touched) => {
    const resourceArn = 'arn:aws:apigateway:eu-west-1::/restapis/nz6fqhy5dm/stages/basic';

    expect(callOf({ ...recordOf(name), requestParameters: { resourceArn, ...parameters } }).touched).toEqual(touched);
  });

  it.each(['update-deployment', 'delete-deployment'])('by %s without an id is nothing of a stage', (name) => {
    expect(callOf({ ...recordOf(name), requestParameters: { restApiId: 'a1' } }).touched).toEqual(paths());
  });
});

describe('a record is of no concern', () => {
  it.each<[string, string]>([
    ['failed', 'the call of UpdateStage failed'],
    ['read-only', 'GetStage of apigateway.amazonaws.com changes no stage of a REST API'],
    ['import-rest-api', 'ImportRestApi of apigateway.amazonaws.com changes no stage of a REST API'],
    ['http-api-create-stage', 'it is about an HTTP or WebSocket API, of which there is nothing to check here'],
  ])('%s', (name, reason) => {
    expect(reasonOf(recordOf(name))).toBe(reason);
  });

  it.each<[string, string, Json]>([
    ['failed with a message only', 'update-stage', { errorMessage: 'Rate exceeded' }],
    ['failed as its answer says', 'update-stage', { responseElements: { errorCode: 'NotFoundException' } }],
    ['only read', 'update-stage', { readOnly: true }],
    ['only read, in the words of another writer', 'update-stage', { readOnly: 'true' }],
    ['flushed a cache', 'update-stage', { eventName: 'FlushStageCache' }],
    ['changed an API', 'update-stage', { eventName: 'UpdateRestApi' }],
    ['made an API', 'update-stage', { eventName: 'CreateRestApi' }],
    ['changed a certificate', 'update-stage', { eventName: 'UpdateClientCertificate' }],
    ['was made in another service', 'tag', { eventSource: 'lambda.amazonaws.com' }],
    ['tagged an API', 'tag', { requestParameters: { resourceArn: 'arn:aws:apigateway:eu-west-1::/restapis/abc' } }],
    [
      'tagged the stage of an HTTP API',
      'tag',
      { requestParameters: { resourceArn: 'arn:aws:apigateway:eu-west-1::/apis/abc/stages/$default' } },
    ],
    [
      'protected a load balancer',
      'associate-web-acl',
      { requestParameters: { resourceArn: 'arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/a/b' } },
    ],
  ])('that %s', (_what, name, change) => {
    expect(reasonOf({ ...recordOf(name), ...change })).not.toBe('it was taken for a call');
  });

  it('where it failed, whatever else it lacks', () => {
    expect(
      reasonOf({
        eventName: 'DeleteRestApi',
        eventSource: 'apigateway.amazonaws.com',
        errorCode: 'NotFoundException',
        requestParameters: null,
      }),
    ).toBe('the call of DeleteRestApi failed');
  });
});

describe('a malformed record is refused', () => {
  const request = (requestParameters: unknown): Json => ({ requestParameters });
  const noAnswer = { responseElements: null };
  const changes: readonly [problem: string, sample: string, change: Json][] = [
    ...[undefined, null, 7, '', 'a b', 'ä', 'x'.repeat(129), {}, ['UpdateStage']].map(
      (eventName): [string, string, Json] => ['eventName', 'update-stage', { eventName }],
    ),
    ...[undefined, null, 7, '', 'API Gateway', []].map((eventSource): [string, string, Json] => [
      'eventSource',
      'update-stage',
      { eventSource },
    ]),
    ...[undefined, null, 7, '', '../..', 'a b', 'x'.repeat(129), {}].map((eventID): [string, string, Json] => [
      'eventID',
      'update-stage',
      { eventID },
    ]),
    ...[
      undefined,
      null,
      1_764_000_000,
      '',
      'yesterday',
      '2026-11-24',
      '2026-11-24T05:52:11',
      '2026-13-40T25:61:61Z',
    ].map((eventTime): [string, string, Json] => ['eventTime', 'update-stage', { eventTime }]),
    ...[undefined, null, 7, '', 'eu-west-1.evil.example', 'EU-WEST-1', 'eu west 1', '../eu-west-1'].map(
      (awsRegion): [string, string, Json] => ['awsRegion', 'update-stage', { awsRegion }],
    ),
    ...[123456789012, '', '12345678901', '1234567890123', '12345678901a', {}].map(
      (recipientAccountId): [string, string, Json] => ['recipientAccountId', 'update-stage', { recipientAccountId }],
    ),
    ['recipientAccountId', 'update-stage', { recipientAccountId: null, userIdentity: null }],
    ['recipientAccountId', 'update-stage', { recipientAccountId: null, userIdentity: { accountId: 'me' } }],
    ['errorCode', 'update-stage', { errorCode: { code: 1 } }],
    ['errorMessage', 'update-stage', { errorMessage: 500 }],
    ['readOnly', 'update-stage', { readOnly: 'no' }],
    ...[null, undefined, 'restApiId=abc', [], {}, 0, { restApiId: '' }].map(
      (requestParameters): [string, string, Json] => [
        'names a REST API',
        'update-stage',
        { requestParameters, ...noAnswer },
      ],
    ),
    ...['a/b', '..', 7, {}, ['a'], 'x'.repeat(129), 'a%2Fb', 'a b'].map((restApiId): [string, string, Json] => [
      'the id of the REST API',
      'update-stage',
      request({ restApiId, stageName: 'basic' }),
    ]),
    ...['a/b', '../x', 7, {}, '$default', 'prod?x=1'].map((stageName): [string, string, Json] => [
      'the name of the stage',
      'delete-stage',
      request({ restApiId: 'abc', stageName }),
    ]),
    ['the name of the stage', 'create-stage', request({ restApiId: 'abc', createStageInput: { stageName: 'a/b' } })],
    ['names a REST API', 'delete-rest-api', request(null)],
    ...[undefined, null, 7, '', {}].map((resourceArn): [string, string, Json] => [
      'resourceArn',
      'tag',
      request({ resourceArn }),
    ]),
    [
      'the name of the stage',
      'tag',
      request({ resourceArn: 'arn:aws:apigateway:eu-west-1::/restapis/abc/stages/a b' }),
    ],
  ];

  it(`of ${changes.length} kinds, at least 50`, () => {
    expect(changes.length).toBeGreaterThanOrEqual(50);
  });

  it.each(changes)('with a problem of %s: %s %j', (problem, name, change) => {
    const refusal = refusalOf({ ...recordOf(name), ...change });

    expect(refusal).toMatch(/^The CloudTrail record cannot be used: .*\.$/);
    expect(refusal).toContain(problem);
  });

  it.each([undefined, null, '', '{}', 7, [], [{}]])('that is no object: %j', (record) => {
    expect(refusalOf(record)).toBe('The CloudTrail record cannot be used: it must be a JSON object.');
  });

  it('with every problem at once, and nothing of what it holds', () => {
    const refusal = refusalOf({
      ...recordOf('update-stage'),
      eventID: 'hunter2 ',
      eventTime: 'hunter2',
      awsRegion: 'hunter2',
      recipientAccountId: 'hunter2',
      requestParameters: { restApiId: 'hunter2/', stageName: 'hunter2/' },
    });

    expect(refusal).toBe(
      'The CloudTrail record cannot be used: eventID must be a text of letters, digits and hyphens; ' +
        'eventTime must be a time in UTC such as 2026-11-24T06:00:00Z; awsRegion must be the name of a region; ' +
        'recipientAccountId, or else userIdentity.accountId, must be an account id of 12 digits; ' +
        'the id of the REST API must be a text of letters, digits, hyphens and underscores; ' +
        'the name of the stage must be a text of letters, digits, hyphens and underscores.',
    );
  });

  it('but not for what it says of its caller', () => {
    const odd = { userIdentity: 7, userAgent: ['x'], sourceIPAddress: {}, sessionCredentialFromConsole: {} };

    expect(callOf({ ...recordOf('update-stage'), ...odd }).caller).toEqual({
      actor: 'unknown',
      arn: null,
      sourceAddress: null,
      tool: 'unknown',
      userAgent: null,
      isVerified: true,
    });
  });
});

describe('whatever a record holds', () => {
  const names = ['update-stage', 'create-stage', 'create-deployment', 'tag', 'untag', 'associate-web-acl', 'failed'];
  const samples = names.map(recordOf);
  const members = [...new Set(samples.flatMap((record) => Object.keys(record)))];
  const json = fc.jsonValue({ maxDepth: 3 });
  const spoilt = fc
    .tuple(fc.constantFrom(...samples), fc.dictionary(fc.constantFrom(...members), json, { maxKeys: 4 }))
    .map(([record, change]): unknown => ({ ...record, ...change }));
  const nested = fc
    .tuple(
      fc.constantFrom(...samples),
      fc.dictionary(
        fc.constantFrom('restApiId', 'stageName', 'resourceArn', 'patchOperations', 'updateStageInput', '__proto__'),
        fc.oneof(json, fc.string(), fc.constantFrom('../x', 'abc', 'arn:aws:apigateway:::/restapis/a/stages/..')),
      ),
    )
    .map(([record, requestParameters]): unknown => ({ ...record, requestParameters }));

  it('it is a call in due form, of no concern, or refused', () => {
    fc.assert(
      fc.property(fc.oneof(json, fc.anything(), spoilt, nested), (record) => {
        let parsed: ReturnType<typeof parseCloudTrailRecord>;
        try {
          parsed = parseCloudTrailRecord(record);
        } catch (error) {
          expect(error).toBeInstanceOf(CloudTrailRecordError);
          return;
        }
        if (parsed.kind === 'NO_CONCERN') {
          expect(parsed.reason).not.toBe('');
          return;
        }
        const { eventId, time, target } = parsed.call;
        expect(eventId).toMatch(/^[A-Za-z0-9-]{1,128}$/);
        expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
        expect(target.accountId).toMatch(/^\d{12}$/);
        expect(target.region).toMatch(/^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/);
        expect(target.apiId).toMatch(/^[A-Za-z0-9_-]{1,128}$/);
        expect(target.stageName ?? 'any').toMatch(/^[A-Za-z0-9_-]{1,128}$/);
      }),
      { numRuns: 1_000 },
    );
  });
});

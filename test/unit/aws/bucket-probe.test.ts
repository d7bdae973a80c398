import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { probeAccess, probeEvents, probeVersioning } from '../../../lib/aws/bucket-probe.ts';
import { createS3Client } from '../../../lib/aws/s3-client.ts';
import { known } from '../../../lib/doctor/fact.ts';
import { body, denied, refused, type ScriptedAws } from '../../scripted-aws.ts';
import { startProbed } from './probed.ts';

let aws: ScriptedAws;

beforeAll(async () => {
  aws = await startProbed();
});
afterAll(() => aws.stop());
beforeEach(() => aws.forget());

const asked = () => aws.calls.map(({ operation, region }) => `${operation} ${region}`);

describe('a probe of a bucket', () => {
  const s3 = createS3Client();
  const blocks = (value: boolean) =>
    ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']
      .map((name) => `<${name}>${value}</${name}>`)
      .join('');

  it.each([
    ['<Status>Enabled</Status>', 'ENABLED'],
    ['<Status>Suspended</Status>', 'OFF'],
    ['', 'OFF'],
  ])('tells whether it keeps versions: %s', async (status, versioning) => {
    aws.answer('GetBucketVersioning', body(`<VersioningConfiguration>${status}</VersioningConfiguration>`));

    expect(await probeVersioning('acme', s3)).toEqual(known(versioning));
  });

  it('is content where the bucket blocks all that is public', async () => {
    aws.answer(
      'GetPublicAccessBlock',
      body(`<PublicAccessBlockConfiguration>${blocks(true)}</PublicAccessBlockConfiguration>`),
    );

    expect(await probeAccess('acme', s3)).toEqual(known('PRIVATE'));
    expect(asked()).toEqual(['GetPublicAccessBlock eu-west-1']);
  });

  it.each([
    [body('<PolicyStatus><IsPublic>true</IsPublic></PolicyStatus>'), 'PUBLIC'],
    [body('<PolicyStatus><IsPublic>false</IsPublic></PolicyStatus>'), 'NOT_BLOCKED'],
    [refused('NoSuchBucketPolicy', 404), 'NOT_BLOCKED'],
    [refused('NoSuchBucket', 404), 'NO_BUCKET'],
  ])('else looks at its policy: %j', async (policy, access) => {
    aws.answer('GetPublicAccessBlock', refused('NoSuchPublicAccessBlockConfiguration', 404));
    aws.answer('GetBucketPolicyStatus', policy);

    expect(await probeAccess('acme', s3)).toEqual(known(access));
  });

  it.each([
    ['<EventBridgeConfiguration></EventBridgeConfiguration>', true],
    ['<EventBridgeConfiguration/>', true],
    ['<QueueConfiguration><Id>q</Id><Queue>arn:q</Queue></QueueConfiguration>', false],
  ])('tells whether it sends events to EventBridge: %s', async (configuration, sends) => {
    aws.answer(
      'GetBucketNotificationConfiguration',
      body(`<NotificationConfiguration>${configuration}</NotificationConfiguration>`),
    );

    expect(await probeEvents('acme', s3)).toEqual(known(sends));
  });

  it('names the rights that are missing', async () => {
    for (const operation of ['GetBucketVersioning', 'GetPublicAccessBlock', 'GetBucketNotificationConfiguration']) {
      aws.answer(operation, { ...denied('s3:x'), code: 'AccessDenied' });
    }
    const facts = await Promise.all([probeVersioning('acme', s3), probeAccess('acme', s3), probeEvents('acme', s3)]);

    expect(facts.map((fact) => 'why' in fact && 'action' in fact.why && fact.why.action)).toEqual([
      's3:GetBucketVersioning on acme',
      's3:GetBucketPublicAccessBlock on acme',
      's3:GetBucketNotification on acme',
    ]);
  });
});

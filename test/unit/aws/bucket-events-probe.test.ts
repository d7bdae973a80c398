import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { probeBucketEvents } from '../../../lib/aws/bucket-events-probe.ts';
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

describe("a probe of a bucket's events", () => {
  const s3 = createS3Client();
  it.each([
    ['<EventBridgeConfiguration></EventBridgeConfiguration>', true],
    ['<EventBridgeConfiguration/>', true],
    ['<QueueConfiguration><Id>q</Id><Queue>arn:q</Queue></QueueConfiguration>', false],
  ])('tells whether it sends events to EventBridge: %s', async (configuration, sends) => {
    aws.answer(
      'GetBucketNotificationConfiguration',
      body(`<NotificationConfiguration>${configuration}</NotificationConfiguration>`),
    );

    expect(await probeBucketEvents('acme', s3)).toEqual(known(sends));
  });

  it('knows that there is none', async () => {
    aws.answer('GetBucketNotificationConfiguration', refused('NoSuchBucket', 404));

    expect(await probeBucketEvents('acme', s3)).toEqual(known(null));
  });

  it('names the right that is missing', async () => {
    aws.answer('GetBucketNotificationConfiguration', { ...denied('s3:x'), code: 'AccessDenied' });

    expect(await probeBucketEvents('acme', s3)).toMatchObject({
      why: { kind: 'DENIED', action: 's3:GetBucketNotification on acme' },
    });
  });
});

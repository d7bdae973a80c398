import { describe, expect, it } from '@jest/globals';
import { probeBucketEvents } from '../../../../lib/aws/s3/bucket-events-probe.ts';
import { createS3Client } from '../../../../lib/aws/s3/client.ts';
import { body, denied, refused } from '../../../scripted-aws.ts';
import { useScriptedAws } from '../use-aws.ts';

const aws = useScriptedAws();

describe("a probe of a bucket's events", () => {
  const s3 = createS3Client();
  it.each([
    ['<EventBridgeConfiguration></EventBridgeConfiguration>', true],
    ['<EventBridgeConfiguration/>', true],
    ['<QueueConfiguration><Id>q</Id><Queue>arn:q</Queue></QueueConfiguration>', false],
  ])('tells whether it sends events to EventBridge: %s', async (configuration, sends) => {
    aws().answer(
      'GetBucketNotificationConfiguration',
      body(`<NotificationConfiguration>${configuration}</NotificationConfiguration>`),
    );

    expect(await probeBucketEvents('acme', s3)).toBe(sends);
  });

  it('knows that there is none', async () => {
    aws().answer('GetBucketNotificationConfiguration', refused('NoSuchBucket', 404));

    expect(await probeBucketEvents('acme', s3)).toBeNull();
  });

  it('names the right that is missing', async () => {
    aws().answer('GetBucketNotificationConfiguration', { ...denied('s3:x'), code: 'AccessDenied' });

    await expect(probeBucketEvents('acme', s3)).rejects.toMatchObject({
      remedy: 'have s3:GetBucketNotification on acme granted to the identity that runs this',
    });
  });
});

import { GetBucketNotificationConfigurationCommand, type S3Client } from '@aws-sdk/client-s3';
import { find } from '../probe.ts';

/**
 * @returns whether the bucket sends its events to EventBridge, `null` where there is no bucket
 * @throws UnansweredError
 */
export async function probeBucketEvents(bucket: string, s3: S3Client): Promise<boolean | null> {
  const command = new GetBucketNotificationConfigurationCommand({ Bucket: bucket });
  const action = `s3:GetBucketNotification on ${bucket}`;
  const answer = await find('S3', action, ['NoSuchBucket'], () => s3.send(command));
  return answer === null ? null : answer.EventBridgeConfiguration !== undefined;
}

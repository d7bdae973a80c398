import { GetBucketNotificationConfigurationCommand, type S3Client } from '@aws-sdk/client-s3';
import type { Fact } from '../doctor/fact.ts';
import { ask } from './probe.ts';

/** Whether the bucket sends its events to EventBridge, `null` where there is no bucket. */
export function probeBucketEvents(bucket: string, s3: S3Client): Promise<Fact<boolean | null>> {
  const command = new GetBucketNotificationConfigurationCommand({ Bucket: bucket });
  const call = async () => (await s3.send(command)).EventBridgeConfiguration !== undefined;
  return ask('S3', `s3:GetBucketNotification on ${bucket}`, call, ['NoSuchBucket']);
}

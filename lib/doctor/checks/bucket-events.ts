import { check } from '../check.ts';
import { notUsed, ok, problem, withoutQueue } from '../verdict.ts';

/** S3 sends EventBridge nothing unless the bucket says so, and the bucket is not part of the deployment. */
export const bucketEvents = check({
  name: 'states tell of writes',
  needs: ['s3:GetBucketNotification'],
  subjects({ settings: { checkQueueUrl, stateSources } }) {
    if (checkQueueUrl === null) return withoutQueue;
    const buckets = (stateSources ?? []).flatMap((source) => (source.kind === 'FILE' ? [] : [source.bucket]));
    return buckets.length === 0 ? notUsed('no source of states can be used') : [...new Set(buckets)];
  },
  about: (bucket) => bucket,
  async judge(bucket, probes) {
    const sends = await probes.bucketEvents(bucket);
    if (sends === null) return problem(`there is no bucket ${bucket}`, 'fix STATE_SOURCES');
    if (sends) return ok('the bucket sends its events to EventBridge');
    return problem(
      'the bucket sends no events to EventBridge, so a state that is written leads to no check',
      'turn on "Send notifications to Amazon EventBridge" in the properties of the bucket, or add eventbridge = true to its aws_s3_bucket_notification',
    );
  },
});

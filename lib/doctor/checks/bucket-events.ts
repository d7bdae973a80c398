import { check } from '../check.ts';
import { stateBuckets } from '../scene.ts';
import { notUsed, ok, problem } from '../verdict.ts';

/** S3 tells EventBridge nothing unless the bucket says so. */
export const stateEvents = check({
  name: 'states tell of writes',
  needs: ['s3:GetBucketNotification'],
  instead: (scene) => {
    if (scene.settings.checkQueueUrl === null) return notUsed('CHECK_QUEUE_URL is not set: no event leads to a check');
    return stateBuckets(scene).length === 0 ? notUsed('no source of states can be used') : null;
  },
  subjects: stateBuckets,
  about: (bucket) => bucket,
  probe: (bucket, probes) => probes.bucketEvents(bucket),
  verdict(sends, bucket) {
    if (sends === null) return problem(`there is no bucket ${bucket}`, 'mend STATE_SOURCES');
    if (sends) return ok('the bucket sends its events to EventBridge');
    return problem(
      'the bucket sends no events to EventBridge, so a state that is written leads to no check',
      `turn on "Send notifications to Amazon EventBridge" in the properties of the bucket, or add eventbridge = true to its aws_s3_bucket_notification`,
    );
  },
});

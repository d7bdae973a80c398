import {
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyStatusCommand,
  type GetBucketPolicyStatusCommandOutput,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { type Fact, known } from '../doctor/fact.ts';
import { awsFailure } from './error-reason.ts';
import { andThen, ask } from './probe.ts';

const noBucket = ['NoSuchBucket'];

export async function probeVersioning(bucket: string, s3: S3Client): Promise<Fact<'ENABLED' | 'OFF' | 'NO_BUCKET'>> {
  const command = new GetBucketVersioningCommand({ Bucket: bucket });
  const answer = await ask('S3', `s3:GetBucketVersioning on ${bucket}`, () => s3.send(command), noBucket);
  return andThen(answer, (output) => {
    if (output === null) return known('NO_BUCKET');
    return known(output.Status === 'Enabled' ? 'ENABLED' : 'OFF');
  });
}

/** Where the bucket itself blocks all that is public, its policy need not be looked at. */
export async function probeAccess(
  bucket: string,
  s3: S3Client,
): Promise<Fact<'PRIVATE' | 'NOT_BLOCKED' | 'PUBLIC' | 'NO_BUCKET'>> {
  const blocking = await ask(
    'S3',
    `s3:GetBucketPublicAccessBlock on ${bucket}`,
    () => s3.send(new GetPublicAccessBlockCommand({ Bucket: bucket })),
    ['NoSuchPublicAccessBlockConfiguration', ...noBucket],
  );
  return andThen(blocking, async (output) => {
    const block = output?.PublicAccessBlockConfiguration ?? {};
    const { BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets } = block;
    const isBlocked = [BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets].every(Boolean);
    return isBlocked ? known('PRIVATE') : probePolicy(bucket, s3);
  });
}

async function probePolicy(bucket: string, s3: S3Client): Promise<Fact<'NOT_BLOCKED' | 'PUBLIC' | 'NO_BUCKET'>> {
  const command = new GetBucketPolicyStatusCommand({ Bucket: bucket });
  const answer = await ask('S3', `s3:GetBucketPolicyStatus on ${bucket}`, () => isPublic(s3.send(command)), noBucket);
  return andThen(answer, (publicly) => {
    if (publicly === null) return known('NO_BUCKET');
    return known(publicly ? 'PUBLIC' : 'NOT_BLOCKED');
  });
}

async function isPublic(asked: Promise<GetBucketPolicyStatusCommandOutput>): Promise<boolean> {
  try {
    return (await asked).PolicyStatus?.IsPublic === true;
  } catch (error) {
    if (awsFailure(error).name === 'NoSuchBucketPolicy') return false;
    throw error;
  }
}

/** Whether the bucket sends its events to EventBridge, `null` where there is no bucket. */
export async function probeEvents(bucket: string, s3: S3Client): Promise<Fact<boolean | null>> {
  const command = new GetBucketNotificationConfigurationCommand({ Bucket: bucket });
  const action = `s3:GetBucketNotification on ${bucket}`;
  return ask('S3', action, async () => (await s3.send(command)).EventBridgeConfiguration !== undefined, noBucket);
}

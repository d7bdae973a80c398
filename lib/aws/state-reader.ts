import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { StateAccessError, type StateLocation, type StateStore } from '../terraform/read-states.ts';
import { awsFailure, describeFailure, isDenied } from './error-reason.ts';

/** Bytes. A larger state does not fit the memory of the function beside its parsed form. */
const largestState = 100 * 1024 * 1024;

/**
 * States in S3.
 * @param deadline aborts when the time of the run is up
 */
export function createS3StateStore(client: S3Client, deadline: AbortSignal): StateStore {
  return {
    async *listKeys(bucket, prefix) {
      try {
        const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix });
        for await (const page of pages) {
          deadline.throwIfAborted();
          for (const { Key } of page.Contents ?? []) if (Key !== undefined) yield Key;
        }
      } catch (error) {
        throw accessError(error, deadline, { bucket, needed: `s3:ListBucket on ${bucket} for the prefix "${prefix}"` });
      }
    },
    readState: (location) => readState(client, deadline, location),
  };
}

async function readState(client: S3Client, deadline: AbortSignal, location: StateLocation): Promise<string> {
  if (location.kind === 'FILE') throw new StateAccessError('a local file cannot be read from S3');
  const { bucket, key } = location;
  try {
    deadline.throwIfAborted();
    const command = new GetObjectCommand({ Bucket: bucket, Key: key });
    const { Body, ContentLength } = await client.send(command, { abortSignal: deadline });
    if (ContentLength !== undefined && ContentLength > largestState) {
      throw new StateAccessError(`it has ${ContentLength} bytes, more than the ${largestState} this program reads`);
    }
    return (await Body?.transformToString()) ?? '';
  } catch (error) {
    if (error instanceof StateAccessError) throw error;
    throw accessError(error, deadline, { bucket, needed: `s3:GetObject on ${bucket}/${key}` });
  }
}

function accessError(
  error: unknown,
  deadline: AbortSignal,
  about: { bucket: string; needed: string },
): StateAccessError {
  return new StateAccessError(deadline.aborted ? 'the time of this run was up' : reason(error, about), {
    cause: error,
  });
}

function reason(error: unknown, { bucket, needed }: { bucket: string; needed: string }): string {
  const failure = awsFailure(error);
  switch (failure.name) {
    case 'NoSuchKey':
      return 'there is no such object: the state was deleted or moved';
    case 'NoSuchBucket':
      return `there is no bucket ${bucket}`;
    case 'InvalidObjectState':
      return 'the object is archived: restore it from its storage class first';
    case 'PermanentRedirect':
      return `the bucket ${bucket} is in another region than the one that was asked`;
  }
  if (/^KMS|kms:/.test(`${failure.name} ${failure.message}`)) {
    return `its encryption key cannot be used (kms:Decrypt is needed): ${failure.name}`;
  }
  if (isDenied(failure)) {
    return `access denied: ${needed} is needed; without s3:ListBucket an object that is missing looks forbidden too`;
  }
  return describeFailure('S3', failure);
}

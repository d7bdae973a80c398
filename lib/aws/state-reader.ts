import { Readable } from 'node:stream';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import {
  StateAccessError,
  type StateContent,
  type StateLocation,
  type StateStore,
  type StateVersion,
} from '../terraform/read-states.ts';
import { outOfTime } from './deadline.ts';
import { awsFailure, describeFailure, isDenied } from './error-reason.ts';

/** Bytes. A larger state does not fit the memory of the function beside its parsed form. */
const usualLimit = 100 * 1024 * 1024;

/**
 * States in S3.
 * @param deadline aborts when the time of the run is up
 * @param limit bytes of the largest state that is read
 */
export function createS3StateStore(client: S3Client, deadline: AbortSignal, limit = usualLimit): StateStore {
  return {
    async *listStates(bucket, prefix) {
      try {
        const input = { Bucket: bucket, Prefix: prefix };
        for await (const page of paginateListObjectsV2({ client }, input, { abortSignal: deadline })) {
          for (const { Key, ETag = '' } of page.Contents ?? []) if (Key !== undefined) yield { key: Key, etag: ETag };
        }
      } catch (error) {
        throw accessError(error, deadline, { bucket, needed: `s3:ListBucket on ${bucket} for the prefix "${prefix}"` });
      }
    },
    readState: (location) => readState(client, deadline, limit, location),
  };
}

async function readState(
  client: S3Client,
  deadline: AbortSignal,
  limit: number,
  location: StateLocation,
): Promise<StateContent> {
  if (location.kind === 'FILE') throw new StateAccessError('a local file cannot be read from S3');
  const { bucket, key } = location;
  try {
    deadline.throwIfAborted();
    const command = new GetObjectCommand({ Bucket: bucket, Key: key });
    const { Body, ContentLength, ETag, LastModified } = await client.send(command, { abortSignal: deadline });
    // On Node the SDK hands out no other kind of body.
    const text = Body instanceof Readable ? await readText(Body, ContentLength ?? 0, limit) : '';
    return { text, version: versionOf(ETag, LastModified) };
  } catch (error) {
    if (error instanceof StateAccessError) throw error;
    throw accessError(error, deadline, { bucket, needed: `s3:GetObject on ${bucket}/${key}` });
  }
}

function versionOf(etag: string | undefined, writtenAt: Date | undefined): StateVersion | null {
  return etag === undefined || writtenAt === undefined ? null : { etag, writtenAt: writtenAt.toISOString() };
}

/** @param announced bytes the body is said to have; it is counted all the same */
async function readText(body: Readable, announced: number, limit: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Leaving the loop closes the connection, so that what is not wanted is not sent either.
  for await (const chunk of body) {
    bytes += chunk.length;
    if (Math.max(bytes, announced) > limit) {
      throw new StateAccessError(`it has more than the ${limit} bytes this program reads`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function accessError(
  error: unknown,
  deadline: AbortSignal,
  about: { bucket: string; needed: string },
): StateAccessError {
  return new StateAccessError(deadline.aborted ? outOfTime : reason(error, about), {
    cause: error,
  });
}

function reason(error: unknown, { bucket, needed }: { bucket: string; needed: string }): string {
  const failure = awsFailure(error);
  switch (failure.name) {
    case 'NoSuchKey':
      return 'there is no such object: it was deleted or moved';
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

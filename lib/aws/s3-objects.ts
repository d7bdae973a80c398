import { Readable } from 'node:stream';
import { GetObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { S3Uri } from '../s3-uri.ts';
import { type ListedState, OutOfTimeError, StateAccessError } from '../terraform/read-states.ts';
import type { StateVersion } from '../terraform/state-memory.ts';
import { outOfTime } from './deadline.ts';
import { awsFailure, describeFailure, failureBehind, isDenied } from './error-reason.ts';

/** An object that is being read. */
export interface OpenedObject {
  readonly version: StateVersion | null;
  /** Fails with StateAccessError. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

type ObjectPlace = Pick<S3Uri, 'bucket' | 'key'>;

/** Objects that other programs wrote. Everything throws StateAccessError. */
export interface S3Objects {
  /** Objects below a prefix, page by page. */
  list(bucket: string, prefix: string): AsyncIterable<ListedState>;
  open(place: ObjectPlace): Promise<OpenedObject>;
  /**
   * @param known etag of the version that is not wanted again
   * @returns `null` where the object still is that version
   */
  openChanged(place: ObjectPlace, known: string): Promise<OpenedObject | null>;
  readText(place: ObjectPlace): Promise<string>;
}

/** HTTP status of an object that still is the version that is known. */
const notModified = 304;

/**
 * @param deadline aborts when the time of the run is up
 * @param limit bytes of the largest object that is read
 */
export function createS3Objects(client: S3Client, deadline: AbortSignal, limit: number): S3Objects {
  const options = { abortSignal: deadline };

  async function open({ bucket, key }: ObjectPlace, conditions: { IfNoneMatch?: string } = {}): Promise<OpenedObject> {
    const failed = (error: unknown) =>
      accessError(error, deadline, { bucket, needed: `s3:GetObject on ${bucket}/${key}` });
    try {
      deadline.throwIfAborted();
      const command = new GetObjectCommand({ Bucket: bucket, Key: key, ...conditions });
      const { Body, ContentLength, ETag, LastModified } = await client.send(command, options);
      // On Node the SDK hands out no other kind of body.
      const body = Body instanceof Readable ? Body : Readable.from([]);
      return { version: versionOf(ETag, LastModified), chunks: chunksOf(body, ContentLength ?? 0, limit, failed) };
    } catch (error) {
      throw failed(error);
    }
  }

  return {
    async *list(bucket, prefix) {
      try {
        const input = { Bucket: bucket, Prefix: prefix };
        for await (const page of paginateListObjectsV2({ client }, input, options)) {
          for (const { Key, ETag = '' } of page.Contents ?? []) if (Key !== undefined) yield { key: Key, etag: ETag };
        }
      } catch (error) {
        throw accessError(error, deadline, { bucket, needed: `s3:ListBucket on ${bucket} for the prefix "${prefix}"` });
      }
    },
    open: (place) => open(place),
    async openChanged(place, known) {
      try {
        return await open(place, { IfNoneMatch: known });
      } catch (error) {
        if (error instanceof StateAccessError && failureBehind(error)?.status === notModified) return null;
        throw error;
      }
    },
    async readText(place) {
      const chunks: Uint8Array[] = [];
      for await (const chunk of (await open(place)).chunks) chunks.push(chunk);
      return Buffer.concat(chunks).toString('utf8');
    },
  };
}

/** @param announced bytes the body is said to have; it is counted all the same */
async function* chunksOf(
  body: Readable,
  announced: number,
  limit: number,
  failed: (error: unknown) => StateAccessError,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  try {
    // Leaving the loop closes the connection, so that what is not wanted is not sent either.
    for await (const chunk of body) {
      bytes += chunk.length;
      if (Math.max(bytes, announced) > limit) {
        throw new StateAccessError(`it has more than the ${limit} bytes this program reads`);
      }
      yield chunk;
    }
  } catch (error) {
    throw error instanceof StateAccessError ? error : failed(error);
  }
}

function versionOf(etag: string | undefined, writtenAt: Date | undefined): StateVersion | null {
  return etag === undefined || writtenAt === undefined ? null : { etag, writtenAt: writtenAt.toISOString() };
}

function accessError(
  error: unknown,
  deadline: AbortSignal,
  about: { bucket: string; needed: string },
): StateAccessError {
  const told = reason(error, about);
  return deadline.aborted
    ? new OutOfTimeError(outOfTime, { cause: error })
    : new StateAccessError(told, { cause: error });
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

import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { GetObjectCommand, HeadObjectCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import type { S3Uri } from '../../model/s3-uri.ts';
import { type ListedState, OutOfTimeError, StateAccessError } from '../../terraform/read-states.ts';
import type { StateVersion } from '../../terraform/state-memory.ts';
import { type AwsFailure, failureOfAws } from '../aws-failure.ts';
import { outOfTime } from '../limits/deadline.ts';
import { type S3Request, s3Reason } from './s3-reason.ts';

/** An object that is being read. */
export interface OpenedObject {
  readonly version: StateVersion | null;
  /** Fails with StateAccessError. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

type ObjectPlace = Pick<S3Uri, 'bucket' | 'key'>;

export type S3Objects = ReturnType<typeof createS3Objects>;

/**
 * Reads objects. Everything throws StateAccessError.
 * @param deadline aborts when the time of the run is up
 * @param maxBytes of an object that is read
 */
export function createS3Objects(client: S3Client, deadline: AbortSignal, maxBytes: number = Number.POSITIVE_INFINITY) {
  const options = { abortSignal: deadline };

  function accessError(error: unknown, request: S3Request): StateAccessError {
    const reason = s3Reason(error, request);
    return deadline.aborted
      ? new OutOfTimeError(outOfTime, { cause: error })
      : new StateAccessError(reason, { cause: error });
  }

  async function attempt<Answer>(request: S3Request, send: () => Promise<Answer>): Promise<Answer> {
    try {
      deadline.throwIfAborted();
      return await send();
    } catch (error) {
      throw accessError(error, request);
    }
  }

  async function open({ bucket, key }: ObjectPlace, conditions: { IfNoneMatch?: string } = {}): Promise<OpenedObject> {
    const request = toGet({ bucket, key });
    const command = new GetObjectCommand({ Bucket: bucket, Key: key, ...conditions });
    const { Body, ContentLength = 0, ...head } = await attempt(request, () => client.send(command, options));
    // On Node the SDK hands out no other kind of body.
    const body = Body instanceof Readable ? Body : Readable.from([]);
    return { version: versionIn(head), chunks: chunksOf(body, ContentLength, request) };
  }

  /** @param announced bytes the body is said to have; it is counted all the same */
  async function* chunksOf(body: Readable, announced: number, request: S3Request): AsyncGenerator<Uint8Array> {
    let bytes = 0;
    try {
      // Leaving the loop closes the connection, so that what is not wanted is not sent either.
      for await (const chunk of body) {
        bytes += chunk.length;
        if (Math.max(bytes, announced) > maxBytes) {
          throw new StateAccessError(`it has more than the ${maxBytes} bytes this program reads`);
        }
        yield chunk;
      }
    } catch (error) {
      throw error instanceof StateAccessError ? error : accessError(error, request);
    }
  }

  async function read(place: ObjectPlace) {
    const { version, chunks } = await open(place);
    return { text: (await buffer(chunks)).toString('utf8'), version };
  }

  return {
    /**
     * Objects below a prefix in the order of their keys, page by page.
     * @param after key behind which the list begins
     */
    async *list(bucket: string, prefix: string, after?: string): AsyncGenerator<ListedState> {
      const request = { bucket, needed: `s3:ListBucket on ${bucket} for the prefix "${prefix}"` };
      try {
        const input = { Bucket: bucket, Prefix: prefix, StartAfter: after };
        for await (const page of paginateListObjectsV2({ client }, input, options)) {
          for (const { Key, ETag = '' } of page.Contents ?? []) if (Key !== undefined) yield { key: Key, etag: ETag };
        }
      } catch (error) {
        throw accessError(error, request);
      }
    },
    open: (place: ObjectPlace) => open(place),
    /** @returns `null` where the object still is the version with this ETag, which is not wanted again */
    openChanged: (place: ObjectPlace, etag: string) =>
      nullIf(({ status }) => status === 304, open(place, { IfNoneMatch: etag })),
    readText: async (place: ObjectPlace) => (await read(place)).text,
    /** @returns `null` where there is no such object */
    find: (place: ObjectPlace) => nullIf(({ name }) => name === 'NoSuchKey', read(place)),
    /** @returns `null` where there is no such object */
    versionOf: ({ bucket, key }: ObjectPlace): Promise<StateVersion | null> => {
      const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
      const head = attempt(toGet({ bucket, key }), () => client.send(command, options));
      // It has no body that could say NoSuchKey.
      return nullIf(({ name }) => name === 'NotFound', head.then(versionIn));
    },
  };
}

function toGet({ bucket, key }: ObjectPlace): S3Request {
  return { bucket, needed: `s3:GetObject on ${bucket}/${key}` };
}

function versionIn({ ETag, LastModified }: { ETag?: string | undefined; LastModified?: Date | undefined }) {
  return ETag === undefined || LastModified === undefined
    ? null
    : { etag: ETag, writtenAt: LastModified.toISOString() };
}

async function nullIf<Found>(isExpected: (failure: AwsFailure) => boolean, found: Promise<Found>) {
  try {
    return await found;
  } catch (error) {
    const failure = error instanceof StateAccessError ? failureOfAws(error.cause) : null;
    if (failure !== null && isExpected(failure)) return null;
    throw error;
  }
}

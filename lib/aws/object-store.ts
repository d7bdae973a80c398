import { GetObjectCommand, PutObjectCommand, type PutObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '../clock.ts';
import type { LedgerLocation } from '../findings/ledger/ledger-uri.ts';
import { type ObjectStore, ObjectStoreError, type VersionedObject } from '../findings/ledger/object-store.ts';
import { s3Uri } from '../s3-uri.ts';
import { attemptsOf, awsFailure } from './error-reason.ts';
import { UnusableAnswerError } from './flatten.ts';
import { objectReason } from './object-reason.ts';

/** Writes in all, where S3 says again and again that another write is under way. */
const mostWrites = 5;

/** Milliseconds before the second write, at most; doubled for each further one. */
const firstPause = 100;

/**
 * Objects in S3, which makes a write conditional upon the ETag of what was read.
 * @param deadline aborts when the time for it is up
 */
export function createObjectStore(
  client: S3Client,
  place: LedgerLocation,
  deadline: AbortSignal,
  clock: Clock,
): ObjectStore {
  const { bucket, prefix } = place;
  const whole = (key: string) => (prefix === '' ? key : `${prefix}/${key}`);
  const uriOf = (key: string) => s3Uri(bucket, whole(key)).uri;
  const options = { abortSignal: deadline };

  function failed(doing: 'read' | 'written', key: string, cause: unknown): ObjectStoreError {
    const reason = objectReason(doing, bucket, whole(key), cause);
    const told = deadline.aborted ? 'the time of this run was up' : reason;
    return new ObjectStoreError(`${uriOf(key)} cannot be ${doing}: ${told}`, { cause });
  }

  async function read(key: string): Promise<VersionedObject | null> {
    try {
      deadline.throwIfAborted();
      const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: whole(key) }), options);
      if (Body === undefined || ETag === undefined)
        throw new UnusableAnswerError('S3 gave an answer without a body or an ETag');
      return { text: await Body.transformToString('utf8'), etag: ETag };
    } catch (error) {
      if (awsFailure(error).name === 'NoSuchKey') return null;
      throw failed('read', key, error);
    }
  }

  async function send(key: string, text: string, more: Partial<PutObjectCommandInput>): Promise<void> {
    deadline.throwIfAborted();
    const input = { Bucket: bucket, Key: whole(key), Body: Buffer.from(text), ...more };
    await client.send(new PutObjectCommand(input), options);
  }

  /** @returns whether what is there is what we wanted to write */
  async function isWritten(key: string, text: string): Promise<boolean> {
    return (await read(key))?.text === text;
  }

  async function write(key: string, text: string, ContentType: string, after: string | null): Promise<boolean> {
    const input = { ContentType, ...(after === null ? { IfNoneMatch: '*' } : { IfMatch: after }) };
    let sentOnce = true;
    for (let writes = 1; ; writes += 1) {
      try {
        await send(key, text, input);
        return true;
      } catch (error) {
        const { name } = awsFailure(error);
        sentOnce &&= attemptsOf(error) <= 1;
        // A request whose answer was lost may have been served, and then its repeat finds our own version.
        if (name === 'PreconditionFailed' || name === 'NoSuchKey') return !sentOnce && isWritten(key, text);
        if (name !== 'ConditionalRequestConflict') throw failed('written', key, error);
        if (writes === mostWrites) return false;
        // Writers that met are not to meet again; the deadline is looked at before the next write.
        await clock.wait(Math.random() * firstPause * 2 ** (writes - 1));
      }
    }
  }

  async function put(key: string, text: string, ContentType: string): Promise<void> {
    try {
      await send(key, text, { ContentType });
    } catch (error) {
      throw failed('written', key, error);
    }
  }

  return { uriOf, read, write, put };
}

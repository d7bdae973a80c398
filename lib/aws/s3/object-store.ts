import { PutObjectCommand, type PutObjectCommandInput, type S3Client } from '@aws-sdk/client-s3';
import type { Clock } from '../../model/clock.ts';
import type { LedgerLocation } from '../../model/ledger-uri.ts';
import { type ObjectStore, ObjectStoreError, type VersionedObject } from '../../model/object-store.ts';
import { s3Uri } from '../../model/s3-uri.ts';
import { StateAccessError } from '../../terraform/read-states.ts';
import { attemptsOf, awsFailure } from '../aws-failure.ts';
import { createS3Objects } from './objects.ts';
import { s3Reason } from './s3-reason.ts';

/** Writes in all, where S3 says again and again that another write is under way. */
const maxWrites = 5;

/** Milliseconds before the second write, at most; doubled for each further one. */
const firstPauseMs = 100;

/**
 * Objects in S3, which makes a write conditional upon the ETag of what was read.
 * @param deadline aborts when the time for it is up
 */
export function createObjectStore(
  client: S3Client,
  { bucket, prefix }: LedgerLocation,
  deadline: AbortSignal,
  clock: Clock,
): ObjectStore {
  const objects = createS3Objects(client, deadline);
  const placeOf = (key: string) => s3Uri(bucket, prefix === '' ? key : `${prefix}/${key}`);

  function failed(doing: 'read' | 'written', key: string, reason: string, cause: unknown): ObjectStoreError {
    const why = deadline.aborted ? 'the time of this run was up' : reason;
    return new ObjectStoreError(`${placeOf(key).uri} cannot be ${doing}: ${why}`, { cause });
  }

  function notWritten(key: string, error: unknown): ObjectStoreError {
    const needed = `s3:PutObject on ${bucket}/${placeOf(key).key}`;
    return failed('written', key, s3Reason(error, { bucket, needed, isWrite: true }), error);
  }

  async function read(key: string): Promise<VersionedObject | null> {
    try {
      const object = await objects.find(placeOf(key));
      if (object === null) return null;
      if (object.version === null) throw new StateAccessError('S3 gave an answer without a version');
      return { text: object.text, etag: object.version.etag };
    } catch (error) {
      if (!(error instanceof StateAccessError)) throw error;
      throw failed('read', key, error.message, error.cause ?? error);
    }
  }

  async function send(key: string, text: string, more: Partial<PutObjectCommandInput>): Promise<void> {
    deadline.throwIfAborted();
    const input = { Bucket: bucket, Key: placeOf(key).key, Body: Buffer.from(text), ...more };
    await client.send(new PutObjectCommand(input), { abortSignal: deadline });
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
        if (name === 'PreconditionFailed' || name === 'NoSuchKey') return !sentOnce && (await read(key))?.text === text;
        if (name !== 'ConditionalRequestConflict') throw notWritten(key, error);
        if (writes === maxWrites) return false;
        // Writers that met are not to meet again; the deadline is looked at before the next write.
        await clock.wait(Math.random() * firstPauseMs * 2 ** (writes - 1));
      }
    }
  }

  async function put(key: string, text: string, ContentType: string): Promise<void> {
    try {
      await send(key, text, { ContentType });
    } catch (error) {
      throw notWritten(key, error);
    }
  }

  return { uriOf: (key) => placeOf(key).uri, read, write, put };
}

import { GetObjectCommand, HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { parseS3Uri, s3Uri } from '../s3-uri.ts';
import { StateAccessError } from '../terraform/read-states.ts';
import { lockKey, parseStateLock } from '../terraform/state-lock.ts';
import type { StateWatch } from '../terraform/state-watch.ts';
import { outOfTime } from './deadline.ts';
import { awsFailure } from './error-reason.ts';
import { objectReason } from './object-reason.ts';

/**
 * Locks and versions of states in S3.
 * @param deadline aborts when the time of the run is up
 */
export function createStateWatch(client: S3Client, deadline: AbortSignal): StateWatch {
  async function ask<Found>(bucket: string, key: string, send: () => Promise<Found>): Promise<Found | null> {
    try {
      deadline.throwIfAborted();
      return await send();
    } catch (error) {
      const { name } = awsFailure(error);
      // A HEAD has no body that could say NoSuchKey.
      if (name === 'NoSuchKey' || name === 'NotFound') return null;
      const reason = deadline.aborted ? outOfTime : objectReason('read', bucket, key, error);
      throw new StateAccessError(`${s3Uri(bucket, key).uri} cannot be read: ${reason}`, { cause: error });
    }
  }

  return {
    async lockOf(uri) {
      const { bucket, key } = parseS3Uri(uri);
      const text = await ask(bucket, lockKey(key), async () => {
        const command = new GetObjectCommand({ Bucket: bucket, Key: lockKey(key) });
        const { Body } = await client.send(command, { abortSignal: deadline });
        return (await Body?.transformToString('utf8')) ?? '';
      });
      return text === null ? null : parseStateLock(text);
    },
    async versionOf(uri) {
      const { bucket, key } = parseS3Uri(uri);
      return ask(bucket, key, async () => {
        const command = new HeadObjectCommand({ Bucket: bucket, Key: key });
        const { ETag = '', LastModified } = await client.send(command, { abortSignal: deadline });
        return { etag: ETag, writtenAt: (LastModified ?? new Date(0)).toISOString() };
      });
    },
  };
}

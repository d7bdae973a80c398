import type { S3Client } from '@aws-sdk/client-s3';
import { parseS3Uri, type S3Uri, s3Uri } from '../model/s3-uri.ts';
import { StateAccessError } from '../terraform/read-states.ts';
import { lockKey, parseStateLock } from '../terraform/state-lock.ts';
import type { LockReader, StateWatch } from '../terraform/state-watch.ts';
import { createS3Objects } from './s3/objects.ts';

/**
 * Locks and versions of states in S3.
 * @param lockTable name or ARN of the DynamoDB table that has locks, too; `null` where none does
 * @param deadline aborts when the time of the run is up
 */
export function createStateWatch(s3: S3Client, lockTable: string | null, deadline: AbortSignal): StateWatch {
  const objects = createS3Objects(s3, deadline);
  const lockInS3: LockReader = async (uri) => {
    const { bucket, key } = parseS3Uri(uri);
    const lock = await named(s3Uri(bucket, lockKey(key)), objects.find);
    return lock === null ? null : parseStateLock(lock.text);
  };
  return {
    lockReaders: lockTable === null ? [lockInS3] : [lockInS3, lockInTable(lockTable, deadline)],
    versionOf: async (uri) => named(parseS3Uri(uri), objects.versionOf),
  };
}

/** Few runs ask for a lock, so the client is loaded and made by the first that does. */
function lockInTable(table: string, deadline: AbortSignal): LockReader {
  let opened: Promise<LockReader> | null = null;
  const open = async () => (await import('./dynamodb/lock-reader.ts')).createLockReader(table, deadline);
  return async (uri) => {
    opened ??= open();
    return (await opened)(uri);
  };
}

/** The message names the object: the lock of a state is another than the state. */
async function named<Found>(place: S3Uri, read: (place: S3Uri) => Promise<Found>): Promise<Found> {
  try {
    return await read(place);
  } catch (error) {
    if (!(error instanceof StateAccessError)) throw error;
    throw new StateAccessError(`${place.uri} cannot be read: ${error.message}`, { cause: error.cause });
  }
}

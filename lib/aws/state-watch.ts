import type { S3Client } from '@aws-sdk/client-s3';
import { parseS3Uri, type S3Uri, s3Uri } from '../../model/s3-uri.ts';
import { StateAccessError } from '../../terraform/read-states.ts';
import { lockKey, parseStateLock } from '../../terraform/state-lock.ts';
import type { StateWatch } from '../../terraform/state-watch.ts';
import { createS3Objects } from './objects.ts';

/**
 * Locks and versions of states in S3.
 * @param deadline aborts when the time of the run is up
 */
export function createStateWatch(client: S3Client, deadline: AbortSignal): StateWatch {
  const objects = createS3Objects(client, deadline);
  return {
    async lockOf(uri) {
      const { bucket, key } = parseS3Uri(uri);
      const lock = await named(s3Uri(bucket, lockKey(key)), objects.find);
      return lock === null ? null : parseStateLock(lock.text);
    },
    versionOf: async (uri) => named(parseS3Uri(uri), objects.versionOf),
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

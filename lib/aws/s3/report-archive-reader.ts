import type { LedgerLocation } from '../../model/ledger-uri.ts';
import { s3Uri } from '../../model/s3-uri.ts';
import { StateAccessError } from '../../terraform/read-states.ts';
import type { S3Objects } from './objects.ts';

/** A report as it lies in the archive, or why it could not be had. */
export type ArchivedText =
  | { readonly uri: string; readonly status: 'READ'; readonly text: string }
  | { readonly uri: string; readonly status: 'FAILED'; readonly reason: string };

/** The archive cannot be listed; the message names it and says what to do. */
export class ArchiveAccessError extends Error {
  override readonly name = 'ArchiveAccessError';
}

/** Reports in memory at once: a caller that takes them one by one need not hold all of their texts. */
const maxConcurrentReads = 8;

/** Reports have some megabytes at most. */
export const maxReportBytes = 100 * 1024 * 1024;

/** Year, month, day and time of day, as the key of a report has them before the report's id. */
const keyForm = /reports\/(\d{4}\/\d{2}\/\d{2}\/\d{6})-[^/]+\.json$/;

/**
 * Reads every report of the archive that was made within the time. Keys are in the order of time, so no report from
 * before is listed.
 * @throws ArchiveAccessError; a single report that cannot be had stops nothing
 */
export async function* readArchive(
  objects: S3Objects,
  { bucket, prefix }: LedgerLocation,
  since: Date,
  until: Date,
): AsyncGenerator<ArchivedText> {
  const folder = `${prefix === '' ? '' : `${prefix}/`}reports/`;
  const [earliest, latest] = [keyTime(since), keyTime(until)];
  const keys: string[] = [];
  try {
    for await (const { key } of objects.list(bucket, folder, `${folder}${earliest}`)) {
      const time = keyForm.exec(key)?.[1];
      if (time !== undefined && time > latest) break;
      if (time !== undefined) keys.push(key);
    }
  } catch (error) {
    if (!(error instanceof StateAccessError)) throw error;
    throw new ArchiveAccessError(`The archive ${s3Uri(bucket, folder).uri} cannot be listed: ${error.message}`, {
      cause: error,
    });
  }
  for (let start = 0; start < keys.length; start += maxConcurrentReads) {
    const some = keys.slice(start, start + maxConcurrentReads);
    yield* await Promise.all(some.map((key) => readOne(objects, bucket, key)));
  }
}

async function readOne(objects: S3Objects, bucket: string, key: string): Promise<ArchivedText> {
  const { uri } = s3Uri(bucket, key);
  try {
    return { uri, status: 'READ', text: await objects.readText({ bucket, key }) };
  } catch (error) {
    if (!(error instanceof StateAccessError)) throw error;
    return { uri, status: 'FAILED', reason: error.message };
  }
}

/** @returns such as `2026/03/01/021005` */
function keyTime(time: Date): string {
  return time.toISOString().slice(0, 19).replace('T', '/').replaceAll('-', '/').replaceAll(':', '');
}

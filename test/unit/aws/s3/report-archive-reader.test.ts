import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createS3Client } from '../../../../lib/aws/s3/client.ts';
import { createS3Objects } from '../../../../lib/aws/s3/objects.ts';
import {
  ArchiveAccessError,
  type ArchivedText,
  maxReportBytes,
  readArchive,
} from '../../../../lib/aws/s3/report-archive-reader.ts';
import { archiveKeys } from '../../../../lib/report/archive.ts';
import { useLocalAws } from '../use-aws.ts';

const bucket = 'acme-drift';
const until = new Date('2026-03-10T00:00:00.000Z');

const aws = useLocalAws(({ fauxqs }) => fauxqs.createBucket(bucket));

beforeEach(() => aws().fauxqs.emptyBucket(bucket));

async function put(...keys: readonly string[]): Promise<void> {
  const client = createS3Client();
  await Promise.all(
    keys.map((Key) => client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: `text of ${Key}` }))),
  );
}

async function read(prefix: string, since: string, from = bucket, limit = maxReportBytes): Promise<ArchivedText[]> {
  const found: ArchivedText[] = [];
  const objects = createS3Objects(createS3Client(), new AbortController().signal, limit);
  for await (const one of readArchive(objects, { bucket: from, prefix }, new Date(since), until)) found.push(one);
  return found;
}

const uris = (found: readonly ArchivedText[]) => found.map(({ uri }) => uri.replace(`s3://${bucket}/`, ''));

describe('the archive', () => {
  it.each([
    ['teams/edge', 'teams/edge/'],
    ['', ''],
  ])('has a report where it was kept below the prefix %j', async (prefix, folder) => {
    const { json, page } = archiveKeys({ detectedAt: '2026-03-01T02:10:05.678Z', reportId: 'a:b/c' });
    await put(`${folder}${json}`, `${folder}${page}`, `${folder}ledger.json`);

    expect(await read(prefix, '2026-02-01T00:00:00.000Z')).toEqual([
      {
        uri: `s3://${bucket}/${folder}reports/2026/03/01/021005-a-b-c.json`,
        status: 'READ',
        text: `text of ${folder}reports/2026/03/01/021005-a-b-c.json`,
      },
    ]);
  });

  it('gives the reports of the time that is asked for, over months and years, and no others', async () => {
    const keys = [
      'reports/2025/12/31/235959-a.json',
      'reports/2026/01/01/000000-a.json',
      'reports/2026/02/28/120000-a.json',
      'reports/2026/03/09/120000-a.json',
      'reports/2026/03/10/000001-later.json',
    ];
    await put(
      ...keys,
      'reports/2026/03/09/120000-a.html',
      'reports/2026/03/09/notes.json',
      'other/2026/03/09/120000-a.json',
    );

    expect(uris(await read('', '2026-01-01T00:00:00.000Z'))).toEqual(keys.slice(1, 4));
    expect(uris(await read('', '2025-12-31T23:59:59.000Z'))).toEqual(keys.slice(0, 4));
    expect(uris(await read('', '2026-03-11T00:00:00.000Z'))).toEqual([]);
  });

  it('gives every one of many reports', async () => {
    const keys = Array.from(
      { length: 21 },
      (_, index) => `reports/2026/03/01/${String(index).padStart(6, '0')}-a.json`,
    );
    await put(...keys);

    expect(uris(await read('', '2026-03-01T00:00:00.000Z'))).toEqual(keys);
  });

  it('names a report that cannot be had, and gives the others', async () => {
    await put('reports/2026/03/01/000000-a.json', 'reports/2026/03/01/000001-longer-than-that.json');

    expect(await read('', '2026-03-01T00:00:00.000Z', bucket, 45)).toMatchObject([
      { status: 'READ' },
      { status: 'FAILED', reason: 'it has more than the 45 bytes this program reads' },
    ]);
  });

  it('that cannot be listed is named, with the reason and its cause', async () => {
    const error: unknown = await read('x', '2026-03-01T00:00:00.000Z', 'no-such-bucket').catch(
      (reason: unknown) => reason,
    );

    expect(error).toBeInstanceOf(ArchiveAccessError);
    expect(error).toMatchObject({
      message: 'The archive s3://no-such-bucket/x/reports/ cannot be listed: there is no bucket no-such-bucket',
      cause: { name: 'StateAccessError' },
    });
  });
});

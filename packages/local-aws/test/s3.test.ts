import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  NoSuchBucket,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type LocalAws, startLocalAws } from '../src/local-aws.ts';

const Bucket = 'acme-ledger';
const megabyte = 1024 * 1024;
let aws: LocalAws;
let s3: S3Client;

beforeAll(async () => {
  aws = await startLocalAws();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  s3 = new S3Client({ region: 'eu-west-1', endpoint: aws.s3.url, credentials });
  aws.fauxqs.createBucket(Bucket);
});
afterAll(async () => {
  s3.destroy();
  await aws.stop();
});
beforeEach(() => {
  aws.fauxqs.emptyBucket(Bucket);
  aws.s3.setFault(undefined);
});

function put(Key: string, Body: string | Buffer | Readable, more: { IfMatch?: string; Bucket?: string } = {}) {
  const ContentLength = Body instanceof Readable ? 12 * megabyte : undefined;
  return s3.send(new PutObjectCommand({ Bucket, Key, Body, ContentLength, ContentType: 'application/json', ...more }));
}

async function get(Key: string, Range?: string): Promise<Buffer> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, Range }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

function digest(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

describe('S3', () => {
  it.each(['a/b.json', 'größe/+ &=?#%20.json', 'two//slashes'])('keeps an object under %s as it is', async (key) => {
    const content = randomBytes(1000);
    await put(key, content);

    expect(digest(await get(key))).toBe(digest(content));
    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents).toMatchObject([{ Key: key, Size: 1000 }]);
  });

  it.each([
    ['at once', (content: Buffer) => content],
    [
      'as a stream',
      (content: Buffer) =>
        Readable.from(
          Array.from({ length: 12 }, (_, index) => content.subarray(index * megabyte, (index + 1) * megabyte)),
        ),
    ],
  ])('keeps 12 MiB that come %s', async (_title, body) => {
    const content = randomBytes(12 * megabyte);
    const { ETag } = await put('large', body(content));

    expect(digest(await get('large'))).toBe(digest(content));
    expect(await s3.send(new HeadObjectCommand({ Bucket, Key: 'large' }))).toMatchObject({
      ContentLength: 12 * megabyte,
      ContentType: 'application/json',
      ETag,
    });
  });

  it('gives a range of an object', async () => {
    await put('object', '0123456789');

    expect(String(await get('object', 'bytes=2-4'))).toBe('234');
  });

  it('deletes several objects at once', async () => {
    await put('a', '1');
    await put('b', '2');
    await s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'a' }, { Key: 'b' }] } }));

    expect((await s3.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  });

  it('has no place for a large object without a bucket', async () => {
    const writing = put('large', randomBytes(12 * megabyte), { Bucket: 'no-such-bucket' });

    await expect(writing).rejects.toThrow(NoSuchBucket);
  });

  it('takes no ETag of something that must not be there', async () => {
    const writing = s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: '1', IfNoneMatch: '"abc"' }));

    await expect(writing).rejects.toMatchObject({ name: 'NotImplemented' });
  });

  it('tells every request with what it is about', async () => {
    const before = aws.s3.calls.length;
    await put('a b/c', '1');
    await get('a b/c');

    expect(aws.s3.calls.slice(before)).toEqual([
      { method: 'PUT', bucket: Bucket, key: 'a b/c' },
      { method: 'GET', bucket: Bucket, key: 'a b/c' },
    ]);
  });
});

describe('a fault', () => {
  const denied = { status: 403, code: 'AccessDenied', message: 'Access Denied' };

  it('strikes what it is set for, and nothing else', async () => {
    await put('a', '1');
    aws.s3.setFault({ method: 'PUT', key: 'a', ...denied });

    await expect(put('a', '2')).rejects.toMatchObject({ name: 'AccessDenied', $metadata: { httpStatusCode: 403 } });
    await expect(put('b', '2')).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
    expect(String(await get('a'))).toBe('1');
  });

  it('strikes as often as it is set for', async () => {
    aws.s3.setFault({ times: 1, ...denied });

    await expect(put('a', '1')).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(put('a', '2')).resolves.toMatchObject({ $metadata: { httpStatusCode: 200 } });
  });

  it('can lose the answer to a write that was done', async () => {
    aws.s3.setFault({ method: 'PUT', answerLost: true });

    await expect(put('a', '1')).rejects.toThrow('ECONNRESET');
    expect(String(await get('a'))).toBe('1');
  });
});

it('somebody else can write before the next write, once', async () => {
  const { ETag = '' } = await put('a', 'first');
  aws.s3.beforeNextWrite('a', () => put('a', 'theirs'));

  await expect(put('a', 'ours', { IfMatch: ETag })).rejects.toMatchObject({ name: 'PreconditionFailed' });
  expect(String(await get('a'))).toBe('theirs');
  await put('a', 'ours');
  expect(String(await get('a'))).toBe('ours');
});

import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Backend, startBackend } from './backend.ts';

const Bucket = 'acme-ledger';

// What S3 says of conditional writes; only STAGEDRIFT_TEST_AWS says which AWS is behind it.
describe('a write to S3', () => {
  let backend: Backend;
  let s3: S3Client;
  let count = 0;

  beforeAll(async () => {
    backend = await startBackend();
    const { AWS_ENDPOINT_URL = '', AWS_ENDPOINT_URL_S3 = AWS_ENDPOINT_URL } = backend.environment;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    s3 = new S3Client({ region: 'eu-west-1', endpoint: AWS_ENDPOINT_URL_S3, credentials, forcePathStyle: true });
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
    await s3.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration }));
  });
  afterAll(async () => {
    s3.destroy();
    await backend.stop();
  });

  function newKey(): string {
    count += 1;
    return `ledger-${count}.json`;
  }

  async function put(Key: string, Body: string, condition: Partial<PutObjectCommandInput> = {}): Promise<string> {
    const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key, Body, ...condition }));
    return ETag ?? '';
  }

  async function textOf(Key: string): Promise<string> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return (await Body?.transformToString()) ?? '';
  }

  const preconditionFailed = { name: 'PreconditionFailed', $metadata: { httpStatusCode: 412 } };

  it('that wants nothing to be there is done if nothing is there', async () => {
    const key = newKey();
    await put(key, 'first', { IfNoneMatch: '*' });

    expect(await textOf(key)).toBe('first');
  });

  it('that wants nothing to be there fails if something is, and leaves it', async () => {
    const key = newKey();
    await put(key, 'first');

    await expect(put(key, 'second', { IfNoneMatch: '*' })).rejects.toMatchObject(preconditionFailed);
    expect(await textOf(key)).toBe('first');
  });

  it('upon the version that was read is done, and makes a new version', async () => {
    const key = newKey();
    const first = await put(key, 'first');
    const second = await put(key, 'second', { IfMatch: first });

    expect(second).not.toBe(first);
    expect(await textOf(key)).toBe('second');
  });

  it('upon another version fails, and leaves what is there', async () => {
    const key = newKey();
    const first = await put(key, 'first');
    await put(key, 'second');

    await expect(put(key, 'third', { IfMatch: first })).rejects.toMatchObject(preconditionFailed);
    expect(await textOf(key)).toBe('second');
  });

  it('upon a version of something that is gone finds no key', async () => {
    const key = newKey();
    const first = await put(key, 'first');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: key }));

    await expect(put(key, 'second', { IfMatch: first })).rejects.toMatchObject({
      name: 'NoSuchKey',
      $metadata: { httpStatusCode: 404 },
    });
  });

  it.each([{ IfNoneMatch: '*' }, { IfMatch: '"abc"' }])(
    'to a bucket that is not there finds none: %j',
    async (wants) => {
      const writing = put(newKey(), 'first', { Bucket: 'no-such-bucket', ...wants });

      await expect(writing).rejects.toMatchObject({ name: 'NoSuchBucket', $metadata: { httpStatusCode: 404 } });
    },
  );

  it.each([
    ['a first version', () => ({ IfNoneMatch: '*' })],
    ['the same version', (read: string) => ({ IfMatch: read })],
  ])('is done once where ten at the same time are made upon %s', async (_title, condition) => {
    const key = newKey();
    const read = await put(newKey(), 'read');
    if ('IfMatch' in condition(read)) await put(key, 'read');
    const writes = Array.from({ length: 10 }, (_, index) => put(key, `writer ${index}`, condition(read)));
    const outcomes = await Promise.allSettled(writes);
    const done = outcomes.flatMap(({ status }, index) => (status === 'fulfilled' ? [`writer ${index}`] : []));

    expect(done).toEqual([await textOf(key)]);
  });
});

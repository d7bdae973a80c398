import { DeleteObjectCommand, HeadObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import { createS3Client } from '../../../../lib/aws/s3/client.ts';
import { createObjectStore } from '../../../../lib/aws/s3/object-store.ts';
import { type ObjectStore, ObjectStoreError } from '../../../../lib/model/object-store.ts';
import { createHastyClock } from '../../../virtual-clock.ts';
import { useLocalAws } from '../use-aws.ts';
import { whyNot } from '../why-not.ts';
import { faultyClient } from './faulty-client.ts';

const Bucket = 'acme-ledger';
const key = 'ledger.json';
const Key = `stagedrift/${key}`;
const json = 'application/json';
const noDeadline = new AbortController().signal;

const clock = createHastyClock();
const aws = useLocalAws(({ fauxqs }) => fauxqs.createBucket(Bucket));
let s3: S3Client;
let store: ObjectStore;

beforeAll(() => {
  s3 = createS3Client();
  store = createObjectStore(s3, { bucket: Bucket, prefix: 'stagedrift' }, noDeadline, clock);
});
afterAll(() => s3.destroy());
beforeEach(() => {
  aws().fauxqs.emptyBucket(Bucket);
  aws().s3.setFault(undefined);
});

/** @returns the ETag */
async function written(text: string): Promise<string> {
  await store.put(key, text, json);
  return (await store.read(key))?.etag ?? '';
}

function theyWrite(Body: string): Promise<unknown> {
  return s3.send(new PutObjectCommand({ Bucket, Key, Body }));
}

function requestsSince(start: number): string[] {
  return aws()
    .s3.calls.slice(start)
    .map((call) => `${call.method} ${call.key}`);
}

it('a fault of this program is thrown on, and not reported as a failure of S3', async () => {
  const { client, fault } = faultyClient();
  const faulty = createObjectStore(client, { bucket: Bucket, prefix: '' }, noDeadline, clock);
  const late = createObjectStore(client, { bucket: Bucket, prefix: '' }, abortedIn(1), clock);

  await expect(faulty.read(key)).rejects.toBe(fault);
  await expect(faulty.put(key, '{}', json)).rejects.toBe(fault);
  await expect(faulty.write(key, '{}', json, null)).rejects.toBe(fault);
  await expect(late.read(key)).rejects.toBe(fault);
});

/** @returns a signal that aborts once it has been looked at so often */
function abortedIn(looks: number): AbortSignal {
  const controller = new AbortController();
  const { signal } = controller;
  let left = looks;
  const throwIfAborted = signal.throwIfAborted.bind(signal);
  signal.throwIfAborted = () => {
    throwIfAborted();
    left -= 1;
    if (left === 0) controller.abort();
  };
  return signal;
}

describe('an object', () => {
  it('that is not there yet is null', async () => {
    expect(await store.read(key)).toBeNull();
  });

  it('is read with its text and the version that a later write names', async () => {
    await store.put(key, 'größer {}', json);
    const object = await store.read(key);
    const { ETag, ContentType } = await s3.send(new HeadObjectCommand({ Bucket, Key }));

    expect(object).toEqual({ text: 'größer {}', etag: ETag });
    expect(ContentType).toBe(json);
  });

  it('can be empty', async () => {
    await store.put(key, '', json);

    expect(await store.read(key)).toMatchObject({ text: '' });
  });

  it('can be put again, whatever is there', async () => {
    await store.put('reports/a.html', '<p>', 'text/html; charset=utf-8');
    await store.put('reports/a.html', '<p>', 'text/html; charset=utf-8');

    expect(await store.read('reports/a.html')).toMatchObject({ text: '<p>' });
  });

  it('is kept below the prefix, and in the bucket itself where there is none', async () => {
    const whole = createObjectStore(s3, { bucket: Bucket, prefix: '' }, noDeadline, clock);
    await store.put('a/b', 'text', json);

    expect(await whole.read('stagedrift/a/b')).toMatchObject({ text: 'text' });
    expect([store.uriOf('a/b'), whole.uriOf('a/b')]).toEqual([`s3://${Bucket}/stagedrift/a/b`, `s3://${Bucket}/a/b`]);
  });
});

describe('a write', () => {
  it('that nothing must be there for is done if nothing is', async () => {
    expect(await store.write(key, 'ours', json, null)).toBe(true);
    expect(await store.read(key)).toMatchObject({ text: 'ours' });
  });

  it('that nothing must be there for is not done if something is', async () => {
    await written('theirs');

    expect(await store.write(key, 'ours', json, null)).toBe(false);
    expect(await store.read(key)).toMatchObject({ text: 'theirs' });
  });

  it('upon the version that was read is done', async () => {
    const etag = await written('first');

    expect(await store.write(key, 'ours', json, etag)).toBe(true);
    expect(await store.read(key)).toMatchObject({ text: 'ours' });
  });

  it('is not done if somebody else writes in between', async () => {
    const etag = await written('first');
    aws().s3.beforeNextWrite(Key, () => theyWrite('theirs'));

    expect(await store.write(key, 'ours', json, etag)).toBe(false);
    expect(await store.read(key)).toMatchObject({ text: 'theirs' });
  });

  it('is not done if somebody deletes the object in between', async () => {
    const etag = await written('first');
    aws().s3.beforeNextWrite(Key, () => s3.send(new DeleteObjectCommand({ Bucket, Key })));

    expect(await store.write(key, 'ours', json, etag)).toBe(false);
    expect(await store.read(key)).toBeNull();
  });

  it('of two at once is done once, in every one of a hundred rounds', async () => {
    let etag: string | null = null;
    for (let round = 1; round <= 100; round += 1) {
      const texts = [`${round} first`, `${round} second`];
      const done = await Promise.all(texts.map((text) => store.write(key, text, json, etag)));
      const now = await store.read(key);

      expect(texts.filter((_, index) => done[index])).toEqual([now?.text]);
      etag = now?.etag ?? null;
    }
  });
});

describe('a write whose answer is lost', () => {
  it('counts as done once it is seen to be done', async () => {
    const etag = await written('first');
    aws().s3.setFault({ method: 'PUT', answerLost: true, times: 1 });

    expect(await store.write(key, 'ours', json, etag)).toBe(true);
    expect(await store.read(key)).toMatchObject({ text: 'ours' });
  });

  it('counts as done also where nothing was there before', async () => {
    aws().s3.setFault({ method: 'PUT', answerLost: true, times: 1 });

    expect(await store.write(key, 'ours', json, null)).toBe(true);
  });

  it('does not count as done if others have written since', async () => {
    const etag = await written('first');
    aws().s3.setFault({ method: 'PUT', status: 500, code: 'InternalError', message: 'oops', times: 1 });
    aws().s3.beforeNextWrite(Key, () => theyWrite('theirs'));

    expect(await store.write(key, 'ours', json, etag)).toBe(false);
  });
});

describe('a write that meets another one', () => {
  const conflict = { method: 'PUT', status: 409, code: 'ConditionalRequestConflict', message: 'try again' };

  it('is made again', async () => {
    const etag = await written('first');
    aws().s3.setFault({ ...conflict, times: 2 });

    expect(await store.write(key, 'ours', json, etag)).toBe(true);
    expect(await store.read(key)).toMatchObject({ text: 'ours' });
  });

  it('gives way in the end', async () => {
    const start = aws().s3.calls.length;
    aws().s3.setFault(conflict);

    expect(await store.write(key, 'ours', json, null)).toBe(false);
    expect(requestsSince(start)).toEqual(Array.from({ length: 5 }, () => `PUT ${Key}`));
  });
});

describe('S3 that refuses', () => {
  const place = `s3://${Bucket}/${Key}`;

  it.each([
    [
      'AccessDenied',
      'Access Denied',
      `access denied: s3:GetObject on ${Bucket}/${Key} is needed; without s3:ListBucket on ${Bucket} an object that is missing looks forbidden too`,
      `access denied: s3:PutObject on ${Bucket}/${Key} is needed`,
    ],
    [
      'AccessDenied',
      'not authorized to perform: kms:Decrypt',
      'its encryption key cannot be used (kms:Decrypt is needed): AccessDenied',
      'its encryption key cannot be used (kms:GenerateDataKey and kms:Decrypt are needed): AccessDenied',
    ],
    [
      'ExpiredToken',
      'it is too old',
      'no usable AWS credentials for S3: ExpiredToken: it is too old',
      'no usable AWS credentials for S3: ExpiredToken: it is too old',
    ],
  ])('with 403 %s (%s) is reported with the place and what is needed', async (code, message, reading, writing) => {
    aws().s3.setFault({ status: 403, code, message });
    const errors = await Promise.all([
      whyNot(ObjectStoreError, store.read(key)),
      whyNot(ObjectStoreError, store.write(key, 'ours', json, null)),
      whyNot(ObjectStoreError, store.put(key, 'ours', json)),
    ]);

    expect(errors.map((error) => error.message)).toEqual([
      `${place} cannot be read: ${reading}`,
      `${place} cannot be written: ${writing}`,
      `${place} cannot be written: ${writing}`,
    ]);
    for (const { cause } of errors) expect(cause).toMatchObject({ name: code });
  });

  it('for want of the bucket is reported with its name', async () => {
    const gone = createObjectStore(s3, { bucket: 'no-such-bucket', prefix: '' }, noDeadline, clock);
    const reading = await whyNot(ObjectStoreError, gone.read(key));
    const writing = await whyNot(ObjectStoreError, gone.write(key, 'ours', json, '"abc"'));

    expect([reading.message, writing.message]).toEqual([
      's3://no-such-bucket/ledger.json cannot be read: there is no bucket no-such-bucket',
      's3://no-such-bucket/ledger.json cannot be written: there is no bucket no-such-bucket',
    ]);
  });

  it('from another region is reported as that', async () => {
    aws().s3.setFault({ status: 301, code: 'PermanentRedirect', message: 'elsewhere' });

    expect((await whyNot(ObjectStoreError, store.put(key, 'ours', json))).message).toBe(
      `${place} cannot be written: the bucket ${Bucket} is in another region than the one that was asked`,
    );
  });

  it('in passing is asked again', async () => {
    await written('first');
    aws().s3.setFault({ status: 503, code: 'SlowDown', message: 'later', times: 1 });
    const { etag = '' } = (await store.read(key)) ?? {};
    aws().s3.setFault({ status: 503, code: 'SlowDown', message: 'later', times: 1 });

    expect(await store.write(key, 'ours', json, etag)).toBe(true);
  });

  it('for good is reported in its own words', async () => {
    aws().s3.setFault({ status: 400, code: 'InvalidRequest', message: 'no' });

    expect((await whyNot(ObjectStoreError, store.read(key))).message).toBe(
      `${place} cannot be read: S3 refused the request: InvalidRequest: no`,
    );
  });
});

it('once the time of the run is up, nothing is asked or written', async () => {
  const start = aws().s3.calls.length;
  const late = createObjectStore(s3, { bucket: Bucket, prefix: 'stagedrift' }, AbortSignal.abort(), clock);
  const errors = [
    await whyNot(ObjectStoreError, late.read(key)),
    await whyNot(ObjectStoreError, late.write(key, 'ours', json, null)),
  ];

  expect(errors.map((error) => error.message)).toEqual([
    `s3://${Bucket}/${Key} cannot be read: the time of this run was up`,
    `s3://${Bucket}/${Key} cannot be written: the time of this run was up`,
  ]);
  expect(requestsSince(start)).toEqual([]);
});

describe('S3 that stops in the middle of an object', () => {
  /** @returns why an object cannot be read of which S3 sends the first few bytes */
  async function whyNotRead(deadline: AbortSignal, afterwards: (socket: { destroy(): void }) => void): Promise<string> {
    const server = Fastify({ forceCloseConnections: true });
    server.get('/*', (_request, reply) => {
      reply.hijack();
      reply.raw.writeHead(200, { 'content-length': '1000', etag: '"abc"' });
      reply.raw.write('{"version": 1', () => afterwards(reply.raw));
    });
    process.env.AWS_ENDPOINT_URL_S3 = await server.listen({ host: '127.0.0.1', port: 0 });
    const client = createS3Client();
    try {
      return (
        await whyNot(
          ObjectStoreError,
          createObjectStore(client, { bucket: Bucket, prefix: '' }, deadline, clock).read(key),
        )
      ).message;
    } finally {
      client.destroy();
      await server.close();
    }
  }

  it('gives no part of it', async () => {
    expect(await whyNotRead(noDeadline, (socket) => socket.destroy())).toMatch(/ledger.json cannot be read: .*aborted/);
  });

  it('costs no more than the time of the run', async () => {
    const deadline = new AbortController();
    expect(await whyNotRead(deadline.signal, () => deadline.abort())).toBe(
      `s3://${Bucket}/${key} cannot be read: the time of this run was up`,
    );
  });
});

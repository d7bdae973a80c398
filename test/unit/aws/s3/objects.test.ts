import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { outOfTime } from '../../../../lib/aws/limits/deadline.ts';
import { createS3Client } from '../../../../lib/aws/s3/client.ts';
import { createS3Objects, type S3Objects } from '../../../../lib/aws/s3/objects.ts';
import { OutOfTimeError, StateAccessError } from '../../../../lib/terraform/read-states.ts';
import { useLocalAws } from '../use-aws.ts';
import { whyNot } from '../why-not.ts';

const bucket = 'acme-tf';
const noDeadline = new AbortController().signal;

const usualLimit = 100 * 1024 * 1024;

function objectsWith(deadline = noDeadline, limit = usualLimit): S3Objects {
  return createS3Objects(createS3Client(), deadline, limit);
}

function readKey(key: string, objects = objectsWith(), from = bucket): Promise<string> {
  return objects.readText({ bucket: from, key });
}

async function listAll(prefix: string, objects = objectsWith(), from = bucket): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of objects.list(from, prefix)) keys.push(key);
  return keys;
}

describe('S3', () => {
  const aws = useLocalAws(({ fauxqs }) => fauxqs.createBucket(bucket));

  beforeEach(() => aws().fauxqs.emptyBucket(bucket));

  async function put(keys: readonly string[], content = 'state'): Promise<void> {
    const client = createS3Client();
    await Promise.all(
      keys.map((Key) => client.send(new PutObjectCommand({ Bucket: bucket, Key, Body: Buffer.from(content) }))),
    );
  }

  it.each([
    'terraform.tfstate',
    'env:/prod/terraform.tfstate',
    'with blanks and + plus/terraform.tfstate',
    'größe/状態.tfstate',
    "a&b=c?d#e%20f'g/terraform.tfstate",
    'two//slashes.tfstate',
  ])('gives the state and lists the key %s', async (key) => {
    await put([key], 'Zustand: größer');

    expect(await readKey(key)).toBe('Zustand: größer');
    expect(await listAll('')).toEqual([key]);
  });

  it('gives an empty text for an empty object', async () => {
    await put(['empty'], '');

    expect(await readKey('empty')).toBe('');
  });

  it('lists the keys below the prefix and no other', async () => {
    await put(['elsewhere/state', 'env:/a/state', 'env:/b/state']);

    expect(await listAll('env:/')).toEqual(['env:/a/state', 'env:/b/state']);
    expect(await listAll('nowhere/')).toEqual([]);
  });

  it('says of an object that is not there that it was deleted or moved', async () => {
    const error = await whyNot(StateAccessError, readKey('gone'));

    expect(error.message).toBe('there is no such object: it was deleted or moved');
    expect(error.cause).toMatchObject({ name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } });
  });

  it('says which bucket there is none of', async () => {
    const reading = await whyNot(StateAccessError, readKey('state', objectsWith(), 'no-such-bucket'));
    const listing = await whyNot(StateAccessError, listAll('', objectsWith(), 'no-such-bucket'));

    expect([reading.message, listing.message]).toEqual([
      'there is no bucket no-such-bucket',
      'there is no bucket no-such-bucket',
    ]);
    expect(listing.cause).toMatchObject({ name: 'NoSuchBucket' });
  });

  it('refuses a state that is larger than what is read', async () => {
    await put(['large'], 'x'.repeat(1_001));
    await put(['just'], 'x'.repeat(1_000));
    const objects = objectsWith(noDeadline, 1_000);

    expect((await whyNot(StateAccessError, readKey('large', objects))).message).toBe(
      'it has more than the 1000 bytes this program reads',
    );
    expect(await readKey('just', objects)).toHaveLength(1_000);
  });

  it('gives the version of an object, and nothing of one that still is the version that is known', async () => {
    const place = { bucket, key: 'state' };
    await put(['state'], 'one');
    const { version } = await objectsWith().open(place);
    const etag = version?.etag ?? '';
    expect(version).toEqual({
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/),
      writtenAt: expect.stringMatching(/^\d{4}-.*Z$/),
    });
    expect(await objectsWith().openChanged(place, etag)).toBeNull();

    await put(['state'], 'two');
    const changed = await objectsWith().openChanged(place, etag);
    let text = '';
    for await (const chunk of changed?.chunks ?? []) text += Buffer.from(chunk).toString();
    expect(text).toBe('two');
    expect(changed?.version?.etag).not.toBe(etag);
  });

  it('says of an object that is known and gone that it was deleted or moved', async () => {
    const error = await whyNot(StateAccessError, objectsWith().openChanged({ bucket, key: 'gone' }, '"known"'));

    expect(error.message).toBe('there is no such object: it was deleted or moved');
  });
});

describe('an S3 that fails', () => {
  let server: FastifyInstance | undefined;
  let requests = 0;

  afterEach(() => server?.close());

  /** Starts an S3 that gives every request the same answer. */
  async function startS3(answer: (reply: FastifyReply, request: FastifyRequest) => unknown): Promise<void> {
    requests = 0;
    server = Fastify({ forceCloseConnections: true });
    server.get('/*', (request, reply) => {
      requests += 1;
      return answer(reply, request);
    });
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_S3: url,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
    });
  }

  function failing(status: number, code: string, message = 'oops') {
    return (reply: FastifyReply) =>
      reply
        .status(status)
        .type('application/xml')
        .send(`<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
  }

  it.each<[number, string, string, string]>([
    [
      403,
      'AccessDenied',
      'Access Denied',
      'access denied: s3:GetObject on acme-tf/a/state is needed; without s3:ListBucket on acme-tf an object that is missing looks forbidden too',
    ],
    [
      403,
      'AccessDenied',
      'User is not authorized to perform: kms:Decrypt on the resource',
      'its encryption key cannot be used (kms:Decrypt is needed): AccessDenied',
    ],
    [
      400,
      'KMS.DisabledException',
      'key is disabled',
      'its encryption key cannot be used (kms:Decrypt is needed): KMS.DisabledException',
    ],
    [403, 'InvalidObjectState', 'archived', 'the object is archived: restore it from its storage class first'],
    [301, 'PermanentRedirect', 'elsewhere', 'the bucket acme-tf is in another region than the one that was asked'],
    [
      400,
      'InvalidRequest',
      'The object was stored using SSE-C',
      'S3 refused the request: InvalidRequest: The object was stored using SSE-C',
    ],
  ])('with %i %s (%s) is reported in a sentence', async (status, code, message, reason) => {
    await startS3(failing(status, code, message));
    const error = await whyNot(StateAccessError, readKey('a/state'));

    expect(error.message).toBe(reason);
    expect(error.cause).toMatchObject({ $metadata: { httpStatusCode: status } });
  });

  it('with access denied to a list names bucket, prefix and permission', async () => {
    await startS3(failing(403, 'AccessDenied'));
    const error = await whyNot(StateAccessError, listAll('env:/'));

    expect(error.message).toBe('access denied: s3:ListBucket on acme-tf for the prefix "env:/" is needed');
    expect(error.cause).toMatchObject({ name: 'AccessDenied' });
  });

  it('with a passing error is asked again', async () => {
    await startS3((reply) => (requests < 2 ? failing(503, 'SlowDown')(reply) : reply.send('state')));

    expect(await readKey('state')).toBe('state');
    expect(requests).toBe(2);
  });

  it('follows a bucket to the region that S3 names', async () => {
    await startS3((reply, { headers }) =>
      String(headers.authorization).includes('/us-east-2/')
        ? reply.send('state')
        : failing(301, 'PermanentRedirect')(reply.header('x-amz-bucket-region', 'us-east-2')),
    );

    expect(await readKey('state')).toBe('state');
  });

  it('with a state that is announced as too large is not read to its end', async () => {
    await startS3((reply) => {
      reply.hijack();
      reply.raw.writeHead(200, { 'content-length': String(200 * 1024 * 1024) });
      reply.raw.write('{"version": 4');
    });
    const error = await whyNot(StateAccessError, readKey('state'));

    expect(error.message).toBe('it has more than the 104857600 bytes this program reads');
  });

  it('with a state that is larger than announced is not read to its end', async () => {
    await startS3((reply) => {
      reply.hijack();
      reply.raw.writeHead(200);
      reply.raw.write('x'.repeat(2_000));
    });
    const error = await whyNot(StateAccessError, readKey('state', objectsWith(noDeadline, 1_000)));

    expect(error.message).toBe('it has more than the 1000 bytes this program reads');
  });

  it('with a broken transfer gives no part of a state', async () => {
    await startS3((reply) => {
      reply.hijack();
      reply.raw.writeHead(200, { 'content-length': '1000' });
      reply.raw.write('{"version": 4', () => reply.raw.destroy());
    });
    const error = await whyNot(StateAccessError, readKey('state'));

    expect(error.message).toMatch(/S3 .*aborted/);
  });

  it.each<[string, (reply: FastifyReply, silent: () => void) => unknown]>([
    [
      'before it answers',
      (reply, silent) => {
        reply.hijack();
        silent();
      },
    ],
    [
      'in the middle of a state',
      (reply, silent) => {
        reply.hijack();
        reply.raw.writeHead(200, { 'content-length': '1000' });
        reply.raw.write('{"version": 4', silent);
      },
    ],
  ])('that falls silent %s costs no more than the time of the run', async (_title, answer) => {
    let deadline = new AbortController();
    await startS3((reply) => answer(reply, () => deadline.abort()));
    const reading = await whyNot(StateAccessError, readKey('state', objectsWith(deadline.signal)));
    deadline = new AbortController();
    const listing = await whyNot(StateAccessError, listAll('', objectsWith(deadline.signal)));

    expect([reading.message, listing.message]).toEqual([outOfTime, outOfTime]);
    expect([reading, listing].every((error) => error instanceof OutOfTimeError)).toBe(true);
    expect(reading.cause).toBeDefined();
  });

  it('is not asked when the time of the run is up', async () => {
    await startS3((reply) => reply.send('state'));
    const reading = await whyNot(StateAccessError, readKey('state', objectsWith(AbortSignal.abort())));
    const listing = await whyNot(StateAccessError, listAll('', objectsWith(AbortSignal.abort())));

    expect([reading.message, listing.message, requests]).toEqual([outOfTime, outOfTime, 0]);
  });

  it('gives a list of more than a thousand keys page by page, and all of them are listed', async () => {
    const keys = Array.from({ length: 1_005 }, (_, index) => `env:/${index}/state`);
    const asked: unknown[] = [];
    await startS3((reply, { query }) => {
      asked.push(query);
      const first = asked.length === 1;
      const contents = (first ? keys.slice(0, 1_000) : keys.slice(1_000)).map(
        (key) => `<Contents><Key>${key}</Key></Contents>`,
      );
      const more = first ? '<IsTruncated>true</IsTruncated><NextContinuationToken>a+b</NextContinuationToken>' : '';
      return reply.type('application/xml').send(`<ListBucketResult>${more}${contents.join('')}</ListBucketResult>`);
    });

    expect(await listAll('env:/')).toEqual(keys);
    expect(asked).toMatchObject([{ prefix: 'env:/' }, { prefix: 'env:/', 'continuation-token': 'a+b' }]);
  });

  it('with an answer that has no body gives an empty text', async () => {
    await startS3((reply) => reply.send('state'));
    const client = createS3Client();
    client.middlewareStack.add(
      (next) => async (request) => {
        const { response } = await next(request);
        return { response, output: { $metadata: {} } };
      },
      { step: 'initialize' },
    );

    expect(await readKey('state', createS3Objects(client, noDeadline, usualLimit))).toBe('');
  });

  it('with a list without contents gives no keys', async () => {
    await startS3((reply) =>
      reply.type('application/xml').send('<ListBucketResult><Contents><Size>1</Size></Contents></ListBucketResult>'),
    );

    expect(await listAll('')).toEqual([]);
  });
});

import Fastify from 'fastify';
import pLimit, { type LimitFunction } from 'p-limit';
import { answeredHeaders, type WholeRequest } from './forward.ts';
import { isConditional, keepConditions, S3Error } from './s3-conditions.ts';
import { createS3Upstream } from './s3-upstream.ts';

/** A request that reached S3, whatever became of it; the key is empty for requests about a bucket. */
export interface S3Call {
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
}

/** Which requests a fault strikes: each given member must be the request's own; none given strikes every one. */
type S3FaultTarget = Partial<S3Call>;

/** What happens; after `times` requests, if given, S3 answers as ever. */
export type S3Fault = S3FaultTarget & { readonly times?: number } & (
    | { readonly status: number; readonly code: string; readonly message: string }
    /** The request is served, and then the connection breaks off instead of an answer. */
    | { readonly answerLost: true }
  );

/** S3 in front of the emulator's, with what that one leaves out: the rules of conditional writes, and large objects. */
export interface LocalS3 {
  readonly url: string;
  /** Every request in order, failed ones too. */
  readonly calls: readonly S3Call[];
  /** Makes requests fail until it is called with undefined. */
  setFault(fault: S3Fault | undefined): void;
  /** Runs once, before the next write of the key is looked at: what somebody else does in between. */
  beforeNextWrite(key: string, meanwhile: () => Promise<unknown>): void;
  stop(): Promise<void>;
}

const bodyLimit = 128 * 1024 * 1024;

/**
 * @param emulator URL of the S3 behind
 * @param port of the loopback address, 0 for a free one
 */
export async function startS3(emulator: string, port = 0): Promise<LocalS3> {
  const upstream = createS3Upstream(emulator);
  const calls: S3Call[] = [];
  let fault: S3Fault | undefined;
  let struck = 0;
  const meanwhile = new Map<string, () => Promise<unknown>>();
  const turns = new Map<string, LimitFunction>();
  const server = Fastify({ forceCloseConnections: true, bodyLimit });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) => body);
  server.setErrorHandler((error, _request, reply) => {
    const known = error instanceof S3Error ? error : new S3Error(500, 'InternalError', String(error));
    return reply.status(known.status).type('application/xml').send(known.body);
  });

  function strike(call: S3Call): S3Fault | undefined {
    if (fault === undefined || !isStruck(call, fault) || struck >= (fault.times ?? Number.POSITIVE_INFINITY)) return;
    struck += 1;
    return fault;
  }

  async function write(request: WholeRequest, { method, bucket, key }: S3Call) {
    const others = meanwhile.get(key);
    meanwhile.delete(key);
    await others?.();
    const name = `${bucket}/${key}`;
    const turn = turns.get(name) ?? pLimit(1);
    turns.set(name, turn);
    // Nothing is written to the object between the look at what is there and the write.
    return turn(async () => {
      if (method === 'PUT' && isConditional(request.headers)) {
        keepConditions(request.headers, await upstream.etagOf(pathOf(request.url)));
      }
      return upstream.send(request);
    });
  }

  server.all('/*', async ({ method, raw: { url = '/' }, headers, body }, reply) => {
    const call = { method, ...objectAt(pathOf(url)) };
    calls.push(call);
    const strikes = strike(call);
    if (strikes !== undefined && 'status' in strikes) throw new S3Error(strikes.status, strikes.code, strikes.message);
    const request = { method, url, headers, body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) };
    const isRead = method === 'GET' || method === 'HEAD';
    const answer = await (isRead ? upstream.send(request) : write(request, call));
    if (strikes !== undefined) {
      answer.body.destroy();
      reply.hijack();
      reply.raw.socket?.resetAndDestroy();
      return reply;
    }
    return reply.status(answer.status).headers(answeredHeaders(answer.headers)).send(answer.body);
  });

  return {
    url: await server.listen({ host: '127.0.0.1', port }),
    calls,
    setFault: (next) => {
      fault = next;
      struck = 0;
    },
    beforeNextWrite: (key, others) => {
      meanwhile.set(key, others);
    },
    stop: () => server.close(),
  };
}

function isStruck(call: S3Call, { method, bucket, key }: S3FaultTarget): boolean {
  return (
    (method === undefined || method === call.method) &&
    (bucket === undefined || bucket === call.bucket) &&
    (key === undefined || key === call.key)
  );
}

function pathOf(url: string): string {
  const [path = ''] = url.split('?');
  return path;
}

function objectAt(path: string): { bucket: string; key: string } {
  const [, bucket = '', ...key] = path.split('/');
  return { bucket, key: decodeURIComponent(key.join('/')) };
}

import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import Fastify from 'fastify';
import { type RequestedOperation, requestedOperation } from './api-gateway-routes.ts';
import { credentialScope, defaultAccount } from './credential-scope.ts';
import { type Answer, answeredHeaders, forward, type WholeRequest } from './forward.ts';
import { objectChange } from './object-change.ts';
import { type TrailCaller, user } from './trail-caller.ts';
import { apiCallEvent, type BusEvent, objectEvent } from './trail-events.ts';

/** Stands in front of API Gateway and S3, and sends what is called there to EventBridge, as CloudTrail and S3 do. */
export interface Trail {
  /** The endpoint for API Gateway and S3, and for what else the servers behind answer for. */
  readonly url: string;
  /** Every event in order, of reads and of failed calls too. */
  readonly events: readonly BusEvent[];
  /** Says who calls with an access key; all others are a user named `local`. */
  identify(accessKeyId: string, caller: TrailCaller): void;
  /** Runs once, while the nth call of the operation from now on is held back: what somebody else does in between. */
  duringCall(operation: string, nth: number, meanwhile: () => Promise<unknown>): void;
  stop(): Promise<void>;
}

/** URLs of the servers behind: requests signed for another service than these two go to the API Gateway's. */
export interface TrailedServers {
  readonly apiGateway: string;
  readonly s3: string;
}

const bodyLimit = 128 * 1024 * 1024;
const nobody = { accessKeyId: '', account: defaultAccount, region: '' };
const serviceOf = /Credential=[^/,\s]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/;

/** @param tell gets each event before its call is answered */
export async function startTrail(servers: TrailedServers, tell: (event: BusEvent) => Promise<unknown>): Promise<Trail> {
  const events: BusEvent[] = [];
  const callers = new Map<string, TrailCaller>();
  const others = user(defaultAccount, 'local', '203.0.113.7');
  const held: { readonly operation: string; left: number; readonly meanwhile: () => Promise<unknown> }[] = [];
  const server = Fastify({ forceCloseConnections: true, bodyLimit });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, async (_request: unknown, body: Buffer) => body);

  async function hold({ name }: RequestedOperation): Promise<void> {
    for (const one of held.filter(({ operation }) => operation === name)) {
      one.left -= 1;
      if (one.left === 0) await one.meanwhile();
    }
  }

  server.all('/*', async ({ method, raw: { url = '/' }, headers, body }, reply) => {
    const request = { method, url, headers, body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) };
    const [, service] = serviceOf.exec(headers.authorization ?? '') ?? [];
    const operation = service === 'apigateway' ? requestedOperation(method, url) : undefined;
    if (operation !== undefined) await hold(operation);
    const answer = await forward(service === 's3' ? servers.s3 : servers.apiGateway, request);
    const content = Buffer.concat(await answer.body.toArray());
    const event =
      service === 's3' ? toldObject(request, answer) : operation && toldCall(request, answer, content, operation);
    if (event !== undefined) {
      events.push(event);
      await tell(event);
    }
    return reply.status(answer.status).headers(answeredHeaders(answer.headers)).send(content);
  });

  function origin(headers: IncomingHttpHeaders) {
    const { accessKeyId, account, region } = credentialScope(headers.authorization) ?? nobody;
    return { caller: callers.get(accessKeyId) ?? others, where: { account, region } };
  }

  function toldObject(request: WholeRequest, { status, headers }: Answer): BusEvent | undefined {
    const change = objectChange(request, headers);
    if (status >= 300 || change === undefined) return undefined;
    return objectEvent({ ...change, ...origin(request.headers), requestId: randomUUID() }, new Date());
  }

  function toldCall(
    request: WholeRequest,
    { status, headers }: Answer,
    content: Buffer,
    operation: RequestedOperation,
  ): BusEvent {
    const answered = parsed(content);
    const code = String(headers['x-amzn-errortype'] ?? 'Client.RequestFailed').split(':')[0] ?? '';
    const message = answered instanceof Object && 'message' in answered ? String(answered.message) : '';
    return apiCallEvent(
      {
        operation,
        input: parsed(request.body),
        isRead: request.method === 'GET' || request.method === 'HEAD',
        userAgent: request.headers['user-agent'] ?? '',
        ...origin(request.headers),
        requestId: String(headers['x-amzn-requestid'] ?? randomUUID()),
        outcome: status < 300 ? { kind: 'DONE', elements: answered } : { kind: 'FAILED', code, message },
      },
      new Date(),
    );
  }

  return {
    url: await server.listen({ host: '127.0.0.1', port: 0 }),
    events,
    identify: (accessKeyId, caller) => {
      callers.set(accessKeyId, caller);
    },
    duringCall: (operation, nth, meanwhile) => {
      held.push({ operation, left: nth, meanwhile });
    },
    stop: () => server.close(),
  };
}

/** @returns the JSON, the text that is none, or undefined for no body */
function parsed(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString());
  } catch {
    return body.toString();
  }
}

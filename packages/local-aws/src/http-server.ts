import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { ApiGatewayError, missingAuthenticationToken } from './api-gateway-error.ts';

// The URL-encoded ARN of a stage is longer than what a path parameter may be by default.
const maxParamLength = 2000;

/** @returns a server that reads bodies and writes errors as API Gateway does; stopping it cuts every connection */
export function newHttpServer(): FastifyInstance {
  const server = Fastify({ forceCloseConnections: true, routerOptions: { maxParamLength } });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<string>(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: FastifyRequest, form: string) => new URLSearchParams(form),
  );
  // Some SDKs name a content type also where they send no body.
  server.addContentTypeParser<string>('*', { parseAs: 'string' }, async (_request: FastifyRequest, body: string) =>
    body === '' ? {} : parseJson(body),
  );
  server.addHook('onRequest', async (_request, reply) => {
    reply.header('x-amzn-requestid', randomUUID());
  });
  server.setErrorHandler((error, _request, reply) => sendError(error, reply));
  // API Gateway answers a path that it does not have as if the request were not signed.
  server.setNotFoundHandler((_request, reply) => sendError(missingAuthenticationToken(), reply));
  return server;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new ApiGatewayError(400, 'SerializationException', 'The request body is not JSON');
  }
}

function sendError(error: unknown, reply: FastifyReply): FastifyReply {
  const known = error instanceof ApiGatewayError ? error : new ApiGatewayError(500, 'InternalFailure', String(error));
  if (known.retryAfterSeconds !== undefined) reply.header('retry-after', known.retryAfterSeconds);
  return reply.status(known.status).header('x-amzn-errortype', known.code).send(known.body);
}

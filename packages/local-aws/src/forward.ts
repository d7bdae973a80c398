import { type IncomingHttpHeaders, request } from 'node:http';
import type { Readable } from 'node:stream';

/** A request with all of its body. */
export interface WholeRequest {
  readonly method: string;
  /** Path and query as they were sent. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An answer whose body is still to come. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/** Sends a request as it is to another server. @param server its URL, without a path */
export function forward(server: string, { method, url, headers, body }: WholeRequest): Promise<Answer> {
  // All of the body is here, so that nobody has to be asked whether it may come, and it ends where it ends.
  const { expect: _expect, 'transfer-encoding': _encoding, ...kept } = headers;
  return new Promise((resolve, reject) => {
    const sent = request(server, { method, path: url, headers: kept });
    sent.on('response', (answer) => {
      resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: answer });
    });
    sent.on('error', reject).end(body);
  });
}

/** @returns the headers of an answer without those that are about the connection it came by */
export function answeredHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { connection: _connection, 'keep-alive': _keepAlive, 'transfer-encoding': _encoding, ...answered } = headers;
  return answered;
}

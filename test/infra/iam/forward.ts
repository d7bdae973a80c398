import { request } from 'node:http';
import type { AwsRequest } from './aws-request.ts';
import type { Answer } from './refusal.ts';

/** Sends a request as it is to another server, and reads all of the answer. @param server its URL, without a path */
export function forward(server: string, { method, path, headers, body }: AwsRequest): Promise<Answer> {
  // All of the body is here, so that nobody has to be asked whether it may come, or told where it ends.
  const { expect: _expect, 'transfer-encoding': _encoding, ...kept } = headers;
  return new Promise((resolve, reject) => {
    const sent = request(server, { method, path, headers: kept });
    sent.on('response', (answer) => {
      const {
        connection: _connection,
        'keep-alive': _alive,
        'transfer-encoding': _chunks,
        ...answered
      } = answer.headers;
      answer.toArray().then((parts) => {
        resolve({ status: answer.statusCode ?? 502, headers: answered, body: Buffer.concat(parts) });
      }, reject);
    });
    sent.on('error', reject).end(body);
  });
}

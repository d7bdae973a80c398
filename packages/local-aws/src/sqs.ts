import Fastify from 'fastify';
import * as v from 'valibot';
import { answeredHeaders, forward } from './forward.ts';

/** A message whose sender asked for a delay of its own. */
export interface DelayedMessage {
  readonly seconds: number;
  readonly body: string;
}

/** SQS in front of the emulator's, where a delay that a sender asks for need not be waited for. */
export interface LocalSqs {
  readonly url: string;
  /** Every message that was sent with a delay of its own, in order. */
  readonly delayed: readonly DelayedMessage[];
  /** Makes each second that a sender asks for last so many seconds; 1 is as ever, and 0 no delay at all. */
  setPace(pace: number): void;
  /** @returns the URL of a queue of the function's own account, by which it reaches this server */
  queueUrl(name: string): string;
  stop(): Promise<void>;
}

const messageSchema = v.looseObject({ DelaySeconds: v.number(), MessageBody: v.string() });

/**
 * @param emulator URL of an SQS that speaks JSON
 * @param port of the loopback address, 0 for a free one
 */
export async function startSqs(emulator: string, port = 0): Promise<LocalSqs> {
  const delayed: DelayedMessage[] = [];
  let pace = 1;
  const server = Fastify({ forceCloseConnections: true, bodyLimit: 4 * 1024 * 1024 });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<string>('*', { parseAs: 'string' }, async (_request: unknown, body: string) => body);

  function hurried(body: string): string {
    const message = v.safeParse(v.pipe(v.string(), v.parseJson(), messageSchema), body);
    if (!message.success) return body;
    const { DelaySeconds: seconds, MessageBody } = message.output;
    delayed.push({ seconds, body: MessageBody });
    return JSON.stringify({ ...message.output, DelaySeconds: Math.ceil(seconds * pace) });
  }

  server.all('/*', async ({ method, raw: { url = '/' }, headers, body: sent }, reply) => {
    const isSent = headers['x-amz-target'] === 'AmazonSQS.SendMessage';
    const body = Buffer.from(isSent ? hurried(String(sent)) : String(sent ?? ''));
    const answer = await forward(emulator, {
      method,
      url,
      headers: { ...headers, 'content-length': String(body.length) },
      body,
    });
    return reply.status(answer.status).headers(answeredHeaders(answer.headers)).send(answer.body);
  });

  const url = await server.listen({ host: '127.0.0.1', port });
  return {
    url,
    delayed,
    setPace: (next) => {
      pace = next;
    },
    queueUrl: (name) => `${url}/000000000000/${name}`,
    stop: () => server.close(),
  };
}

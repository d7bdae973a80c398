import { answeredHeaders, forward } from '@stagedrift/local-aws/forward';
import Fastify from 'fastify';

/** What an operation answers: a body (an object as JSON, a text as the XML that it is), or an error of the service. */
export type ScriptedAnswer = { readonly kind: 'BODY'; readonly body: object | string } | ScriptedError;

export interface ScriptedError {
  readonly kind: 'ERROR';
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** A request, with what it asks: the members of a JSON body, the fields of a form, or the query. */
export interface ScriptedCall {
  readonly operation: string;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Services of AWS that answer from a script, an answer an operation. */
export interface ScriptedAws {
  readonly url: string;
  /** Every request in order, those that are passed on left out. */
  readonly calls: readonly ScriptedCall[];
  /** Says what an operation answers from now on. */
  answer(operation: string, answer: ScriptedAnswer | ((call: ScriptedCall) => ScriptedAnswer)): void;
  /** Forgets all calls. */
  forget(): void;
  stop(): Promise<void>;
}

export function body(answered: object | string): ScriptedAnswer {
  return { kind: 'BODY', body: answered };
}

export function denied(action: string): ScriptedError {
  const message = `User: arn:aws:iam::123456789012:user/local is not authorized to perform: ${action}`;
  return { kind: 'ERROR', status: 403, code: 'AccessDeniedException', message };
}

/** @param status 404 where a service says by it that something is not there */
export function refused(code: string, status = 400): ScriptedError {
  return { kind: 'ERROR', status, code, message: `${code} of the script` };
}

/** Operations that are known by their query, as S3 has them, or by their path, as Lambda has them. */
const operations: readonly (readonly [RegExp, string])[] = [
  [/^\/[^/]+\/?\?.*\bnotification\b/, 'GetBucketNotificationConfiguration'],
  [/^\/2015-03-31\/functions\/[^/]+\/configuration/, 'GetFunctionConfiguration'],
];

/** @param upstream URL of the server that has what is not scripted, `null` where there is none */
export async function startScriptedAws(upstream: string | null = null): Promise<ScriptedAws> {
  const answers = new Map<string, ScriptedAnswer | ((call: ScriptedCall) => ScriptedAnswer)>();
  const calls: ScriptedCall[] = [];
  const server = Fastify({ forceCloseConnections: true, bodyLimit: 64 * 1024 * 1024 });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<Buffer>('*', { parseAs: 'buffer' }, async (_request: unknown, all: Buffer) => all);
  server.all('/*', async ({ method, raw: { url = '/' }, headers, body: sent }, reply) => {
    const bytes = Buffer.isBuffer(sent) ? sent : Buffer.alloc(0);
    const call = callOf(url, headers, bytes);
    const scripted = call === null ? undefined : answers.get(call.operation);
    if (call === null || scripted === undefined) {
      if (upstream === null) return reply.status(501).send(`not scripted: ${call?.operation ?? url}`);
      const answer = await forward(upstream, { method, url, headers, body: bytes });
      return reply.status(answer.status).headers(answeredHeaders(answer.headers)).send(answer.body);
    }
    calls.push(call);
    const answer = typeof scripted === 'function' ? scripted(call) : scripted;
    const isXml = headers['x-amz-target'] === undefined && !url.startsWith('/2015-03-31/');
    return reply
      .status(answer.kind === 'BODY' ? 200 : answer.status)
      .header('x-amzn-errortype', answer.kind === 'BODY' ? undefined : answer.code)
      .type(isXml ? 'application/xml' : 'application/json')
      .send(textOf(answer, isXml));
  });
  return {
    url: await server.listen({ host: '127.0.0.1', port: 0 }),
    calls,
    answer: (operation, answer) => answers.set(operation, answer),
    forget: () => {
      calls.length = 0;
    },
    stop: () => server.close(),
  };
}

type Headers = Readonly<Record<string, string | string[] | undefined>>;

function callOf(url: string, headers: Headers, bytes: Buffer): ScriptedCall | null {
  const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(String(headers.authorization ?? ''))?.[1] ?? '';
  const target = headers['x-amz-target'];
  if (typeof target === 'string') {
    return { operation: target.replace(/^.*\./, ''), region, input: JSON.parse(bytes.toString() || '{}') };
  }
  const form = new URLSearchParams(bytes.toString());
  const action = String(headers['content-type']).startsWith('application/x-www-form-urlencoded')
    ? form.get('Action')
    : null;
  if (action !== null) return { operation: action, region, input: Object.fromEntries(form) };
  const operation = operations.find(([pattern]) => pattern.test(url))?.[1];
  if (operation === undefined) return null;
  const { pathname, searchParams } = new URL(url, 'http://aws');
  return { operation, region, input: { path: decodeURIComponent(pathname), ...Object.fromEntries(searchParams) } };
}

function textOf(answer: ScriptedAnswer, isXml: boolean): string {
  if (answer.kind === 'BODY') return typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  const { code, message } = answer;
  if (!isXml) return JSON.stringify({ __type: code, message });
  return `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><Code>${code}</Code><Message>${message}</Message></ErrorResponse>`;
}

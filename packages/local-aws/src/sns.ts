import Fastify from 'fastify';

/** A mail as an email subscription of a topic gets it. */
export interface Mail {
  readonly topicArn: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
}

/** SNS in front of the emulator's, with what that one leaves out: bodies by protocol, mail, and the rules of Publish. */
export interface LocalSns {
  readonly url: string;
  /** Every mail delivered so far. */
  readonly mails: readonly Mail[];
  /** How many messages were published successfully. */
  published(): number;
  /** Makes Publish fail until it is called with undefined. */
  setFault(fault: { readonly status: number; readonly code: string; readonly message: string } | undefined): void;
  stop(): Promise<void>;
}

const messageLimit = 262_144;

/**
 * @param emulator URL of an SNS that knows topics and delivers to SQS
 * @param port of the loopback address, 0 for a free one
 */
export async function startSns(emulator: string, port = 0): Promise<LocalSns> {
  const mails: Mail[] = [];
  const mailboxes = new Map<string, string[]>();
  let published = 0;
  let fault: { status: number; code: string; message: string } | undefined;
  const server = Fastify({ forceCloseConnections: true, bodyLimit: 10 * messageLimit });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<string>('*', { parseAs: 'string' }, async (_request: unknown, body: string) => body);

  async function forward(form: URLSearchParams, headers: Record<string, string>) {
    const answer = await fetch(emulator, { method: 'POST', headers, body: form.toString() });
    return { status: answer.status, body: await answer.text() };
  }

  server.post('/', async (request, reply) => {
    const form = new URLSearchParams(String(request.body));
    const headers = {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: request.headers.authorization ?? '',
    };
    const topicArn = form.get('TopicArn') ?? '';
    const action = form.get('Action');
    const problem = action === 'Publish' ? (fault ?? publishProblem(form)) : undefined;
    if (problem !== undefined) return reply.status(problem.status).type('text/xml').send(errorBody(problem));
    if (action === 'Subscribe' && form.get('Protocol') === 'email') {
      mailboxes.set(topicArn, [...(mailboxes.get(topicArn) ?? []), form.get('Endpoint') ?? '']);
    }
    const mailBody = bodyFor('email', form);
    if (action === 'Publish') form.set('Message', bodyFor('sqs', form));
    const answer = await forward(form, headers);
    if (action === 'Publish' && answer.status === 200) {
      published += 1;
      const subject = form.get('Subject') ?? '';
      mails.push(...(mailboxes.get(topicArn) ?? []).map((to) => ({ topicArn, to, subject, body: mailBody })));
    }
    return reply.status(answer.status).type('text/xml').send(answer.body);
  });

  return {
    url: await server.listen({ host: '127.0.0.1', port }),
    mails,
    published: () => published,
    setFault: (next) => {
      fault = next;
    },
    stop: () => server.close(),
  };
}

interface SnsProblem {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** The body that a subscriber of the protocol gets: its own, else the default one. */
function bodyFor(protocol: string, form: URLSearchParams): string {
  const message = form.get('Message') ?? '';
  if (form.get('MessageStructure') !== 'json') return message;
  const bodies: unknown = JSON.parse(message);
  const map =
    typeof bodies === 'object' && bodies !== null ? new Map<string, unknown>(Object.entries(bodies)) : new Map();
  return String(map.get(protocol) ?? map.get('default') ?? '');
}

/** The rules of Publish that AWS keeps: size of everything together, subject, and a default body. */
function publishProblem(form: URLSearchParams): SnsProblem | undefined {
  const invalid = (message: string): SnsProblem => ({ status: 400, code: 'InvalidParameter', message });
  const attributes = [...form].filter(([name]) => /^MessageAttributes\.entry\.\d+\.(Name|Value\.\w+)$/.test(name));
  const size = [form.get('Message') ?? '', ...attributes.map(([, value]) => value)].reduce(
    (sum, text) => sum + Buffer.byteLength(text),
    0,
  );
  if (size > messageLimit) return invalid('Invalid parameter: Message too long');
  if (attributes.some(([, value]) => value === '')) return invalid('Invalid parameter: an attribute is empty');
  const subject = form.get('Subject');
  if (subject !== null && !/^[ -~]{1,99}$/.test(subject)) return invalid('Invalid parameter: Subject');
  if (form.get('MessageStructure') !== 'json') return undefined;
  try {
    const bodies: unknown = JSON.parse(form.get('Message') ?? '');
    if (typeof bodies === 'object' && bodies !== null && 'default' in bodies && typeof bodies.default === 'string') {
      return undefined;
    }
    return invalid('Invalid parameter: Message Structure - No default entry in JSON message body');
  } catch {
    return invalid('Invalid parameter: Message Structure - JSON message body failed to parse');
  }
}

function errorBody({ code, message }: SnsProblem): string {
  return `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>local</RequestId></ErrorResponse>`;
}

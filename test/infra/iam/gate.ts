import { answeredHeaders, forward } from '@stagedrift/local-aws/forward';
import Fastify, { type FastifyRequest } from 'fastify';
import { type AwsRequest, askedBy, askedWhenMissing, type Scope, scopeOf } from './aws-request.ts';
import { type Asked, allowing } from './policy.ts';
import { type Answer, refusal } from './refusal.ts';
import type { Role, Roles } from './roles.ts';

/** A request that was let through by a statement, or that none allows. */
export interface Verdict {
  readonly role: string;
  readonly asked: Asked;
  /** The statement's Sid, `null` where it was refused. */
  readonly statement: string | null;
}

/** IAM, in front of an AWS that lets everybody do everything. */
export interface Gate {
  readonly url: string;
  /** Everything that was asked for. */
  readonly verdicts: readonly Verdict[];
  stop(): Promise<void>;
}

export interface GateOptions {
  /** The role that callers have, and those that they may come to have; ours is the first. */
  readonly roles: Roles;
  /** @returns where a service is */
  readonly upstream: (service: string) => string;
}

/** Lets through what the roles allow, and refuses the rest as the services do. */
export async function startGate({ roles, upstream }: GateOptions): Promise<Gate> {
  const verdicts: Verdict[] = [];
  /** Roles that were assumed, by the access key that came of it. */
  const sessions = new Map<string, Role>();

  function decide(role: Role, asked: Asked): boolean {
    const statement = allowing(role.statements, asked);
    verdicts.push({ role: role.arn, asked, statement: statement?.Sid ?? null });
    return statement !== undefined;
  }

  async function answer(request: AwsRequest): Promise<Answer> {
    const scope = scopeOf(request);
    const role = sessions.get(scope.accessKey) ?? roles[0];
    const refused = askedBy(request, scope, accountOf(role)).find((asked) => !decide(role, asked));
    if (refused !== undefined) return refusal(scope, refused);
    if (scope.service === 'sts' && isAssumption(request)) return assume(request, scope, role);
    const answered = await pass(upstream(scope.service), request);
    const isMissing = scope.service === 's3' && answered.status === 404 && request.url.pathname.lastIndexOf('/') > 0;
    if (isMissing && !decide(role, askedWhenMissing(request))) return refusal(scope, askedWhenMissing(request));
    return answered;
  }

  async function assume(request: AwsRequest, scope: Scope, caller: Role): Promise<Answer> {
    const form = new URLSearchParams(request.body.toString());
    const wanted = form.get('RoleArn') ?? '';
    const role = roles.find(({ arn }) => arn === wanted);
    const externalId = form.get('ExternalId');
    const asked: Asked = {
      action: 'sts:AssumeRole',
      resource: '*',
      context: { 'aws:PrincipalArn': caller.arn, ...(externalId === null ? {} : { 'sts:ExternalId': externalId }) },
    };
    const trusted = role?.trust.filter(({ Principal }) => Principal?.AWS?.includes(accountOf(caller))) ?? [];
    if (role === undefined || allowing(trusted, asked) === undefined)
      return refusal(scope, { ...asked, resource: wanted });
    const answered = await pass(upstream('sts'), request);
    const [, accessKey] = /<AccessKeyId>(\w+)</.exec(answered.body.toString()) ?? [];
    if (accessKey !== undefined) sessions.set(accessKey, role);
    return answered;
  }

  const server = Fastify({
    forceCloseConnections: true,
    bodyLimit: 64 * 1024 * 1024,
    routerOptions: { maxParamLength: 2000 },
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<Buffer>(
    '*',
    { parseAs: 'buffer' },
    async (_request: FastifyRequest, body: Buffer) => body,
  );
  server.setNotFoundHandler(async ({ method, url, headers, body }, reply) => {
    const request = {
      method,
      url: new URL(url, 'http://gate'),
      path: url,
      headers,
      body: Buffer.isBuffer(body) ? body : nothing,
    };
    const answered = await answer(request);
    return reply.status(answered.status).headers(answered.headers).send(answered.body);
  });
  return { url: await server.listen({ port: 0, host: '127.0.0.1' }), verdicts, stop: () => server.close() };
}

function isAssumption({ body }: AwsRequest): boolean {
  return new URLSearchParams(body.toString()).get('Action') === 'AssumeRole';
}

async function pass(server: string, { method, path: url, headers, body }: AwsRequest): Promise<Answer> {
  const answer = await forward(server, { method, url, headers, body });
  const whole = Buffer.concat(await answer.body.toArray());
  return { status: answer.status, headers: answeredHeaders(answer.headers), body: whole };
}

const nothing = Buffer.alloc(0);

function accountOf({ arn }: Role): string {
  return arn.split(':')[4] ?? '';
}

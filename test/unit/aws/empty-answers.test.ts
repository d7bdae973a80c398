import { afterAll, beforeAll, expect, it } from '@jest/globals';
import Fastify from 'fastify';
import { createLiveReader } from '../../../lib/aws/live-reader.ts';
import type { Question } from '../../../lib/resources/live.ts';
import { createHastyClock } from '../../virtual-clock.ts';

const server = Fastify({ forceCloseConnections: true });
const before = { ...process.env };
let answered: object = {};

beforeAll(async () => {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'string' }, async (_request: unknown, text: string) => text);
  server.all('/*', async (_request, reply) => reply.type('application/json').send(JSON.stringify(answered)));
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const credentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
  Object.assign(process.env, { AWS_ENDPOINT_URL: url, ...credentials });
});
afterAll(async () => {
  process.env = before;
  await server.close();
});

const place = { accountId: '123456789012', region: 'eu-west-1' };
const group = { logGroupName: '/apigw/orders', withTags: true };
const described = {
  logGroupName: '/apigw/orders',
  arn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/apigw/orders:*',
};

it.each<[string, Question, object]>([
  ['a stage', { ...place, kind: 'STAGE', id: { apiId: 'a', stageName: 'prod' } }, {}],
  ['a deployment', { ...place, kind: 'DEPLOYMENT', id: { apiId: 'a', deploymentId: 'd1' } }, {}],
  ['a client certificate', { ...place, kind: 'CLIENT_CERTIFICATE', id: { clientCertificateId: 'c1' } }, {}],
  [
    'a base path mapping',
    { ...place, kind: 'BASE_PATH_MAPPING', id: { domainName: 'api.acme.example', basePath: 'v1', domainNameId: '' } },
    {},
  ],
  ['a log group', { ...place, kind: 'LOG_GROUP', id: group }, {}],
  ['the tags of a log group', { ...place, kind: 'LOG_GROUP', id: group }, { logGroups: [described] }],
])(
  'an answer about %s without what names it is unreadable, and neither in sync nor gone',
  async (_, question, answer) => {
    answered = answer;
    const reader = createLiveReader({
      crossAccountRole: null,
      requestsPerSecond: 1_000,
      ownAccount: async () => ({ kind: 'KNOWN', accountId: place.accountId }),
      deadline: new AbortController().signal,
      onProgress: () => {},
      clock: createHastyClock(),
    });
    const answers = await reader.read([question]);
    await reader.close();

    expect(answers.to(question)).toEqual({
      kind: 'UNREADABLE',
      reason: expect.stringMatching(/AWS gave an answer that is not .* is missing/),
    });
  },
);

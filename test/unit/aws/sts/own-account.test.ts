import { afterEach, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { askOwnAccount } from '../../../../lib/aws/sts/ask-own-account.ts';
import { accountOfFunction } from '../../../../lib/aws/sts/own-account.ts';
import { ownAccountId } from '../live-stages.ts';
import { useLocalServices } from '../use-aws.ts';

const aws = useLocalServices();
let otherSts: FastifyInstance | undefined;

afterEach(() => otherSts?.close());

/** Starts an STS that answers every request with a status and XML. */
async function startOtherSts(status: number, xml: string): Promise<void> {
  otherSts = Fastify({ forceCloseConnections: true });
  otherSts.removeAllContentTypeParsers();
  otherSts.addContentTypeParser('*', { parseAs: 'string' }, async () => ({}));
  otherSts.post('/', (_request, reply) => reply.status(status).type('text/xml').send(xml));
  const url = await otherSts.listen({ host: '127.0.0.1', port: 0 });
  Object.assign(process.env, aws().environment, { AWS_ENDPOINT_URL_STS: url });
}

describe('our own account', () => {
  it('is the one that STS names', async () => {
    Object.assign(process.env, aws().environment);

    expect(await askOwnAccount('eu-west-1')).toEqual({ kind: 'KNOWN', accountId: ownAccountId });
  });

  it('is unknown when the credentials are not valid, and the reason is kept', async () => {
    await startOtherSts(
      403,
      '<ErrorResponse><Error><Code>InvalidClientTokenId</Code><Message>The token is invalid</Message></Error></ErrorResponse>',
    );

    expect(await askOwnAccount('eu-west-1')).toEqual({
      kind: 'UNKNOWN',
      reason: 'no usable AWS credentials for STS: InvalidClientTokenId: The token is invalid',
    });
  });

  it.each(['', '<Account></Account>'])('is unknown when STS answers %j in place of an account', async (account) => {
    await startOtherSts(
      200,
      `<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>a</Arn>${account}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
    );

    expect(await askOwnAccount('eu-west-1')).toEqual({
      kind: 'UNKNOWN',
      reason: 'STS named no account',
    });
  });

  it('is unknown when STS cannot be reached', async () => {
    // The port of discard, on which nothing listens.
    Object.assign(process.env, aws().environment, { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9' });

    expect(await askOwnAccount('eu-west-1')).toEqual({
      kind: 'UNKNOWN',
      reason: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('the account of a function', () => {
  it('is in its ARN', () => {
    expect(accountOfFunction('arn:aws:lambda:eu-west-1:210987654321:function:stagedrift:live')).toEqual({
      kind: 'KNOWN',
      accountId: '210987654321',
    });
  });

  it.each([
    undefined,
    '',
    'stagedrift',
    'arn:aws:lambda:eu-west-1::function:x',
    'arn:aws:lambda:eu-west-1:aws:function:x',
  ])('is not to be had from %j', (functionArn) => {
    expect(accountOfFunction(functionArn)).toBeNull();
  });
});

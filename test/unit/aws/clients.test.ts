import { ListBucketsCommand } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { briefClient, createApiGatewayClient } from '../../../lib/aws/clients.ts';
import { createS3Client } from '../../../lib/aws/s3/client.ts';
import { createHastyClock } from '../../virtual-clock.ts';
import { arrived, foreignAccountId } from './live-stages.ts';
import { useLocalAws } from './use-aws.ts';

const clock = createHastyClock();
const aws = useLocalAws();

beforeEach(() => aws().apiGateway.reset());

describe('a client', () => {
  it('gives a request up after its time, which is longer for S3, where states are large', async () => {
    const [sts, s3] = [new STSClient(briefClient('eu-west-1')), createS3Client()];
    await Promise.all([sts.send(new GetCallerIdentityCommand({})), s3.send(new ListBucketsCommand({}))]);
    const limits = { connectionTimeout: 3_000, throwOnRequestTimeout: true };

    expect(sts.config.requestHandler).toMatchObject({ config: { ...limits, requestTimeout: 5_000 } });
    expect(s3.config.requestHandler).toMatchObject({ config: { ...limits, requestTimeout: 60_000 } });
  });

  it.each([
    ['STS', () => new STSClient(briefClient('us-east-1')), 'us-east-1', 3],
    ['API Gateway', () => createApiGatewayClient('us-east-1', null, clock), 'us-east-1', 10],
    ['S3', () => createS3Client(), 'eu-west-1', 4],
  ])('of %s works in its region and makes a limited number of attempts', async (_service, create, region, attempts) => {
    const client = create();

    expect(await client.config.region()).toBe(region);
    expect(await client.config.maxAttempts()).toBe(attempts);
  });

  it('of S3 follows a bucket to its region', () => {
    expect(createS3Client().config).toMatchObject({ followRegionRedirects: true });
  });

  it('of API Gateway works under our own credentials without a role', async () => {
    const credentials = await createApiGatewayClient('eu-west-1', null, clock).config.credentials();

    expect(credentials.accessKeyId).toBe('local');
    expect(aws().apiGateway.calls).toEqual([]);
  });

  it.each([
    ['with an external id', 'shared-secret'],
    ['without an external id', null],
  ])('of API Gateway works under a role, %s', async (_title, externalId) => {
    const roleArn = `arn:aws:iam::${foreignAccountId}:role/drift-reader`;
    aws().apiGateway.allowRole({ roleArn, ...(externalId === null ? {} : { externalId }) });
    const client = createApiGatewayClient('eu-west-1', { arn: roleArn, externalId }, clock);

    const credentials = await client.config.credentials();
    expect(credentials.accessKeyId).toContain(foreignAccountId);
    expect(await client.config.credentials()).toMatchObject({ accessKeyId: credentials.accessKeyId });
    expect(arrived(aws().apiGateway)).toEqual(['AssumeRole']);
  });

  it('of API Gateway names the session so that it is recognised in CloudTrail', async () => {
    const roleArn = `arn:aws:iam::${foreignAccountId}:role/drift-reader`;
    aws().apiGateway.allowRole({ roleArn });
    const client = createApiGatewayClient('eu-west-1', { arn: roleArn, externalId: null }, clock);
    const sts = new STSClient({ region: 'eu-west-1', credentials: await client.config.credentials() });

    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Arn: `arn:aws:sts::${foreignAccountId}:assumed-role/drift-reader/stagedrift`,
    });
  });
});

import { APIGatewayClient, GetRestApisCommand } from '@aws-sdk/client-api-gateway';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalAws, startLocalAws } from '../src/local-aws.ts';

let aws: LocalAws;
const before = { ...process.env };

beforeAll(async () => {
  aws = await startLocalAws();
  Object.assign(process.env, aws.environment);
});
afterAll(async () => {
  await aws.stop();
  for (const name of Object.keys(aws.environment)) {
    if (before[name] === undefined) delete process.env[name];
    else process.env[name] = before[name];
  }
});

describe('the environment of the local AWS', () => {
  it('leads the SDK to S3', async () => {
    aws.fauxqs.createBucket('states');
    const s3 = new S3Client();
    const object = { Bucket: 'states', Key: 'a/terraform.tfstate' };
    await s3.send(new PutObjectCommand({ ...object, Body: '{}' }));

    expect(await (await s3.send(new GetObjectCommand(object))).Body?.transformToString()).toBe('{}');
  });

  it('leads the SDK to SNS', async () => {
    const { TopicArn } = await new SNSClient().send(new CreateTopicCommand({ Name: 'drift' }));

    expect(TopicArn).toMatch(/^arn:aws:sns:eu-west-1:\d{12}:drift$/);
  });

  it('leads the SDK to API Gateway', async () => {
    expect((await new APIGatewayClient().send(new GetRestApisCommand({}))).items).toEqual([]);
  });

  it('leads the SDK to STS', async () => {
    expect((await new STSClient().send(new GetCallerIdentityCommand({}))).Account).toBe('123456789012');
  });
});

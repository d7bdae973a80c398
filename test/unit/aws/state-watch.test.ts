import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, it } from '@jest/globals';
import { createS3Client } from '../../../lib/aws/s3/client.ts';
import { createStateWatch } from '../../../lib/aws/state-watch.ts';
import { StateAccessError } from '../../../lib/terraform/read-states.ts';
import type { StateWatch } from '../../../lib/terraform/state-watch.ts';
import { faultyClient } from './s3/faulty-client.ts';
import { useLocalAws } from './use-aws.ts';

const bucket = 'acme-tf';

const aws = useLocalAws(({ fauxqs }) => fauxqs.createBucket(bucket));

const watch = () => createStateWatch(createS3Client(), null, new AbortController().signal);

/** @returns the lock in each place that is looked at */
const locksOf = ({ lockReaders }: StateWatch, uri: string) => Promise.all(lockReaders.map((lockOf) => lockOf(uri)));

const put = async (key: string, text: string) =>
  createS3Client().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }));

it.each(['orders/terraform.tfstate', 'teams/[orders]/{a,b}/terraform.tfstate', 'ümlaut/a b*?.tfstate'])(
  'the version and the lock of a state are found, whatever its key: %s',
  async (key) => {
    const { ETag: etag } = await put(key, '{}');
    await put(`${key}.tflock`, JSON.stringify({ Operation: 'OperationTypeApply', Who: 'alice@laptop' }));
    const uri = `s3://${bucket}/${key}`;

    expect(await watch().versionOf(uri)).toMatchObject({ etag });
    expect(await locksOf(watch(), uri)).toMatchObject([{ who: 'alice@laptop' }]);
  },
);

it('a state that is not there has neither', async () => {
  expect(await watch().versionOf(`s3://${bucket}/none`)).toBeNull();
  expect(await locksOf(watch(), `s3://${bucket}/none`)).toEqual([null]);
});

it('a fault of this program is thrown on, and not reported as a failure of S3', async () => {
  const { client, fault } = faultyClient();

  const faulty = createStateWatch(client, null, new AbortController().signal);
  await expect(locksOf(faulty, 's3://acme-tf/none')).rejects.toBe(fault);
});

it('a bucket that cannot be asked is no answer', async () => {
  await expect(locksOf(watch(), 's3://no-such-bucket/none')).rejects.toThrow(StateAccessError);
});

it('a lock is looked for in a table, too, where there is one, and no client is asked before a lock is', async () => {
  const table = 'terraform-locks';
  aws().dynamoDb.createTable(`arn:aws:dynamodb:eu-west-1:123456789012:table/${table}`, 'LockID');
  const both = createStateWatch(createS3Client(), table, new AbortController().signal);
  expect(aws().dynamoDb.calls).toEqual([]);

  expect(await locksOf(both, `s3://${bucket}/none`)).toEqual([null, null]);
  expect(aws().dynamoDb.calls.map(({ operation }) => operation)).toEqual(['GetItem']);
});

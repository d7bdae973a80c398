import { PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, it } from '@jest/globals';
import { createS3Client } from '../../../../lib/aws/s3/client.ts';
import { createStateWatch } from '../../../../lib/aws/s3/state-watch.ts';
import { StateAccessError } from '../../../../lib/terraform/read-states.ts';
import { useLocalAws } from '../use-aws.ts';
import { faultyClient } from './faulty-client.ts';

const bucket = 'acme-tf';

useLocalAws(({ fauxqs }) => fauxqs.createBucket(bucket));

const watch = () => createStateWatch(createS3Client(), new AbortController().signal);

const put = async (key: string, text: string) =>
  createS3Client().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }));

it.each(['orders/terraform.tfstate', 'teams/[orders]/{a,b}/terraform.tfstate', 'ümlaut/a b*?.tfstate'])(
  'the version and the lock of a state are found, whatever its key: %s',
  async (key) => {
    const { ETag: etag } = await put(key, '{}');
    await put(`${key}.tflock`, JSON.stringify({ Operation: 'OperationTypeApply', Who: 'alice@laptop' }));
    const uri = `s3://${bucket}/${key}`;

    expect(await watch().versionOf(uri)).toMatchObject({ etag });
    expect(await watch().lockOf(uri)).toMatchObject({ who: 'alice@laptop' });
  },
);

it('a state that is not there has neither', async () => {
  expect(await watch().versionOf(`s3://${bucket}/none`)).toBeNull();
  expect(await watch().lockOf(`s3://${bucket}/none`)).toBeNull();
});

it('a fault of this program is thrown on, and not told as a failure of S3', async () => {
  const { client, fault } = faultyClient();

  await expect(createStateWatch(client, new AbortController().signal).lockOf('s3://acme-tf/none')).rejects.toBe(fault);
});

it('a bucket that cannot be asked is no answer', async () => {
  await expect(watch().lockOf('s3://no-such-bucket/none')).rejects.toThrow(StateAccessError);
});

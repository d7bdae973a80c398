import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Fault } from '@stagedrift/local-aws/faults';
import { createLockReader } from '../../../../lib/aws/dynamodb/lock-reader.ts';
import { StateAccessError } from '../../../../lib/terraform/read-states.ts';
import { useLocalServices } from '../use-aws.ts';

const table = 'terraform-locks';
const arn = `arn:aws:dynamodb:eu-west-1:123456789012:table/${table}`;
const elsewhere = 'arn:aws:dynamodb:us-east-1:444455556666:table/terraform-locks';
const uri = 's3://acme-tf/env:/prod/orders/terraform.tfstate';
const LockID = { S: 'acme-tf/env:/prod/orders/terraform.tfstate' };
const aws = useLocalServices();

beforeEach(() => {
  aws().dynamoDb.reset();
  for (const one of [arn, elsewhere]) aws().dynamoDb.createTable(one, 'LockID');
});

const read = (of = table) => createLockReader(of, new AbortController().signal)(uri);

async function put(text: string, region = 'eu-west-1', TableName = table): Promise<void> {
  const client = new DynamoDBClient({ region });
  await client.send(new PutItemCommand({ TableName, Item: { LockID, Info: { S: text } } }));
}

/** As Terraform 1.11 writes it. */
const lock = JSON.stringify({
  ID: 'a1',
  Operation: 'OperationTypeApply',
  Info: '',
  Who: 'ci@runner',
  Version: '1.11.4',
  Created: '2026-03-01T11:58:00.123456789Z',
  Path: LockID.S,
});
const parsed = { operation: 'OperationTypeApply', who: 'ci@runner', since: '2026-03-01T11:58:00.123Z' };

describe('the lock of a state in a table', () => {
  it('is what Terraform wrote into its item', async () => {
    await put(lock);

    expect(await read()).toEqual(parsed);
  });

  it('is none where there is no item, and the digest of the state is no lock', async () => {
    const Item = { LockID: { S: `${LockID.S}-md5` }, Digest: { S: 'd41d8cd98f00b204e9800998ecf8427e' } };
    await new DynamoDBClient({}).send(new PutItemCommand({ TableName: table, Item }));

    expect(await read()).toBeNull();
  });

  it('is asked for where the ARN of the table says', async () => {
    await put(lock, 'us-east-1', elsewhere);

    expect(await read()).toBeNull();
    expect(await read(elsewhere)).toEqual(parsed);
    expect(aws().dynamoDb.calls.at(-1)).toMatchObject({ operation: 'GetItem', region: 'us-east-1' });
  });

  it('that Terraform did not write says nothing', async () => {
    await new DynamoDBClient({}).send(new PutItemCommand({ TableName: table, Item: { LockID } }));

    expect(await read()).toEqual({ operation: '', who: '', since: null });
  });

  const cannot = (reason: string) => `the lock of ${uri} in the DynamoDB table ${table} cannot be read: ${reason}`;
  const failed = (code: string, message: string, status = 400): Fault => ({ kind: 'error', status, code, message });

  it.each<[string, Fault]>([
    [
      'access denied: dynamodb:GetItem on the table terraform-locks is needed for the key of the state',
      failed('AccessDeniedException', 'not authorized to perform: dynamodb:GetItem'),
    ],
    [
      'its encryption key cannot be used (kms:Decrypt is needed): AccessDeniedException',
      failed('AccessDeniedException', 'KMS key access denied error'),
    ],
    [
      'there is no such table: LOCK_TABLE has to be its ARN where it is in another region or account',
      failed('ResourceNotFoundException', 'Requested resource not found'),
    ],
    ['DynamoDB failed: InternalServerError: try again', failed('InternalServerError', 'try again', 500)],
    [
      'no usable AWS credentials for DynamoDB: UnrecognizedClientException: expired',
      failed('UnrecognizedClientException', 'expired'),
    ],
  ])('that cannot be read is an error that says why: %s', async (reason, fault) => {
    aws().dynamoDb.setFault({}, fault);

    await expect(read()).rejects.toThrow(cannot(reason));
    await expect(read()).rejects.toThrow(StateAccessError);
  });

  it('is not asked for once the time of the run is up', async () => {
    const late = createLockReader(table, AbortSignal.abort())(uri);

    await expect(late).rejects.toThrow(cannot('the time of this run was up before it could be read'));
    expect(aws().dynamoDb.calls).toEqual([]);
  });
});

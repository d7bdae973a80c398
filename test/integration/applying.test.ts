import { DeleteItemCommand, DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createFunctionPool } from '../function-pool.ts';
import { withoutStages } from '../without-stages.ts';
import { createEventWorld, type EventWorld } from './event-world.ts';
import { corpusState } from './world.ts';

const functions = createFunctionPool();

afterAll(functions.end);

const notInMoto = ['canary', 'canarymin', 'cert', 'docver', 'full'];
const bucket = 'acme-terraform-states';
const key = 'env:/prod/orders/terraform.tfstate';
const LOCK_TABLE = 'acme-terraform-locks';

/** As Terraform 1.11 writes it. */
function lockOf(operation: string, created = new Date()): string {
  const Created = created.toISOString();
  return JSON.stringify({ ID: 'a1', Operation: operation, Info: '', Who: 'ci@runner', Version: '1.11.4', Created });
}

describe('a change while the lock of its state is held', () => {
  let events: EventWorld;
  let restApiId: string;

  beforeEach(async () => {
    events = await createEventWorld({ LOCK_TABLE }, { functions });
    events.aws.dynamoDb.createTable(`arn:aws:dynamodb:eu-west-1:123456789012:table/${LOCK_TABLE}`, 'LockID');
    const restApiIds = await events.world.deploy(key, withoutStages(corpusState('none-refreshed'), notInMoto));
    restApiId = [...restApiIds.values()][0] ?? '';
    await events.checkEverything();
    await events.drain();
    events.mails();
  });
  afterEach(() => events.stop());

  async function unlock(): Promise<void> {
    const s3 = new S3Client({
      region: 'eu-west-1',
      endpoint: events.aws.s3.url,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: `${key}.tflock` }));
  }

  describe('in a table', () => {
    const LockID = { S: `${bucket}/${key}` };
    const dynamoDb = () =>
      new DynamoDBClient({
        region: 'eu-west-1',
        endpoint: events.aws.dynamoDb.url,
        credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
      });

    beforeEach(async () => {
      const Item = { LockID, Info: { S: lockOf('OperationTypeApply') } };
      await dynamoDb().send(new PutItemCommand({ TableName: LOCK_TABLE, Item }));
    });

    it('by an apply notifies nobody, and once the lock is gone what is left is notified once', async () => {
      await events.world.change(restApiId, 'basic', '/description', 'changed by hand during the apply');
      const drained = events.drain();
      await events.deliveredTimes(3);
      const during = events.mails();
      await dynamoDb().send(new DeleteItemCommand({ TableName: LOCK_TABLE, Key: { LockID } }));
      await drained;

      expect(during).toEqual([]);
      expect(events.mails().map(({ subject }) => subject)).toEqual(['[stagedrift] Drift: basic: description']);
    });

    it('that cannot be read notifies nobody for an hour, and then with the reason', async () => {
      const fault = { kind: 'error', status: 400, code: 'AccessDeniedException', message: 'no' } as const;
      events.aws.dynamoDb.setFault({}, fault);
      await events.world.change(restApiId, 'basic', '/description', 'changed by hand');
      const drained = events.drain();
      await events.deliveredTimes(2);
      const during = events.mails();
      events.beLater(60 * 60_000);
      await drained;

      expect(during).toEqual([]);
      const [mail, ...more] = events.mails();
      expect(more).toEqual([]);
      expect(mail?.body).toContain(`dynamodb:GetItem on the table ${LOCK_TABLE} is needed`);
    });
  });

  it('where nobody has a lock is notified without a word about one', async () => {
    await events.world.change(restApiId, 'basic', '/description', 'changed by hand');
    await events.drain();

    expect(events.aws.dynamoDb.calls.map(({ operation }) => operation)).toEqual(['GetItem']);
    expect(events.mails().map(({ body }) => body.includes('lock'))).toEqual([false]);
  });

  it('by an apply notifies nobody, and once the lock is gone what is left is notified once', async () => {
    await events.world.put(`${key}.tflock`, lockOf('OperationTypeApply'));
    await events.world.change(restApiId, 'basic', '/description', 'changed by hand during the apply');
    const drained = events.drain();
    await events.deliveredTimes(3);
    const during = events.mails();
    await unlock();
    await drained;

    expect(during).toEqual([]);
    expect(events.mails().map(({ subject }) => subject)).toEqual(['[stagedrift] Drift: basic: description']);
  });

  it('by an apply that writes it into the state notifies nobody at all', async () => {
    await events.world.put(`${key}.tflock`, lockOf('OperationTypeApply'));
    await events.world.change(restApiId, 'basic', '/description', 'as Terraform wants it now');
    const drained = events.drain();
    await events.deliveredTimes(2);
    const applied = JSON.parse(await events.world.get(key));
    applied.serial += 1;
    for (const { type, instances } of applied.resources) {
      if (type !== 'aws_api_gateway_stage') continue;
      for (const { attributes } of instances) {
        if (attributes.stage_name === 'basic') attributes.description = 'as Terraform wants it now';
      }
    }
    await events.world.put(key, JSON.stringify(applied));
    await unlock();
    await drained;

    expect(events.mails()).toEqual([]);
  });

  it('by a plan is notified', async () => {
    await events.world.put(`${key}.tflock`, lockOf('OperationTypePlan'));
    await events.world.change(restApiId, 'basic', '/description', 'changed by hand');
    await events.drain();

    expect(events.mails().map(({ subject }) => subject)).toEqual(['[stagedrift] Drift: basic: description']);
  });

  it('by somebody who forgot it is notified an hour after it was seen', async () => {
    await events.world.put(`${key}.tflock`, lockOf('OperationTypeApply', new Date(Date.now() - 2 * 60 * 60_000)));
    await events.world.change(restApiId, 'basic', '/description', 'changed by hand');
    const drained = events.drain();
    await events.deliveredTimes(2);
    const during = events.mails();
    events.beLater(60 * 60_000);
    await drained;

    expect(during).toEqual([]);

    expect(events.mails().map(({ subject }) => subject)).toEqual(['[stagedrift] Drift: basic: description']);
  });
});

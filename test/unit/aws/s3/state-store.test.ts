import { PutObjectCommand } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { createS3Client } from '../../../../lib/aws/s3/client.ts';
import { createS3StateStore } from '../../../../lib/aws/s3/state-store.ts';
import { type ListedLocation, StateAccessError, type StateStore } from '../../../../lib/terraform/read-states.ts';
import { createStateMemory, type StateMemory } from '../../../../lib/terraform/state-memory.ts';
import { UnusableStateError } from '../../../../lib/terraform/unusable-state.ts';
import { stageType, stateText } from '../../terraform/state-builder.ts';
import { useLocalAws } from '../use-aws.ts';
import { faultyClient } from './faulty-client.ts';

const bucket = 'acme-tf';
const key = 'orders/terraform.tfstate';
const uri = `s3://${bucket}/${key}`;

const aws = useLocalAws(({ fauxqs }) => fauxqs.createBucket(bucket));
/** What was asked of S3, such as `GetObject 304`. */
let asked: string[];

beforeEach(() => {
  asked = [];
  aws().fauxqs.emptyBucket(bucket);
});

it('a fault of this program is thrown on, and not reported as a failure of S3', async () => {
  const { client, fault } = faultyClient();
  const store = createS3StateStore(client, createStateMemory(0), new AbortController().signal);

  await expect(store.readState({ kind: 'OBJECT', uri, bucket, key, etag: null }, stageType)).rejects.toBe(fault);
  await expect(store.listStates(bucket, '')[Symbol.asyncIterator]().next()).rejects.toBe(fault);
});

function storeWith(memory: StateMemory): StateStore {
  const client = createS3Client();
  client.middlewareStack.add(
    (next) => async (request) => {
      const answer = await next(request);
      const { response } = answer;
      const status = typeof response === 'object' && response !== null && 'statusCode' in response;
      asked.push(status ? String(response.statusCode) : '?');
      return answer;
    },
    { step: 'deserialize', priority: 'low' },
  );
  return createS3StateStore(client, memory, new AbortController().signal);
}

async function put(text: string): Promise<string> {
  const { ETag } = await createS3Client().send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: text }));
  return ETag ?? '';
}

function location(etag: string | null = null): ListedLocation {
  return { kind: 'OBJECT', uri, bucket, key, etag };
}

describe('a state', () => {
  it('is read with its version', async () => {
    const etag = await put(stateText({ serial: 3 }));
    const { file, version } = await storeWith(createStateMemory(0)).readState(location(), stageType);

    expect(file).toMatchObject({ serial: 3, instances: [{ address: 'aws_api_gateway_stage.this' }] });
    expect(version).toMatchObject({ etag });
  });

  it('that cannot be used says why', async () => {
    await put('{"version": 3}');
    const reading = storeWith(createStateMemory(0)).readState(location(), stageType);

    await expect(reading).rejects.toThrow(UnusableStateError);
    await expect(reading).rejects.toThrow('it has state format 3');
  });

  it('that is a local file is not asked for', async () => {
    const file: ListedLocation = { kind: 'FILE', uri: 'a.tfstate', path: 'a.tfstate', etag: null };
    const reading = storeWith(createStateMemory(0)).readState(file, stageType);

    await expect(reading).rejects.toThrow(new StateAccessError('a local file cannot be read from S3'));
  });
});

describe('a state that was read before', () => {
  it('and is the same is not sent again, and is what it was', async () => {
    await put(stateText({ serial: 3 }));
    const store = storeWith(createStateMemory(10_000));
    const first = await store.readState(location(), stageType);
    const second = await store.readState(location(), stageType);

    expect(second.file).toBe(first.file);
    expect(second.version).toEqual(first.version);
    expect(asked).toEqual(['200', '304']);
  });

  it('is not even asked for where the listing says that it is the same', async () => {
    const etag = await put(stateText());
    const store = storeWith(createStateMemory(10_000));
    const first = await store.readState(location(etag), stageType);

    expect((await store.readState(location(etag), stageType)).file).toBe(first.file);
    expect(asked).toEqual(['200']);
  });

  it('and is another now is read again', async () => {
    const old = await put(stateText({ serial: 3 }));
    const store = storeWith(createStateMemory(10_000));
    await store.readState(location(old), stageType);
    const etag = await put(stateText({ serial: 4 }));
    const { file, version } = await store.readState(location(etag), stageType);

    expect([file.serial, version?.etag]).toEqual([4, etag]);
    expect((await store.readState(location(), stageType)).file).toBe(file);
    expect(asked).toEqual(['200', '200', '304']);
  });

  it('and is gone now is gone', async () => {
    await put(stateText());
    const store = storeWith(createStateMemory(10_000));
    await store.readState(location(), stageType);
    aws().fauxqs.emptyBucket(bucket);

    await expect(store.readState(location(), stageType)).rejects.toThrow('there is no such object');
  });
});

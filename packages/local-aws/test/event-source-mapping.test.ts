import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import * as v from 'valibot';
import { failedMessages } from '../src/batch-response.ts';
import { createEventSourceMapping } from '../src/event-source-mapping.ts';
import { type LocalAws, startLocalAws } from '../src/local-aws.ts';
import { createQueue, type Queue } from '../src/queue.ts';

const eventSchema = v.looseObject({
  Records: v.array(
    v.looseObject({
      messageId: v.string(),
      body: v.string(),
      attributes: v.looseObject({ ApproximateReceiveCount: v.string() }),
    }),
  ),
});
type Batch = v.InferOutput<typeof eventSchema>['Records'];

let aws: LocalAws;
let queue: Queue;

beforeEach(async () => {
  aws = await startLocalAws();
  queue = await createQueue(aws.sqs, { name: 'jobs', delaySeconds: 0, visibilitySeconds: 30, maxReceiveCount: 3 });
});

afterEach(() => aws.stop());

/** A mapping to a function that answers as a test says, and the bodies of each batch that it got. */
function mappingTo(answer: (batch: Batch) => Record<string, unknown> | Error, batchSize = 1000) {
  const batches: string[][] = [];
  const mapping = createEventSourceMapping(
    queue,
    async (event) => {
      const { Records } = v.parse(eventSchema, event);
      batches.push(Records.map(({ body }) => body));
      const answered = answer(Records);
      return answered instanceof Error
        ? { result: undefined, error: answered }
        : { result: answered, error: undefined };
    },
    { batchSize, windowMilliseconds: 0, retrySeconds: 0 },
  );
  return { mapping, batches };
}

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `message ${index}`);

describe('a batch', () => {
  it('is gathered up to its size out of receives of ten', async () => {
    for (const body of numbered(37)) await queue.send(body);
    const { mapping, batches } = mappingTo(() => ({ batchItemFailures: [] }), 25);
    await mapping.drain();
    expect(batches).toEqual([numbered(37).slice(0, 25), numbered(37).slice(25)]);
    expect(await queue.waiting()).toBe(0);
  });

  it('has its messages as Lambda gives them', async () => {
    await queue.send('{"a":1}');
    const records: unknown[] = [];
    const { mapping } = mappingTo((batch) => {
      records.push(...batch);
      return {};
    });
    await mapping.drain();
    expect(records).toEqual([
      {
        messageId: expect.stringMatching(/^[\da-f-]{36}$/),
        receiptHandle: expect.any(String),
        body: '{"a":1}',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: expect.stringMatching(/^\d{13}$/),
          ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
          SenderId: expect.any(String),
        },
        messageAttributes: {},
        md5OfBody: 'bb6cb5c68df4652941caf652a366f2d8',
        eventSource: 'aws:sqs',
        eventSourceARN: expect.stringMatching(/^arn:aws:sqs:eu-west-1:\d{12}:jobs$/),
        awsRegion: 'eu-west-1',
      },
    ]);
  });

  it('that failed in part comes back in that part, and ends in the dead-letter queue', async () => {
    for (const body of ['good', 'bad']) await queue.send(body);
    const { mapping, batches } = mappingTo((batch) => ({
      batchItemFailures: batch
        .filter(({ body }) => body === 'bad')
        .map(({ messageId }) => ({ itemIdentifier: messageId })),
    }));
    const deliveries = await mapping.drain();
    expect(batches).toEqual([['good', 'bad'], ['bad'], ['bad']]);
    expect(deliveries.map(({ size, failed }) => [size, failed])).toEqual([
      [2, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(await queue.dead()).toBe(1);
  });

  it('comes back whole after an error', async () => {
    for (const body of ['one', 'two']) await queue.send(body);
    const { mapping, batches } = mappingTo((batch) =>
      batch[0]?.attributes.ApproximateReceiveCount === '1' ? new Error('oops') : {},
    );
    await mapping.drain();
    expect(batches).toEqual([
      ['one', 'two'],
      ['one', 'two'],
    ]);
    expect(await queue.dead()).toBe(0);
  });

  it('waits for messages that are delayed, as long as the pace of delays says', async () => {
    aws.sqs.setPace(0);
    const { client, url: QueueUrl } = queue;
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'later', DelaySeconds: 60 }));
    const { mapping, batches } = mappingTo(() => ({}));
    await mapping.drain();
    expect(batches).toEqual([['later']]);
    expect(aws.sqs.delayed).toEqual([{ seconds: 60, body: 'later' }]);
  });
});

describe('of an answer, Lambda takes', () => {
  const sent = ['a', 'b'];
  it.each([null, undefined, {}, { batchItemFailures: [] }, { batchItemFailures: null }, { status: 'IN_SYNC' }])(
    '%j for success',
    (answer) => {
      expect(failedMessages(answer, sent)).toEqual(new Set());
    },
  );

  it('the failures that it names', () => {
    expect(failedMessages({ batchItemFailures: [{ itemIdentifier: 'b' }] }, sent)).toEqual(new Set(['b']));
  });

  it.each([
    { batchItemFailures: [{ itemIdentifier: '' }] },
    { batchItemFailures: [{ itemIdentifier: null }] },
    { batchItemFailures: [{ messageId: 'a' }] },
    { batchItemFailures: [{ itemIdentifier: 'of another batch' }] },
    { batchItemFailures: 'a' },
  ])('%j for failure of all', (answer) => {
    expect(failedMessages(answer, sent)).toEqual(new Set(sent));
  });
});

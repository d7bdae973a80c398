import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type LocalAws, startLocalAws } from '@stagedrift/local-aws';
import type { Fault } from '@stagedrift/local-aws/faults';
import * as v from 'valibot';
import { expectValidReport } from '../unit/report-schema.ts';
import { corpusState, createWorld, sampleEvent, type World } from './world.ts';

const reasonsSchema = v.object({
  resources: v.array(
    v.looseObject({ id: v.object({ restApiId: v.string() }), status: v.string(), reason: v.optional(v.string()) }),
  ),
});

describe('the built function, when something goes wrong', () => {
  let aws: LocalAws;
  let world: World;
  let restApiIds: readonly string[];

  beforeAll(async () => {
    aws = await startLocalAws();
    world = await createWorld({ name: 'local', ...aws });
    const ids = await world.deploy('env:/prod/shipping/terraform.tfstate', corpusState('mod-several'));
    restApiIds = [...ids.values()];
  });

  afterEach(async () => {
    aws.apiGateway.clearFaults();
    aws.sns.setFault(undefined);
    await world.subscriber.receive();
  });

  afterAll(async () => {
    await world.stop();
  });

  const faults: readonly (readonly [string, Fault, string])[] = [
    [
      'denied',
      { kind: 'error', status: 403, code: 'AccessDeniedException', message: 'not authorized' },
      'access denied by API Gateway',
    ],
    ['failing', { kind: 'error', status: 500, code: 'InternalFailure', message: 'oops' }, 'API Gateway failed'],
    ['answered with garbage', { kind: 'garbage', body: '<html>', contentType: 'text/html' }, 'cannot be read'],
    ['throttled for ever', { kind: 'throttled' }, 'throttled by API Gateway'],
    ['never answered', { kind: 'never' }, 'did not answer in time'],
  ];

  it('five REST APIs that fail, each in its own way, leave the sixth checked', async () => {
    for (const [index, [, fault]] of faults.entries()) {
      aws.apiGateway.setFault({ restApiId: restApiIds[index] ?? '' }, fault);
    }
    const { result } = await world.invoke(sampleEvent('schedule'));
    const [delivery] = await world.subscriber.receive();

    expect(result).toMatchObject({
      status: 'INCOMPLETE',
      resources: 19,
      deleted: 0,
      modified: 0,
      notChecked: 15,
      inSync: 4,
    });
    expectValidReport(delivery?.report);
    const report = v.parse(reasonsSchema, delivery?.report);
    for (const [index, [, , reason]] of faults.entries()) {
      const failed = report.resources.filter(({ id }) => id.restApiId === restApiIds[index]);
      expect(failed.length).toBeGreaterThan(0);
      for (const resource of failed) {
        expect(resource).toMatchObject({ status: 'NOT_CHECKED', reason: expect.stringContaining(reason) });
      }
    }
  }, 60_000);

  it('a REST API that is gone has its stages reported as deleted', async () => {
    aws.apiGateway.setFault(
      { restApiId: restApiIds[0] ?? '' },
      { kind: 'error', status: 404, code: 'NotFoundException', message: 'Invalid Rest API Id specified' },
    );
    const { result } = await world.invoke(sampleEvent('schedule'));
    const [delivery] = await world.subscriber.receive();

    expect(result).toMatchObject({ status: 'DRIFTED', deleted: 5, inSync: 14, notChecked: 0 });
    expect(delivery?.subject).toBe('[stagedrift] Drift: 5 stages deleted');
  });

  it('what was not asked before the time is up is reported as not checked', async () => {
    aws.apiGateway.setFault({ restApiId: restApiIds[0] ?? '' }, { kind: 'never' });
    const { result, error } = await world.invokeWithin(4_000, sampleEvent('schedule'));
    const [delivery] = await world.subscriber.receive();

    expect(error).toBeUndefined();
    expect(result).toMatchObject({ status: 'INCOMPLETE', inSync: 14, notChecked: 5, published: true });
    expect(JSON.stringify(delivery?.report)).toContain('the time of this run was up');
  });

  it('a check that others have left no time for is made when its message is retried, and reports nothing now', async () => {
    aws.apiGateway.setFault({ restApiId: restApiIds[0] ?? '' }, { kind: 'never' });
    const message = (messageId: string) => ({ eventSource: 'aws:sqs', messageId, body: '{}' });
    const { result, output } = await world.invokeWithin(4_000, { Records: [message('first'), message('second')] });
    const deliveries = await world.subscriber.receive();

    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: 'second' }] });
    expect(output).toContain('"ChecksFailed":0');
    expect(deliveries).toHaveLength(1);
  });

  it('a check of the queue that fails is retried, and is counted, since Lambda counts no error', async () => {
    aws.apiGateway.setFault({}, { kind: 'error', status: 403, code: 'AccessDeniedException', message: 'no' });
    aws.sns.setFault({ status: 403, code: 'AuthorizationError', message: 'not authorized' });
    const { result, output } = await world.invoke({
      Records: [{ eventSource: 'aws:sqs', messageId: 'only', body: '{}' }],
    });
    aws.sns.setFault(undefined);

    expect(result).toEqual({ batchItemFailures: [{ itemIdentifier: 'only' }] });
    expect(output).toContain('"ChecksFailed":1');
  });

  it('a report that cannot be published fails the invocation, and the retry sends it under the same id', async () => {
    aws.apiGateway.setFault({}, { kind: 'error', status: 403, code: 'AccessDeniedException', message: 'no' });
    aws.sns.setFault({ status: 403, code: 'AuthorizationError', message: 'not authorized' });
    const failed = await world.invoke(sampleEvent('schedule'));
    const silence = await world.subscriber.receive();
    aws.sns.setFault(undefined);
    const retried = await world.invoke(sampleEvent('schedule'));
    const [delivery] = await world.subscriber.receive();

    expect(failed.error).toMatchObject({
      name: 'PublishError',
      message: expect.stringContaining('access denied by SNS'),
    });
    expect(silence).toEqual([]);
    expect(retried.error).toBeUndefined();
    expect(delivery?.report).toMatchObject({ reportId: '53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa' });
  });

  it('publishes nothing and fails when the topic is gone', async () => {
    aws.apiGateway.setFault({}, { kind: 'error', status: 403, code: 'AccessDeniedException', message: 'no' });
    const topic = 'arn:aws:sns:eu-west-1:000000000000:gone';
    const { result, error } = await world.invoke(sampleEvent('schedule'), { REPORT_TOPIC_ARN: topic });

    expect(result).toBeUndefined();
    expect(error).toMatchObject({ name: 'PublishError', message: expect.stringContaining(topic) });
  });
});

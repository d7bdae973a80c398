import { setTimeout as sleep } from 'node:timers/promises';
import { APIGatewayClient, UpdateStageCommand } from '@aws-sdk/client-api-gateway';
import { afterAll, afterEach, beforeEach, expect, it } from '@jest/globals';
import { user } from '@stagedrift/local-aws/trail-caller';
import { createFunctionPool } from '../function-pool.ts';
import { createEventWorld, type EventWorld } from './event-world.ts';
import { notifiedChanges } from './notified-changes.ts';
import { deployOrders, ordersKey } from './orders-stages.ts';

const functions = createFunctionPool();

afterAll(functions.end);

const terraform = 'APN/1.0 HashiCorp/1.0 Terraform/1.11.4 (+https://www.terraform.io) terraform-provider-aws/5.100.0';

let events: EventWorld;
let restApiId: string;

beforeEach(async () => {
  events = await createEventWorld({}, { functions });
  restApiId = await deployOrders(events);
  await nextSecond();
  const { trail } = events;
  trail.identify('pipeline', { ...user('123456789012', 'pipeline', '198.51.100.80'), userAgent: terraform });
  trail.identify('carol', user('123456789012', 'carol', '203.0.113.9'));
});

afterEach(() => events.stop());

/** CloudTrail and S3 tell whole seconds: within one of them nobody knows which of a call and a write was first. */
async function nextSecond(): Promise<void> {
  await sleep(1_001 - (Date.now() % 1_000));
}

async function change(accessKeyId: string, path: string, value: string): Promise<void> {
  const client = new APIGatewayClient({
    region: 'eu-west-1',
    endpoint: events.trail.url,
    credentials: { accessKeyId, secretAccessKey: 'local' },
  });
  const patchOperations = [{ op: 'replace' as const, path, value }];
  await client.send(new UpdateStageCommand({ restApiId, stageName: 'basic', patchOperations }));
}

it('without a lock too, what an apply changes waits for its state, also where another event is about the same stage', async () => {
  await change('pipeline', '/description', 'release 2');
  const drained = events.drain();
  await events.delivered('/description');
  await change('carol', '/tracingEnabled', 'false');
  await events.delivered('/tracingEnabled');
  expect(await events.world.subscriber.receive()).toEqual([]);

  const state = await events.world.get(ordersKey);
  await nextSecond();
  await events.world.put(ordersKey, state.replace('"basic stage"', '"release 2"'));
  await drained;
  expect((await events.world.subscriber.receive()).flatMap(notifiedChanges)).toEqual([
    expect.stringMatching(/^OPENED basic xray_tracing_enabled: CERTAIN carol by AWS SDK for JavaScript at /),
  ]);
});

import { afterAll, afterEach, beforeEach, expect, it } from '@jest/globals';
import { createFunctionPool } from '../function-pool.ts';
import { createEventWorld, type EventWorld } from './event-world.ts';
import { notifiedChanges } from './notified-changes.ts';
import { deployOrders, ordersKey, ordersState, sample } from './orders-stages.ts';
import { replay } from './replay.ts';

const functions = createFunctionPool();

afterAll(functions.end);

let events: EventWorld;

beforeEach(async () => {
  events = await createEventWorld({ API_REQUESTS_PER_SECOND: '1000' }, { functions });
});

afterEach(() => events.stop());

/** API Gateway calls, and reads from the bucket of the states, that something takes. */
async function costOf(something: () => Promise<unknown>) {
  const { apiGateway, s3 } = events.aws;
  const before = { calls: apiGateway.calls.length, requests: s3.calls.length };
  await something();
  const requests = s3.calls.slice(before.requests).filter(({ bucket }) => bucket === 'acme-terraform-states');
  return {
    calls: apiGateway.calls.slice(before.calls).map(({ operation }) => operation),
    reads: requests.filter(({ method }) => method === 'GET').map(({ key }) => key),
  };
}

it('with 50 states, an event costs one GetStage and one read of the state that has the stage', async () => {
  const other = JSON.stringify({ ...JSON.parse(ordersState()), resources: [] });
  for (let index = 1; index < 50; index += 1) {
    await events.world.put(`env:/prod/other-${index}/terraform.tfstate`, other);
  }
  const restApiId = await deployOrders(events);
  const event = sample('change-update-stage', restApiId);
  await events.bus.put(event);
  const unchanged = await costOf(events.drain);
  expect(unchanged).toEqual({ calls: ['GetStage'], reads: [ordersKey] });

  await replay(events.aws, event);
  await events.bus.put(event);
  const changed = await costOf(events.drain);
  // Where something differs, an apply may be under way: the lock is looked at.
  expect(changed).toEqual({ calls: ['GetStage'], reads: [ordersKey, `${ordersKey}.tflock`] });
  expect((await events.world.subscriber.receive()).flatMap(notifiedChanges)).toHaveLength(2);
});

it('a burst of 200 changes of a stage costs a handful of calls, and is one mail', async () => {
  const restApiId = await deployOrders(events);
  const event = sample('change-update-stage', restApiId);
  await replay(events.aws, event);
  const burst = Array.from({ length: 200 }, (_, index) => ({
    ...event,
    detail: { ...event.detail, eventID: `burst-${index}` },
  }));
  for (let start = 0; start < burst.length; start += 50) {
    await Promise.all(burst.slice(start, start + 50).map((one) => events.bus.put(one)));
  }
  events.mails();
  const { calls } = await costOf(events.drain);
  expect(new Set(calls)).toEqual(new Set(['GetStage']));
  expect(calls.length).toBeLessThanOrEqual(3);
  expect(events.mails()).toHaveLength(1);
  expect(await events.queue.dead()).toBe(0);
});

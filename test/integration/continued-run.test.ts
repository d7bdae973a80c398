import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { account, stageIn, stateOf } from '../unit/event-run-states.ts';
import { createEventWorld, type EventWorld } from './event-world.ts';
import { toldChanges } from './told-changes.ts';

const stageNames = ['dev', 'prod'];
const restApiIds = Array.from({ length: 40 }, (_, index) => `api${String(index).padStart(7, '0')}`);
const key = 'env:/prod/fleet/terraform.tfstate';

let events: EventWorld;

/** More REST APIs than there is time for: an invocation has three seconds to ask, and may ask four a second. */
beforeEach(async () => {
  events = await createEventWorld({ API_REQUESTS_PER_SECOND: '4' });
  for (const restApiId of restApiIds) {
    const stages = stageNames.map((stageName) => ({
      stageName,
      deploymentId: 'first1',
      description: restApiId === restApiIds.at(-1) && stageName === 'prod' ? 'by hand' : stageName,
    }));
    events.aws.apiGateway.seedRestApi({
      account,
      region: 'eu-west-1',
      restApiId,
      deploymentIds: ['first1'],
      stages,
    });
  }
  events.limitTime(6_000);
});

afterEach(() => events.stop());

async function putState(): Promise<void> {
  const stages = restApiIds.flatMap((restApiId) =>
    stageNames.map((stageName) =>
      stageIn(restApiId, stageName, { deployment_id: 'first1', description: stageName, tags: {}, tags_all: {} }),
    ),
  );
  await events.world.put(key, stateOf(...stages));
}

/** @param invocations that it took */
async function expectOneWholeReport(invocations: number): Promise<void> {
  const reports = await events.world.subscriber.receive();
  const asked = events.aws.apiGateway.calls.map(({ operation, restApiId }) => `${operation} ${restApiId}`);

  expect(events.mails()).toHaveLength(1);
  expect(reports.flatMap(toldChanges)).toEqual([expect.stringMatching(/^OPENED \S+ description: /)]);
  expect(reports.map(({ report }) => report)).toMatchObject([
    {
      status: 'DRIFTED',
      summary: { resources: 80, inSync: 79, modified: 1, notChecked: 0, apiCalls: asked.length },
    },
  ]);
  expect(new Set(asked)).toEqual(new Set(restApiIds.map((restApiId) => `GetStages ${restApiId}`)));
  // Only a call that is under way when the time is up has no answer, and is made once more.
  expect(asked.length - restApiIds.length).toBeLessThan(invocations);
}

it('a scheduled check that takes several invocations is one report of everything, for which nothing was asked twice', async () => {
  await putState();
  await events.queue.purge();
  await events.checkEverything();
  expect(events.mails()).toEqual([]);
  expect(await events.queue.waiting()).toBe(1);

  const deliveries = await events.drain();
  expect(deliveries.at(0)?.bodies).toEqual([expect.stringContaining('"Check Continued"')]);
  expect(deliveries.every(({ failed }) => failed === 0)).toBe(true);
  await expectOneWholeReport(1 + deliveries.length);
}, 60_000);

it('a state that is written and has more than there is time for is one report, too', async () => {
  await putState();
  const deliveries = await events.drain();

  expect(deliveries.length).toBeGreaterThan(1);
  await expectOneWholeReport(deliveries.length);
}, 60_000);

import { readFileSync } from 'node:fs';
import type { BusEvent } from '@stagedrift/local-aws/trail-events';
import { withoutStages } from '../without-stages.ts';
import type { EventWorld } from './event-world.ts';
import { corpusState } from './world.ts';

export const ordersKey = 'env:/prod/orders/terraform.tfstate';

/** REST API of the sample events, whatever id it has in a test. */
const sampledApi = 'nz6fqhy5dm';

const others = ['cache', 'cacheoff', 'canary', 'canarymin', 'cert', 'docver', 'empties', 'full', 'ignored', 'logstar'];

/** A state with the stages `basic`, `logs` and `plain`, of which the first has a tag `team` and logs errors. */
export function ordersState(): string {
  return withoutStages(corpusState('none-refreshed'), [...others, 'tagconflict'])
    .replaceAll('"Team"', '"team"')
    .replace('"logging_level":"INFO"', '"logging_level":"ERROR"');
}

/** Makes them live, and has everything checked once, as a schedule does. @returns the id of their REST API */
export async function deployOrders(events: EventWorld, key = ordersKey): Promise<string> {
  const ids = await events.world.deploy(key, ordersState());
  await events.drain();
  await events.checkEverything();
  const [id = ''] = ids.values();
  return id;
}

/** @returns an event of `events/` about the REST API of a test */
export function sample(name: string, restApiId: string): BusEvent {
  return JSON.parse(readFileSync(`events/${name}.json`, 'utf8').replaceAll(sampledApi, restApiId));
}

/** @returns the event, as of a call so many seconds ago: a change that is made now has its time from the stage too */
export function calledAgo(event: BusEvent, seconds = 0): BusEvent {
  const eventTime = `${new Date(Date.now() - seconds * 1_000).toISOString().slice(0, 19)}Z`;
  return { ...event, detail: { ...event.detail, eventTime } };
}

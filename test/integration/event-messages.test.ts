import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Delivered } from '@stagedrift/local-aws/event-source-mapping';
import type { BusEvent } from '@stagedrift/local-aws/trail-events';
import * as v from 'valibot';
import type { Invocation } from '../function-instance.ts';
import { createFunctionPool } from '../function-pool.ts';
import { createEventWorld, type EventWorld } from './event-world.ts';
import { oddMessages } from './malformed-messages.ts';
import { notifiedChanges } from './notified-changes.ts';
import { calledAgo, deployOrders, ordersKey, sample } from './orders-stages.ts';
import { replay } from './replay.ts';

const functions = createFunctionPool();

afterAll(functions.end);

let events: EventWorld;
let restApiId: string;

async function begin(): Promise<void> {
  events = await createEventWorld({}, { functions });
  restApiId = await deployOrders(events);
}

/** What is notified of a change of the description. */
function newsOf(actor: string, { detail }: BusEvent): string {
  return `OPENED basic description: CERTAIN ${actor} by console at ${detail.eventTime}`;
}

async function notified(): Promise<readonly string[]> {
  return (await events.world.subscriber.receive()).flatMap(notifiedChanges);
}

/** A change of the stage's description that somebody made, as an event that comes by when the test wants it to. */
async function changed(actor: string, description: string, secondsAgo = 0) {
  const event = calledAgo(sample('change-update-stage', restApiId), secondsAgo);
  const patchOperations = [{ op: 'replace', path: '/description', value: description }];
  const { detail } = event;
  const requestParameters = { restApiId, stageName: 'basic', updateStageInput: { patchOperations } };
  const userIdentity = { type: 'IAMUser', userName: actor };
  const notified = {
    ...event,
    detail: {
      ...detail,
      eventID: `${actor}-${secondsAgo}`,
      userIdentity,
      requestParameters,
    },
  };
  await replay(events.aws, notified);
  return notified;
}

describe('however events come', () => {
  beforeEach(begin);
  afterEach(() => events.stop());

  it('a duplicate tells nobody again, in the same batch or in a later one', async () => {
    const event = await changed('alice', 'by hand');
    for (let times = 0; times < 5; times += 1) await events.bus.put(event);
    await events.drain();
    await events.bus.put(event);
    await events.drain();
    expect(await notified()).toEqual([newsOf('alice', event)]);
    expect(await notified()).toEqual([]);
  });

  it('of changes in the wrong order, the last one is notified', async () => {
    const first = await changed('alice', 'one', 10);
    const second = await changed('bob', 'two');
    await events.bus.put(second);
    await events.bus.put(first);
    await events.drain();
    expect(await notified()).toEqual([newsOf('bob', second)]);
  });

  it('the author of an older change that arrives late is not the author of the drift', async () => {
    const first = await changed('alice', 'one', 10);
    const second = await changed('bob', 'two');
    await events.bus.put(second);
    await events.drain();
    await events.bus.put(first);
    await events.drain();
    expect(await notified()).toEqual([newsOf('bob', second)]);
    expect(await notified()).toEqual([]);
  });

  it('where the event of the last change arrives late, another one is only perhaps who did it', async () => {
    const first = await changed('alice', 'one', 10);
    const second = await changed('bob', 'two');
    await events.bus.put(first);
    await events.drain();
    await events.bus.put(second);
    await events.drain();
    expect(await notified()).toEqual([newsOf('alice', first).replace('CERTAIN', 'ONE_OF')]);
  });

  it('a change that was taken back before its event came tells nobody', async () => {
    const event = await changed('alice', 'by hand');
    await changed('alice', 'basic stage');
    await events.bus.put(event);
    await events.drain();
    expect(await notified()).toEqual([]);
  });

  it('a stage that no state has is logged, and nothing is checked', async () => {
    const calls = events.aws.apiGateway.calls.length;
    await events.bus.put(sample('change-update-stage', 'a1b2c3d4e5'));
    const [delivery] = await events.drain();
    expect(delivery?.invocation.output).toContain('Changes of what no state has');
    expect(await notified()).toEqual([]);
    expect(events.aws.apiGateway.calls.slice(calls)).toEqual([]);
  });

  it('the same ids in another account or region are another stage', async () => {
    const event = await changed('alice', 'by hand');
    const { detail } = event;
    await events.bus.put({
      ...event,
      account: '210987654321',
      detail: { ...detail, recipientAccountId: '210987654321' },
    });
    await events.bus.put({ ...event, region: 'us-east-1', detail: { ...detail, awsRegion: 'us-east-1' } });
    const [delivery] = await events.drain();
    expect(delivery?.invocation.output).toContain('Changes of what no state has');
    expect(await notified()).toEqual([]);
  });

  it('while mails cannot be sent, the event is retried, and is notified when they can', async () => {
    const event = await changed('alice', 'by hand');
    await events.bus.put(event);
    events.aws.sns.setFault({ status: 500, code: 'InternalError', message: 'oops' });
    const failing = events.drain();
    // The first invocation fails; the next one finds that mails can be sent again.
    while (events.mapping.deliveries.at(-1)?.failed !== 1) await new Promise((resolve) => setTimeout(resolve, 5));
    events.aws.sns.setFault(undefined);
    await failing;
    expect(await notified()).toEqual([newsOf('alice', event)]);
    expect(await events.queue.dead()).toBe(0);
  });
});

describe('a state that is written', () => {
  beforeEach(begin);
  afterEach(() => events.stop());

  it('resolves what it takes over, at once', async () => {
    await events.bus.put(await changed('alice', 'by hand'));
    await events.drain();
    expect(await notified()).toHaveLength(1);
    const state = await events.world.get(ordersKey);
    await events.world.put(ordersKey, state.replace('"basic stage"', '"by hand"'));
    await events.drain();
    expect(await notified()).toEqual(['RESOLVED ADOPTED basic description']);
  });

  it('resolves what an apply has reverted, at once', async () => {
    await events.bus.put(await changed('alice', 'by hand'));
    await events.drain();
    expect(await notified()).toHaveLength(1);
    await replay(events.aws, await changed('terraform', 'basic stage'));
    await events.world.put(ordersKey, await events.world.get(ordersKey));
    await events.drain();
    expect(await notified()).toEqual(['RESOLVED PUT_BACK basic description']);
  });
});

const remarks = v.looseObject({ message: v.string(), messageId: v.string(), reason: v.string() });

describe('none of these odd messages is lost in silence or keeps another one waiting', () => {
  const ends = new Map<string, { readonly messageId: string; readonly remarks: readonly string[] }>();
  let deliveries: readonly Delivered<Invocation>[];
  let good: BusEvent;
  let news: readonly string[];
  const names = oddMessages(sample('change-update-stage', 'x'), sample('state-written', 'x')).map(({ name }) => name);

  beforeAll(async () => {
    await begin();
    const inSync = sample('change-update-stage', restApiId);
    const odd = oddMessages(inSync, sample('state-written', restApiId));
    const ids = new Map<string, string>();
    for (const { name, body } of odd) ids.set(name, await events.queue.send(body));
    good = await changed('alice', 'by hand');
    await events.bus.put(good);
    deliveries = await events.drain();
    news = await notified();
    const logged = deliveries.flatMap(({ invocation }) => remarksIn(invocation.output));
    for (const [name, messageId] of ids) {
      const own = logged.filter((remark) => remark.messageId === messageId);
      ends.set(name, { messageId, remarks: own.map(({ message, reason }) => `${message}: ${reason}`) });
    }
  });

  afterAll(() => events.stop());

  it('a good event behind them is notified', () => {
    expect(news).toEqual([newsOf('alice', good)]);
  });

  it.each(names)('%s ends as it should', (name) => {
    const { end } = odd(name);
    const remarked = ends.get(name)?.remarks ?? [];
    if (end.kind === 'CHECKED') expect(remarked).toEqual([]);
    else {
      const [message, times] = end.kind === 'DEAD_LETTER' ? ['Message refused', 5] : ['Message ignored', 1];
      expect(remarked).toEqual(Array.from({ length: times }, () => expect.stringContaining(`${message}: `)));
      expect(remarked[0]).toContain(end.reason);
    }
  });

  it('and those that cannot be understood are kept as dead letters', async () => {
    const dead = names.filter((name) => odd(name).end.kind === 'DEAD_LETTER');
    expect(await events.queue.dead()).toBe(dead.length);
    expect(await events.queue.waiting()).toBe(0);
  });

  function odd(name: string) {
    const [found] = oddMessages(sample('change-update-stage', 'x'), sample('state-written', 'x')).filter(
      (message) => message.name === name,
    );
    if (found === undefined) throw new Error(`No message is named ${name}`);
    return found;
  }
});

function remarksIn(output: string): readonly v.InferOutput<typeof remarks>[] {
  return output.split('\n').flatMap((line) => {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), remarks), line);
    return parsed.success ? [parsed.output] : [];
  });
}

import { type ApiCall, distinctCalls } from '../model/api-call.ts';
import { type CheckRequest, plainRequest, type Trigger } from '../model/check-request.ts';
import { digest } from '../model/digest.ts';
import type { QueueItem } from './queue-item.ts';

/** A message of the queue, understood. */
export interface ReceivedItem {
  readonly messageId: string;
  readonly item: Exclude<QueueItem, { kind: 'NO_CONCERN' }>;
}

/** A check to make, and the messages that are done with once it was made. */
export interface CoalescedCheck {
  readonly request: CheckRequest;
  readonly messageIds: readonly string[];
}

/**
 * However many changes there were, what counts is what is live: all changes together are one check of the stages they are
 * about, and all writes of states one check of those states. What the function asked itself for is one check of stages and
 * one of states; what people send is a check each. A duplicate adds nothing.
 */
export function coalesce(received: readonly ReceivedItem[]): readonly CoalescedCheck[] {
  const calls = distinctCalls(received.flatMap(({ item }) => (item.kind === 'STAGE_CHANGED' ? [item.call] : [])));
  return (['STATE_WRITTEN', 'STAGE_CHANGED', 'CHECK'] as const).flatMap((kind) => {
    const asked = received.flatMap(({ messageId, item }) =>
      item.kind === kind ? [{ messageId, request: requestOf(item, calls) }] : [],
    );
    const groups = Map.groupBy(asked, ({ messageId, request: { trigger, stages } }) =>
      trigger.kind === 'manual' || trigger.kind === 'schedule' ? messageId : stages === null,
    );
    return [...groups.values()].flatMap(together);
  });
}

/** @param calls that came along: what they did may be told by a check of states first */
function requestOf(item: ReceivedItem['item'], calls: readonly ApiCall[]): CheckRequest {
  switch (item.kind) {
    case 'STATE_WRITTEN': {
      const { uri, time, eventId } = item;
      const trigger = { kind: 'state-written', source: uri, time } as const;
      return { ...plainRequest, trigger, eventId, states: [uri], calls, dryRun: false };
    }
    case 'STAGE_CHANGED': {
      const { eventName, time, eventId, target } = item.call;
      const trigger = { kind: 'stage-changed', source: eventName, time } as const;
      return { ...plainRequest, trigger, eventId, stages: [{ kind: 'PLACE', ...target }], calls, dryRun: false };
    }
    case 'CHECK':
      return item.request;
  }
}

function together(group: readonly { readonly messageId: string; readonly request: CheckRequest }[]): CoalescedCheck[] {
  const requests = group.map(({ request }) => request);
  const [first] = requests;
  if (first === undefined) return [];
  const request = {
    ...first,
    trigger: triggerOf(requests.map(({ trigger }) => trigger)) ?? first.trigger,
    // Some have no id of their own, and each of their reports needs one.
    eventId: idOf(group.map(({ messageId, request: { eventId } }) => eventId ?? messageId)),
    states: first.states && distinct(requests.flatMap(({ states }) => states ?? [])),
    stages: first.stages && distinct(requests.flatMap(({ stages }) => stages ?? [])),
  };
  return [{ request, messageIds: group.map(({ messageId }) => messageId) }];
}

/** @returns what says of all events what they were, `null` where that is what the first says */
function triggerOf(triggers: readonly Trigger[]): Trigger | null {
  const events = triggers.flatMap((each) =>
    each.kind === 'stage-changed' || each.kind === 'state-written' ? [each] : [],
  );
  const [first] = events;
  if (first === undefined) return null;
  const [time = first.time] = events
    .map((event) => event.time)
    .toSorted()
    .reverse();
  const names = distinct(events.map(({ source }) => source)).toSorted();
  return { ...first, time, source: first.kind === 'stage-changed' ? names.join(', ') : first.source };
}

/** The same for the same events, in whatever order and however often they come. */
function idOf(eventIds: readonly string[]): string {
  const ids = distinct(eventIds).toSorted();
  const [only = '', ...others] = ids;
  return others.length === 0 ? only : digest(JSON.stringify(ids));
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

import { digest } from '../findings/finding.ts';
import type { PlaceSelector } from '../resources/stage-selector.ts';
import { type CheckRequest, plainRequest } from './check-request.ts';
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
 * about, and all writes of states one check of those states. A duplicate adds nothing.
 */
export function coalesce(received: readonly ReceivedItem[]): readonly CoalescedCheck[] {
  return [...writtenStates(received), ...changedStages(received), ...checks(received)];
}

function writtenStates(received: readonly ReceivedItem[]): readonly CoalescedCheck[] {
  const written = received.flatMap(({ messageId, item }) =>
    item.kind === 'STATE_WRITTEN' ? [{ messageId, ...item }] : [],
  );
  const [first] = written;
  if (first === undefined) return [];
  const request: CheckRequest = {
    ...plainRequest,
    trigger: { kind: 'state-written', source: first.uri, time: latest(written) },
    eventId: idOf(written),
    states: [...new Set(written.map(({ uri }) => uri))],
    dryRun: false,
  };
  return [{ request, messageIds: written.map(({ messageId }) => messageId) }];
}

function changedStages(received: readonly ReceivedItem[]): readonly CoalescedCheck[] {
  const changed = received.flatMap(({ messageId, item }) =>
    item.kind === 'STAGE_CHANGED' ? [{ messageId, call: item.call }] : [],
  );
  if (changed.length === 0) return [];
  const calls = [...new Map(changed.map(({ call }) => [call.eventId, call])).values()];
  const places = new Map(
    calls.map(({ target }): [string, PlaceSelector] => [JSON.stringify(target), { kind: 'PLACE', ...target }]),
  );
  const request: CheckRequest = {
    ...plainRequest,
    trigger: {
      kind: 'stage-changed',
      source: [...new Set(calls.map(({ eventName }) => eventName))].toSorted().join(', '),
      time: latest(calls),
    },
    eventId: idOf(calls),
    stages: [...places.values()],
    calls,
    dryRun: false,
  };
  return [{ request, messageIds: changed.map(({ messageId }) => messageId) }];
}

function checks(received: readonly ReceivedItem[]): readonly CoalescedCheck[] {
  return received.flatMap(({ messageId, item }) =>
    item.kind === 'CHECK' ? [{ request: item.request, messageIds: [messageId] }] : [],
  );
}

function latest(events: readonly { readonly time: string }[]): string {
  const [last = ''] = events
    .map(({ time }) => time)
    .toSorted()
    .slice(-1);
  return last;
}

/** The same for the same events, in whatever order and however often they come. */
function idOf(events: readonly { readonly eventId: string }[]): string {
  const ids = [...new Set(events.map(({ eventId }) => eventId))].toSorted();
  const [only = '', ...others] = ids;
  return others.length === 0 ? only : digest(JSON.stringify(ids));
}

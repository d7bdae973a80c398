import { digest } from '../findings/finding.ts';
import { type ApiCall, distinctCalls } from '../model/api-call.ts';
import { type CheckRequest, plainRequest } from '../model/check-request.ts';
import type { StageSelector } from '../model/stage-selector.ts';
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
  const calls = distinctCalls(received.flatMap(({ item }) => (item.kind === 'STAGE_CHANGED' ? [item.call] : [])));
  return [...writtenStates(received, calls), ...changedStages(received, calls), ...checks(received)];
}

/** @param calls that came along: what they did may be told by this check first */
function writtenStates(received: readonly ReceivedItem[], calls: readonly ApiCall[]): readonly CoalescedCheck[] {
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
    calls,
    dryRun: false,
  };
  return [{ request, messageIds: written.map(({ messageId }) => messageId) }];
}

function changedStages(received: readonly ReceivedItem[], calls: readonly ApiCall[]): readonly CoalescedCheck[] {
  if (calls.length === 0) return [];
  const request: CheckRequest = {
    ...plainRequest,
    trigger: {
      kind: 'stage-changed',
      source: [...new Set(calls.map(({ eventName }) => eventName))].toSorted().join(', '),
      time: latest(calls),
    },
    eventId: idOf(calls),
    stages: distinctStages(calls.map(({ target }) => ({ kind: 'PLACE', ...target }))),
    calls,
    dryRun: false,
  };
  const changed = received.filter(({ item }) => item.kind === 'STAGE_CHANGED');
  return [{ request, messageIds: changed.map(({ messageId }) => messageId) }];
}

/** What the function asked itself for is one check of stages and one of states; what people send is a check each. */
function checks(received: readonly ReceivedItem[]): readonly CoalescedCheck[] {
  const asked = received.flatMap(({ messageId, item }) =>
    item.kind === 'CHECK' ? [{ messageId, request: item.request }] : [],
  );
  const groups = Map.groupBy(asked, ({ messageId, request: { trigger, stages } }) =>
    trigger.kind === 're-check' ? `${trigger.kind} of ${stages === null ? 'states' : 'stages'}` : messageId,
  );
  return [...groups.values()].flatMap((group) => {
    const [first, ...others] = group.map(({ request }) => request);
    if (first === undefined) return [];
    const messageIds = group.map(({ messageId }) => messageId);
    // Neither has an id of its own, and each of their reports needs one.
    const eventId = first.eventId ?? idOf(messageIds.map((id) => ({ eventId: id })));
    return [{ request: others.length === 0 ? { ...first, eventId } : together(first, others, eventId), messageIds }];
  });
}

function together(first: CheckRequest, others: readonly CheckRequest[], eventId: string): CheckRequest {
  const all = [first, ...others];
  return {
    ...first,
    eventId,
    states: first.states && [...new Set(all.flatMap(({ states }) => states ?? []))],
    stages: first.stages && distinctStages(all.flatMap(({ stages }) => stages ?? [])),
  };
}

function distinctStages(stages: readonly StageSelector[]): readonly StageSelector[] {
  return [...new Map(stages.map((stage) => [JSON.stringify(stage), stage])).values()];
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

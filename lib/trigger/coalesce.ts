import { type ApiCall, distinctCalls } from '../model/api-call.ts';
import type { CheckRequest, Trigger } from '../model/check-request.ts';
import { digest } from '../model/digest.ts';

/** A check to make, and the messages that are done with once it was made. */
export interface ReceivedCheck {
  readonly request: CheckRequest;
  readonly messageIds: readonly string[];
}

/** Writes of states come first, then changes, and then all else as it was received. */
const ranks = { 'state-written': 0, 'stage-changed': 1, 're-check': 2, schedule: 2, manual: 2, 'command-line': 2 };

/**
 * However many changes there were, what counts is what is live: all changes together are one check of the stages they are
 * about, and all writes of states one check of those states. What the function asked itself for is one check of stages and
 * one of states; what people send is a check each. A duplicate adds nothing.
 */
export function coalesce(received: readonly ReceivedCheck[]): readonly ReceivedCheck[] {
  // The check that comes first may notify people of a change.
  const calls = distinctCalls(received.flatMap(({ request }) => request.calls));
  const groups = Map.groupBy(received, ({ messageIds, request: { trigger, stages } }) =>
    trigger.kind === 'manual' || trigger.kind === 'schedule' ? messageIds.join() : `${trigger.kind} ${stages === null}`,
  );
  return [...groups.values()]
    .flatMap((group) => together(group, calls))
    .toSorted((a, b) => ranks[a.request.trigger.kind] - ranks[b.request.trigger.kind]);
}

function together(group: readonly ReceivedCheck[], calls: readonly ApiCall[]): ReceivedCheck[] {
  const requests = group.map(({ request }) => request);
  const [first] = requests;
  if (first === undefined) return [];
  const request = {
    ...first,
    trigger: triggerOf(first.trigger, requests),
    // Some have no id of their own, and each of their reports needs one.
    eventId: idOf(group.flatMap(({ messageIds, request: { eventId } }) => eventId ?? messageIds)),
    states: first.states && distinct(requests.flatMap(({ states }) => states ?? [])),
    stages: first.stages && distinct(requests.flatMap(({ stages }) => stages ?? [])),
    calls,
  };
  return [{ request, messageIds: group.flatMap(({ messageIds }) => messageIds) }];
}

/** @returns the first trigger with the latest time, and with the names of all calls */
function triggerOf(first: Trigger, requests: readonly CheckRequest[]): Trigger {
  if (!('time' in first)) return first;
  const triggers = requests.flatMap(({ trigger }) => ('time' in trigger ? [trigger] : []));
  const time =
    triggers
      .map((trigger) => trigger.time)
      .toSorted()
      .at(-1) ?? first.time;
  const names = distinct(triggers.map(({ source }) => source)).toSorted();
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

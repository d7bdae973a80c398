import { type ApiCall, distinctCalls } from '../model/api-call.ts';
import type { StateRead } from '../terraform/read-states.ts';
import { attribute } from './attribute.ts';
import type { Attribution } from './attribution.ts';
import { planLookups } from './lookup-plan.ts';
import type { RequiredLookup } from './required-lookup.ts';
import { isTerraform } from './tool.ts';
import { unexplainedChange } from './unexplained-change.ts';

/** Knows of calls that were made. */
export interface Trail {
  /**
   * @param place account and region, in which the calls were made
   * @param eventNames operations of API Gateway
   * @returns never rejects for what CloudTrail answers: that it cannot be asked is an answer, too
   */
  callsAt(
    place: { readonly accountId: string; readonly region: string },
    eventNames: readonly string[],
    since: Date,
    until: Date,
  ): Promise<TrailAnswer>;
}

export type TrailAnswer =
  | { readonly kind: 'READ'; readonly calls: readonly ApiCall[]; readonly complete: boolean }
  | { readonly kind: 'UNREADABLE'; readonly reason: string };

/** Where it can be learnt who is behind a finding. */
export interface CallSources {
  /** The calls that started the check. */
  readonly calls: readonly ApiCall[];
  /** Asked about what is new and none of those calls explains; `null` where it is not to be asked. */
  readonly trail: Trail | null;
  /** When everything was checked before, ISO 8601; `null` where that is not known. */
  readonly checkedAt: string | null;
  /** The states of the check. */
  readonly states: readonly StateRead[];
}

export interface FoundCallers {
  /** By the id of the finding; of what nobody knows there is nothing, nor of what is attributed to the same as before. */
  readonly attributions: ReadonlyMap<string, Attribution>;
  /** Why CloudTrail could not tell, one sentence each. */
  readonly warnings: readonly string[];
}

/**
 * The calls that started the check explain what they can; CloudTrail is asked about what is new beyond that, and about
 * nothing that a rule ignores. It is asked, too, whether a call was made that nobody but its sender reports.
 */
export async function findCallers(
  lookups: readonly RequiredLookup[],
  { calls, trail, checkedAt, states }: CallSources,
  now: Date,
): Promise<FoundCallers> {
  const writes = new Map(states.map((state) => [state.uri, writtenAt(state)]));
  const verified = calls.filter(({ caller }) => caller.isVerified);
  const explained = explain(lookups, verified, writes);
  const open = lookups.filter(
    ({ finding, isNew, known }) => isNew && known === null && finding.ignoredBy === null && !explained.has(finding.id),
  );
  if (trail === null || open.length === 0) return { attributions: explain(lookups, calls, writes), warnings: [] };
  const answers = await Promise.all(
    planLookups(open, checkedAt, now).map(async ({ place, eventNames, since, until }) => ({
      place,
      answer: await trail.callsAt(place, eventNames, since, until),
    })),
  );
  const found = answers.flatMap(({ answer }) => (answer.kind === 'READ' ? answer.calls : []));
  const known = distinctCalls([...calls, ...found]);
  const attributions = new Map([...explained, ...explain(open, known, writes)]);
  const unexplained = open.filter(({ finding }) => !attributions.has(finding.id));
  const isWanting = ({ accountId, region }: Place) =>
    unexplained.some(({ resource: { id } }) => id.accountId === accountId && id.region === region);
  return {
    attributions,
    warnings: answers.flatMap(({ place, answer }) => (isWanting(place) ? whyNotKnown(place, answer) : [])),
  };
}

type Place = Parameters<Trail['callsAt']>[0];

function whyNotKnown({ accountId, region }: Place, answer: TrailAnswer): readonly string[] {
  if (answer.kind === 'READ' && answer.complete) return [];
  const reason =
    answer.kind === 'UNREADABLE' ? answer.reason : 'CloudTrail has more calls than could be looked through or read';
  return [`Who is behind some findings in account ${accountId}, region ${region} is not known: ${reason}`];
}

/** @param writes when each state was written last, by its URI */
function explain(
  lookups: readonly RequiredLookup[],
  calls: readonly ApiCall[],
  writes: ReadonlyMap<string, string | null>,
): ReadonlyMap<string, Attribution> {
  return new Map(
    lookups.flatMap(({ finding, resource, known, unchangedSince }) => {
      const { stageChangedAt } = resource;
      const written = writes.get(resource.state ?? '') ?? null;
      const likely = calls.filter((call) => !isInState(call, written) && !isLater(call.time, unchangedSince));
      const changedAt = stageChangedAt !== null && isLater(stageChangedAt, unchangedSince) ? null : stageChangedAt;
      const background = { known, unexplainedAt: unexplainedChange(resource.id, changedAt, calls) };
      const attribution = attribute({ resource, path: finding.path, kind: finding.kind }, likely, background);
      return attribution === null ? [] : [[finding.id, attribution] as const];
    }),
  );
}

/** What Terraform set before it wrote the state is what the state has: it is another who set what differs. */
function isInState({ caller: { tool }, time }: ApiCall, written: string | null): boolean {
  return written !== null && isTerraform(tool) && time <= written;
}

/** What comes when a finding is there already is not behind it, whatever it changes; an event that arrives late may be. */
function isLater(time: string, unchangedSince: string | null): boolean {
  return unchangedSince !== null && Date.parse(time) > Date.parse(unchangedSince);
}

/** @returns to the second, as calls have their time; `null` where that is not known */
function writtenAt(state: StateRead): string | null {
  const version = state.status === 'READ' ? state.version : null;
  return version && `${version.writtenAt.slice(0, 19)}Z`;
}

import * as v from 'valibot';
import type { ApiCall } from '../attribution/api-call.ts';
import { apiCallForm } from '../attribution/api-call-form.ts';
import { digest } from '../findings/finding.ts';
import { s3SourceUriForm } from '../terraform/state-source.ts';
import { type CheckRequest, plainRequest, type Trigger } from './check-request.ts';
import { parseForm } from './event-form.ts';

/** What the function sends to its own queue, in the form of an event. */
export const postponedSource = 'stagedrift';

/** Bytes of calls that are handed on. The latest tell who set what is live; a message has at most 256 KB. */
const mostOfCalls = 128 * 1024;

/** Stages that are handed on one by one; of more, all that the states have are checked. */
const mostStages = 500;

const nullableText = v.nullable(v.string());

const triggerForm: v.GenericSchema<Trigger> = v.variant('kind', [
  v.object({ kind: v.literal('schedule'), source: v.string(), time: v.string() }),
  v.object({ kind: v.literal('manual') }),
  v.object({ kind: v.literal('command-line') }),
  v.object({ kind: v.literal('stage-changed'), source: v.string(), time: v.string() }),
  v.object({ kind: v.literal('state-written'), source: v.string(), time: v.string() }),
]);

const placeForm = v.object({
  kind: v.literal('PLACE'),
  accountId: v.string(),
  region: v.string(),
  restApiId: v.string(),
  stageName: nullableText,
});

const form = v.looseObject({
  detail: v.object(
    {
      trigger: triggerForm,
      eventId: nullableText,
      states: v.array(s3SourceUriForm),
      stages: v.nullable(v.array(placeForm)),
      calls: v.array(apiCallForm),
      waitingSince: v.pipe(v.string(), v.isoTimestamp()),
    },
    'detail is none that this version wrote',
  ),
});

/** @throws InvalidEventError */
export function parsePostponedCheck(event: object): CheckRequest {
  const { detail } = parseForm(form, { detail: undefined, ...event });
  return { ...plainRequest, ...detail, dryRun: false };
}

/** @param states URIs of the states whose drift waits; @returns the message that asks for the check once more */
export function postponedCheck(request: CheckRequest, states: readonly string[], now: Date): string {
  const { trigger, eventId, calls, waitingSince } = request;
  const places = request.stages?.flatMap((selector) => (selector.kind === 'PLACE' ? [selector] : [])) ?? [];
  const isNarrow = places.length === request.stages?.length && places.length <= mostStages;
  return JSON.stringify({
    source: postponedSource,
    'detail-type': 'Check Postponed',
    time: now.toISOString(),
    detail: {
      trigger,
      // What comes of it is another report than the one that did without.
      eventId: digest(`${eventId ?? ''} put off at ${now.toISOString()}`),
      states,
      stages: isNarrow ? places : null,
      calls: latestWithin(calls, mostOfCalls),
      waitingSince: waitingSince ?? now.toISOString(),
    },
  });
}

/** Seconds for which a message may be delayed. */
const longestDelay = 900;

/** Seconds of waiting from which on the pauses grow. */
const patience = 180;

/**
 * Lambda takes a function that wakes itself some 16 times for one that never ends, and stops it. With pauses of half the time
 * that a check has waited, an hour takes 14 messages at most, where the queue has a delay of 30 seconds or more. Where an
 * apply ends meanwhile, its state is an event of its own.
 * @returns seconds until the check that is put off comes again, `null` for the delay that the queue has
 */
export function pauseBefore({ waitingSince }: CheckRequest, now: Date): number | null {
  const waited = waitingSince === null ? 0 : (now.getTime() - Date.parse(waitingSince)) / 1_000;
  return waited < patience ? null : Math.min(longestDelay, Math.floor(waited / 2));
}

function latestWithin(calls: readonly ApiCall[], bytes: number): readonly ApiCall[] {
  const latest: ApiCall[] = [];
  let room = bytes;
  for (const call of calls.toSorted((a, b) => (a.time < b.time ? 1 : -1))) {
    room -= Buffer.byteLength(JSON.stringify(call));
    if (room < 0) break;
    latest.push(call);
  }
  return latest;
}

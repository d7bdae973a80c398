import * as v from 'valibot';
import { type CheckRequest, plainRequest } from '../model/check-request.ts';
import type { Parsed } from '../model/form.ts';
import type { StatedStageId } from '../model/stage-id.ts';
import { placeForm, placeJson, stageIdJson } from '../resources/rest-api/stage-id-json.ts';
import { s3SourceUriForm } from '../terraform/state-source.ts';
import { parseForm } from './event-form.ts';

/** What the function sends to its own queue, in the form of an event. */
export const ownSource = 'stagedrift';

/** Stages that are named one by one; of more, all that the states have are checked. */
const maxStages = 500;

const detailForm = v.union(
  [
    v.object({ stages: v.pipe(v.array(placeForm), v.minLength(1), v.maxLength(maxStages)) }),
    v.object({ states: v.pipe(v.array(s3SourceUriForm), v.minLength(1)) }),
  ],
  'is none that this version wrote',
);

/** What is to be checked once more: stages, or states where it is not known of which stage. */
export type ReCheck = Parsed<typeof detailForm>;

const form = v.looseObject({
  time: v.pipe(v.string('must be a text'), v.isoTimestamp('must be an ISO timestamp')),
  detail: detailForm,
});

/**
 * The message says what to check and nothing else: anyone who forges one causes a check.
 * @throws InvalidEventError
 */
export function parseReCheck(event: object): CheckRequest {
  const { time, detail } = parseForm(form, event);
  const trigger = { kind: 're-check', source: ownSource, time } as const;
  return { ...plainRequest, trigger, ...detail, dryRun: false };
}

/** @returns the message that asks for a check once more */
export function reCheckMessage(check: ReCheck, now: Date): string {
  const detail = 'states' in check ? check : { stages: check.stages.map(placeJson) };
  return JSON.stringify({ source: ownSource, 'detail-type': 'Check Again', time: now.toISOString(), detail });
}

/** The queue does not take a check; the message is a sentence for people. */
export class QueueError extends Error {
  override readonly name = 'QueueError';
}

/** The queue that the function itself is fed by. */
export interface OwnQueue {
  /**
   * Has a check made once more a little later.
   * @param waitedMs milliseconds for which it has been waited for already
   * @throws QueueError
   */
  send(check: ReCheck, waitedMs: number): Promise<void>;
}

/**
 * Asks for one more check of what waits, and of what another run judges otherwise.
 * @param queue `null` where there is none
 * @returns why that failed, `null` where it did not
 */
export async function askAgain(
  queue: OwnQueue | null,
  subjects: readonly ReCheckSubject[],
  waitedMs: number,
): Promise<string | null> {
  try {
    for (const check of reChecksOf(subjects)) await queue?.send(check, waitedMs);
    return null;
  } catch (error) {
    if (error instanceof QueueError) return error.message;
    throw error;
  }
}

/** A stage that may have to be checked once more; `state` is the URI of its state, `null` where none has it. */
type ReCheckSubject = StatedStageId & { readonly state: string | null };

/** @returns the fewest checks of all subjects */
export function reChecksOf(subjects: readonly ReCheckSubject[]): readonly ReCheck[] {
  // What a state says of where a stage is may be anything.
  const places = subjects.map((subject) => {
    const { success, output } = v.safeParse(placeForm, { kind: 'PLACE', ...stageIdJson(subject) });
    return success && output.stageName !== null ? output : null;
  });
  const named = places.filter((place) => place !== null);
  const stages = [...new Map(named.map((stage) => [JSON.stringify(stage), stage])).values()];
  const isNarrow = stages.length <= maxStages;
  const ofStates = isNarrow ? subjects.filter((_, index) => places[index] === null) : subjects;
  const states = [...new Set(ofStates.flatMap(({ state }) => state ?? []))];
  return [...(isNarrow && stages.length > 0 ? [{ stages }] : []), ...(states.length > 0 ? [{ states }] : [])];
}

/** Seconds for which a message may be delayed. */
const maxDelaySeconds = 900;

/** Seconds of waiting from which on the pauses grow. */
const shortWaitSeconds = 180;

/**
 * Lambda takes a function that wakes itself some 16 times for one that never ends, and stops it. With pauses of half the time
 * that something has waited, an hour takes 14 messages at most, where the queue has a delay of 30 seconds or more. Where an
 * apply ends meanwhile, its state is an event of its own.
 * @param waitedMs milliseconds for which it has waited
 * @returns seconds until the message is handed out, `null` for the delay that the queue has
 */
export function pauseSeconds(waitedMs: number): number | null {
  const waitedSeconds = waitedMs / 1_000;
  return waitedSeconds < shortWaitSeconds ? null : Math.min(maxDelaySeconds, Math.floor(waitedSeconds / 2));
}

import * as v from 'valibot';
import { type CheckRequest, plainRequest } from '../model/check-request.ts';
import { stageSelectorForm } from '../resources/stage-selector-form.ts';
import { s3SourceUriForm } from '../terraform/state-source.ts';
import { parseForm } from './event-form.ts';

/**
 * EventBridge, as a rule or as EventBridge Scheduler sends it. `detail` is of no interest.
 * Sources: EventBridge's documentation of scheduled events; the template of infra/, which gives Scheduler this shape.
 */
const scheduledEvent = v.looseObject({
  source: v.picklist(['aws.events', 'aws.scheduler'], 'must be aws.events or aws.scheduler'),
  'detail-type': v.literal('Scheduled Event', 'must be "Scheduled Event"'),
  id: v.optional(v.string('must be a text')),
  time: v.string('must be a text'),
  resources: v.optional(v.array(v.string('must be a text'), 'must be a list of texts')),
});

function textList<Output>(example: string, form: v.GenericSchema<string, Output>) {
  const message = `must be a list of texts such as ${example}`;
  const list = v.array(v.pipe(v.string(message), form), message);
  return v.nullish(v.pipe(list, v.minLength(1, 'must not be an empty list')), null);
}

const manualEvent = v.object({
  states: textList('"s3://bucket/key"', s3SourceUriForm),
  stages: textList('"REST-API-ID/STAGE-NAME"', stageSelectorForm),
  dryRun: v.nullish(v.boolean('must be true or false'), false),
});

/**
 * @param event of a schedule, or a manual one
 * @throws InvalidEventError
 */
export function parseTrigger(event: object): CheckRequest {
  // Every event of EventBridge says where it comes from, and no manual one does.
  if ('source' in event || 'detail-type' in event) {
    const scheduled = parseForm(scheduledEvent, event);
    const [source = scheduled.source] = scheduled.resources ?? [];
    return {
      ...plainRequest,
      trigger: { kind: 'schedule', source, time: scheduled.time },
      eventId: scheduled.id ?? null,
      dryRun: false,
    };
  }
  return { ...plainRequest, trigger: { kind: 'manual' }, ...parseForm(manualEvent, event, unknownKeys(event)) };
}

/** @returns a problem for each key that a manual event cannot have, and what it can have */
function unknownKeys(event: object): string[] {
  const unknown = Object.keys(event).filter((key) => !Object.hasOwn(manualEvent.entries, key));
  if (unknown.length === 0) return [];
  const problems = unknown.map((key) => `${JSON.stringify(key)} is not known here`);
  return [...problems, 'a manual event may have states, stages and dryRun'];
}

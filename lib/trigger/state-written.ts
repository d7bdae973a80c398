import * as v from 'valibot';
import { type CheckRequest, plainRequest } from '../model/check-request.ts';
import { s3Uri } from '../model/s3-uri.ts';
import { isConfigured } from '../terraform/read-states.ts';
import type { StateSource } from '../terraform/state-source.ts';
import { parseForm } from './event-form.ts';

function textAt(place: string) {
  return v.pipe(v.string(`${place} must be a text`), v.nonEmpty(`${place} must not be empty`));
}

function objectAt<Entries extends v.ObjectEntries>(place: string, entries: Entries) {
  return v.looseObject(entries, `${place} must be an object`);
}

/** Source: S3's documentation of "Object Created" events through EventBridge. */
const form = objectAt('the event', {
  id: textAt('id'),
  time: v.pipe(textAt('time'), v.isoTimestamp('time must be an ISO timestamp')),
  detail: objectAt('detail', {
    bucket: objectAt('detail.bucket', { name: textAt('detail.bucket.name') }),
    object: objectAt('detail.object', { key: textAt('detail.object.key') }),
  }),
});

/**
 * @returns the check of the state that was written, `null` where the object is none of the configured states
 * @throws InvalidEventError
 */
export function parseStateWritten(event: object, sources: readonly StateSource[]): CheckRequest | null {
  const { id: eventId, time, detail } = parseForm(form, event);
  // Events of S3 itself have keys encoded as in a URL, those through EventBridge are said to have them plain.
  const uri = [detail.object.key, decoded(detail.object.key)]
    .map((key) => s3Uri(detail.bucket.name, key).uri)
    .find((candidate) => isConfigured(sources, candidate));
  if (uri === undefined) return null;
  const trigger = { kind: 'state-written', source: uri, time } as const;
  return { ...plainRequest, trigger, eventId, states: [uri], dryRun: false };
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    // It is no encoded key, then.
    return key;
  }
}

import * as v from 'valibot';
import { s3Uri } from '../model/s3-uri.ts';
import { isConfigured } from '../terraform/read-states.ts';
import type { StateSource } from '../terraform/state-source.ts';
import { parseForm } from './event-form.ts';

/** A configured state was written. */
export interface StateWritten {
  readonly kind: 'STATE_WRITTEN';
  readonly uri: string;
  /** ISO 8601 in UTC. */
  readonly time: string;
  readonly eventId: string;
}

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

/** @throws InvalidEventError */
export function parseStateWritten(
  event: object,
  sources: readonly StateSource[],
): StateWritten | { readonly kind: 'NO_CONCERN'; readonly reason: string } {
  const { id, time, detail } = parseForm(form, { id: undefined, time: undefined, detail: undefined, ...event });
  // Events of S3 itself have keys encoded as in a URL, those through EventBridge are said to have them plain.
  const uri = [detail.object.key, decoded(detail.object.key)]
    .map((key) => s3Uri(detail.bucket.name, key).uri)
    .find((candidate) => isConfigured(sources, candidate));
  if (uri === undefined) return { kind: 'NO_CONCERN', reason: 'the object is none of the configured states' };
  return { kind: 'STATE_WRITTEN', uri, time, eventId: id };
}

function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    // It is no encoded key, then.
    return key;
  }
}

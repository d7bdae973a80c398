import * as v from 'valibot';
import { type CheckRequest, plainRequest } from '../model/check-request.ts';
import { s3Uri } from '../model/s3-uri.ts';
import { isConfigured } from '../terraform/read-states.ts';
import type { StateSource } from '../terraform/state-source.ts';
import { parseForm } from './event-form.ts';

const text = v.pipe(v.string('must be a text'), v.nonEmpty('must not be empty'));
const noObject = 'must be an object';

/** Source: S3's documentation of "Object Created" events through EventBridge. */
const form = v.looseObject({
  id: text,
  time: v.pipe(text, v.isoTimestamp('must be an ISO timestamp')),
  detail: v.looseObject(
    { bucket: v.looseObject({ name: text }, noObject), object: v.looseObject({ key: text }, noObject) },
    noObject,
  ),
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

import { readFileSync } from 'node:fs';
import * as v from 'valibot';

const eventForm = v.looseObject({ detail: v.record(v.string(), v.unknown()) });

/** @returns the CloudTrail record in one of the sample events, its own copy */
export function recordOf(name: string): Record<string, unknown> {
  const text = readFileSync(new URL(`../../../events/change-${name}.json`, import.meta.url), 'utf8');
  return v.parse(eventForm, JSON.parse(text)).detail;
}

import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';

// Draft 4 names its schemas by `id`; for all else that this one says, later drafts mean the same.
const {
  $schema: _draft,
  id: _id,
  ...schema
}: Record<string, unknown> = JSON.parse(
  readFileSync(new URL('../../fixtures/sarif/sarif-2.1.0-rtm.5.json', import.meta.url), 'utf8'),
);
// One of its patterns has a bracket too many, which expressions without the `u` flag put up with.
const ajv = new Ajv({ allErrors: true, strict: false, unicodeRegExp: false });
addFormats.default(ajv);
const validate = ajv.compile(schema);

/** Fails with every violation unless the value is a log by the schema of the standard. */
export function expectValidSarif(log: unknown): void {
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
}

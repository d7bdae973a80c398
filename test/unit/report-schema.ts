import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

const schema: Record<string, unknown> = JSON.parse(
  readFileSync(new URL('../../lib/report/report.schema.json', import.meta.url), 'utf8'),
);
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true });
addFormats.default(ajv);
const validate = ajv.compile(schema);

/** Fails with every violation unless the value is a report by the JSON Schema. */
export function expectValidReport(report: unknown): void {
  validate(report);
  expect(validate.errors ?? []).toEqual([]);
}

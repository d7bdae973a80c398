import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

// Jest has `test/bundle-packages.mjs` compile it once for all test files.
const schema: Record<string, unknown> = JSON.parse(
  readFileSync(new URL('../../lib/report/report.schema.json', import.meta.url), 'utf8'),
);
export const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, code: { source: true, esm: true } });
addFormats.default(ajv);

/** Holds a value against the JSON Schema of the report, and has every violation in its `errors`. */
export const validate = ajv.compile(schema);

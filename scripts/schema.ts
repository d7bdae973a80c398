// Writes the JSON Schema of the report again, of the form that says what it is made of.
import { writeFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import * as forms from '../lib/report/report-form.ts';

/** @returns what `lib/report/report.schema.json` is to say */
export function reportSchema() {
  const { reportForm, ...definitions } = forms;
  return toJsonSchema(reportForm, {
    target: 'draft-2020-12',
    definitions,
    // A report that is read may have keys of later versions. One that is written has these, and no other.
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      valibotSchema.type === 'object' ? { ...jsonSchema, additionalProperties: false } : null,
  });
}

if (import.meta.main) {
  writeFileSync('lib/report/report.schema.json', `${JSON.stringify(reportSchema(), null, 2)}\n`);
}

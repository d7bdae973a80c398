import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { reportSchema } from '../../../scripts/schema.ts';

it('the JSON Schema of the report is the one that its form makes: npm run schema', () => {
  const written: unknown = JSON.parse(readFileSync('lib/report/report.schema.json', 'utf8'));
  expect(written).toEqual(JSON.parse(JSON.stringify(reportSchema())));
});

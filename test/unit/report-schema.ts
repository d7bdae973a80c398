import { expect } from '@jest/globals';
import { validate } from './report-validator.ts';

/** Fails with every violation unless the value is a report by the JSON Schema. */
export function expectValidReport(report: unknown): void {
  validate(report);
  expect(validate.errors ?? []).toEqual([]);
}

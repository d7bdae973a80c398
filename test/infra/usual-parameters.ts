import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { parse } from 'yaml';
import type { Parameters } from '../../infra/parameters.ts';
import { parameterNames } from '../../infra/parameters.ts';

const form = v.object({
  params: v.object({ default: v.strictObject(v.entriesFromList(parameterNames, v.string())) }),
});

/** @returns what each parameter is where it is not given, as serverless.yml says */
export function usualParameters(): Parameters {
  return v.parse(form, parse(readFileSync('serverless.yml', 'utf8'), { logLevel: 'silent' })).params.default;
}

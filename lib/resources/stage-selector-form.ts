import * as v from 'valibot';
import type { NamedSelector } from '../model/stage-selector.ts';
import { apiFamilies, parseStageArn } from './api-families.ts';

/** `REST-API-ID/STAGE-NAME` (as `terraform import` takes it), the ARN of a stage, or a Terraform address. */
export const stageSelectorForm = v.pipe(
  v.string(),
  v.rawTransform(({ dataset: { value }, addIssue, NEVER }): NamedSelector => {
    const selector = selectorOf(value);
    if (selector !== null) return selector;
    const forms = 'use REST-API-ID/STAGE-NAME, the ARN of a stage, or a Terraform address';
    addIssue({ message: `${JSON.stringify(value)} names no stage: ${forms}` });
    return NEVER;
  }),
);

function selectorOf(text: string): NamedSelector | null {
  const [, apiId, stageName] = /^([A-Za-z0-9_-]+)\/([A-Za-z0-9_-]+)$/.exec(text) ?? [];
  if (apiId !== undefined && stageName !== undefined) return { kind: 'ID', text, family: 'REST', apiId, stageName };
  const stage = parseStageArn(text);
  if (stage !== null) return { kind: 'ARN', text, ...stage };
  return addressForm.test(text) ? { kind: 'ADDRESS', text } : null;
}

/** Of a resource that belongs to an API, in whatever module. */
const addressForm = new RegExp(
  `(^|\\.)(${Object.values(apiFamilies)
    .map(({ typePrefix }) => typePrefix)
    .join('|')})\\w+\\.`,
);

import * as v from 'valibot';
import { parseStageArn, type StageInArn } from './arn.ts';
import type { Parsed } from './form.ts';
import type { StatedStageId } from './stage-id.ts';

/** Names one stage, in one of the forms people have at hand, or as an event does. */
export type StageSelector =
  | PlaceSelector
  | { readonly kind: 'ID'; readonly text: string; readonly restApiId: string; readonly stageName: string }
  | ({ readonly kind: 'ARN'; readonly text: string } & StageInArn)
  | { readonly kind: 'ADDRESS'; readonly text: string };

/** One of the forms that people have at hand. */
export type NamedSelector = Exclude<StageSelector, PlaceSelector>;

/**
 * What an event is about: a stage, or every stage of a REST API where it tells none. Account, region and names are such as
 * AWS itself could have given.
 */
export const placeSelectorForm = v.object({
  kind: v.literal('PLACE'),
  accountId: v.pipe(v.string(), v.regex(/^\d{12}$/)),
  region: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,32}$/)),
  restApiId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,128}$/)),
  stageName: v.nullable(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_$-]{1,128}$/))),
});

export type PlaceSelector = Parsed<typeof placeSelectorForm>;

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
  const [, restApiId, stageName] = /^([A-Za-z0-9_-]+)\/([A-Za-z0-9_-]+)$/.exec(text) ?? [];
  if (restApiId !== undefined && stageName !== undefined) return { kind: 'ID', text, restApiId, stageName };
  const stage = parseStageArn(text);
  if (stage !== null) return { kind: 'ARN', text, ...stage };
  return /(^|\.)aws_api_gateway_\w+\./.test(text) ? { kind: 'ADDRESS', text } : null;
}

/** Whether the selector means this resource. */
export function selects(
  selector: StageSelector,
  resource: { readonly address: string; readonly id: StatedStageId },
): boolean {
  if (selector.kind === 'ADDRESS') return selector.text === resource.address;
  if (selector.kind === 'PLACE') {
    const { accountId, region, restApiId, stageName } = selector;
    const { id } = resource;
    const isOfApi = id.accountId === accountId && id.region === region && id.restApiId === restApiId;
    return isOfApi && (stageName === null || id.stageName === stageName);
  }
  return (
    selector.restApiId === resource.id.restApiId &&
    selector.stageName === resource.id.stageName &&
    (selector.kind === 'ID' || selector.region === resource.id.region)
  );
}

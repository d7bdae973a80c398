import { parseArn } from './arn.ts';

/** Where a stage lives. All four parts are needed: REST API ids mean something within an account and region only. */
export interface StageId {
  readonly accountId: string;
  readonly region: string;
  readonly restApiId: string;
  readonly stageName: string;
}

/** What a state says of where its stage lives; `null` for a part it does not say, or not in a form AWS would write. */
export type StatedStageId = { readonly [Part in keyof StageId]: StageId[Part] | null };

/** Text that identifies the stage, for use as a key. */
export function stageKey(id: StageId): string {
  return `${id.accountId}/${id.region}/${id.restApiId}/${id.stageName}`;
}

/** @returns what names the stage in whatever account and region, `null` where the state does not tell that */
export function nameInApi({ restApiId, stageName }: StatedStageId): string | null {
  return restApiId === null || stageName === null ? null : `${restApiId}/${stageName}`;
}

// These texts become parts of a host name and of a URL path, so only the characters AWS itself uses are let through.
export const accountIdForm = /^\d{12}$/;
export const regionForm = /^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/;
/** Of a REST API's id and of a stage's name. */
export const nameForm = /^[A-Za-z0-9_-]{1,128}$/;

/**
 * Reads where the stage of an instance lives. Account: from `execution_arn`, the only attribute that has it. Region:
 * `region` (provider 6 and later), else `arn`, else `execution_arn`.
 */
export function statedStageId(attributes: ReadonlyMap<string, unknown>): StatedStageId {
  const executionArn = parseArn(attributes.get('execution_arn'));
  const arn = parseArn(attributes.get('arn'));
  return {
    accountId: inForm(executionArn?.accountId, accountIdForm),
    region: inForm(attributes.get('region') || arn?.region || executionArn?.region, regionForm),
    restApiId: inForm(attributes.get('rest_api_id'), nameForm),
    stageName: inForm(attributes.get('stage_name'), nameForm),
  };
}

/** @returns the attribute that keeps the stage from being identified, with what to do about it, or `null` if all is known */
export function missingPart(id: StatedStageId): string | null {
  if (id.restApiId === null) return 'the state has no valid rest_api_id for it';
  if (id.stageName === null) return 'the state has no valid stage_name for it';
  if (id.accountId === null) {
    return 'the state does not name its account: execution_arn is missing or malformed; "terraform apply -refresh-only" writes it again';
  }
  if (id.region === null) {
    return 'the state does not name its region: region and arn are missing or malformed; "terraform apply -refresh-only" writes them again';
  }
  return null;
}

/** @returns the whole id, or `null` where a part is missing */
export function completeStageId(id: StatedStageId): StageId | null {
  const { accountId, region, restApiId, stageName } = id;
  if (accountId === null || region === null || restApiId === null || stageName === null) return null;
  return { accountId, region, restApiId, stageName };
}

function inForm(value: unknown, form: RegExp): string | null {
  return typeof value === 'string' && form.test(value) ? value : null;
}

/** Families of APIs, each of which has types of its own in Terraform and members of its own in AWS. */
export type ApiFamily = 'REST';

/**
 * Where a stage lives. Ids of APIs mean something within an account and region only. There they are distinct whatever the
 * family is, since each is part of a host name.
 */
export interface StageId {
  readonly family: ApiFamily;
  readonly accountId: string;
  readonly region: string;
  readonly apiId: string;
  readonly stageName: string;
}

/** What a state says of where its stage lives; `null` for a part it does not say, or not in a form AWS would write. */
export type StatedStageId = Pick<StageId, 'family'> & {
  readonly [Part in Exclude<keyof StageId, 'family'>]: StageId[Part] | null;
};

/** Of what is about no stage, or about one of which nothing is known. */
export const unknownStageId: StatedStageId = {
  family: 'REST',
  accountId: null,
  region: null,
  apiId: null,
  stageName: null,
};

/** Text that identifies the stage, for use as a key. */
export function stageKey(id: StageId): string {
  return `${id.accountId}/${id.region}/${id.apiId}/${id.stageName}`;
}

/** @returns what names the stage in whatever account and region, `null` where the state does not tell that */
export function nameInApi({ apiId, stageName }: StatedStageId): string | null {
  return apiId === null || stageName === null ? null : `${apiId}/${stageName}`;
}

// These texts become parts of a host name and of a URL path, so only the characters AWS itself uses are let through.
export const accountIdForm = /^\d{12}$/;
export const regionForm = /^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/;
/** Of an API's id and of a stage's name. */
export const nameForm = /^[A-Za-z0-9_-]{1,128}$/;

/** @returns the parts of a stage id alone, of anything that has them */
export function stageIdOf({ family, accountId, region, apiId, stageName }: StatedStageId): StatedStageId {
  return { family, accountId, region, apiId, stageName };
}

/** @returns a text in the form that AWS gives it, `null` for anything else */
export function inForm(value: unknown, form: RegExp): string | null {
  return typeof value === 'string' && form.test(value) ? value : null;
}

/** @returns the whole id, or `null` where a part is missing */
export function completeStageId({ family, accountId, region, apiId, stageName }: StatedStageId): StageId | null {
  if (accountId === null || region === null || apiId === null || stageName === null) return null;
  return { family, accountId, region, apiId, stageName };
}

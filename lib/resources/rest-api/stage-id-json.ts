import * as v from 'valibot';
import type { StatedStageId } from '../../model/stage-id.ts';
import type { PlaceSelector } from '../../model/stage-selector.ts';

const textOrNull = v.nullable(v.string());

/**
 * Where a stage of a REST API lives, as it is written down: in report v1, in the ledger and in messages to our own queue.
 * The id of the API has AWS's own name there.
 */
export const stageIdEntries = {
  accountId: textOrNull,
  region: textOrNull,
  restApiId: textOrNull,
  stageName: textOrNull,
};

/** A stage id with as many of its parts known as `Id` has. */
export interface StageIdJson<Id extends StatedStageId = StatedStageId> {
  readonly accountId: Id['accountId'];
  readonly region: Id['region'];
  readonly restApiId: Id['apiId'];
  readonly stageName: Id['stageName'];
}

/** @returns the id as it is written down */
export function stageIdJson<Id extends StatedStageId>({ accountId, region, apiId, stageName }: Id): StageIdJson<Id> {
  return { accountId, region, restApiId: apiId, stageName };
}

/** @returns what was written down with the parts of a stage id among its members */
export function fromStageIdJson<Json extends StageIdJson>(json: Json): FromStageIdJson<Json> {
  const { restApiId: apiId, ...rest } = json;
  return { ...rest, family: 'REST', apiId };
}

type FromStageIdJson<Json extends StageIdJson> = Omit<Json, 'restApiId'> & {
  readonly family: 'REST';
  readonly apiId: Json['restApiId'];
};

/** What a recorded call changed. */
export const callTargetForm = v.pipe(
  v.object({ accountId: v.string(), region: v.string(), restApiId: v.string(), stageName: textOrNull }),
  v.transform((target) => fromStageIdJson(target)),
);

/** A place whose account, region and names are such as AWS itself could have given. */
export const placeForm = v.pipe(
  v.object({
    kind: v.literal('PLACE'),
    accountId: v.pipe(v.string(), v.regex(/^\d{12}$/)),
    region: v.pipe(v.string(), v.regex(/^[a-z0-9-]{1,32}$/)),
    restApiId: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,128}$/)),
    stageName: v.nullable(v.pipe(v.string(), v.regex(/^[A-Za-z0-9_$-]{1,128}$/))),
  }),
  v.transform((place) => fromStageIdJson(place)),
);

/** @returns a place as it is written down */
export function placeJson(place: PlaceSelector) {
  return { kind: place.kind, ...stageIdJson(place) };
}

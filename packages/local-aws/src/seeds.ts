import * as v from 'valibot';
import { type AccountRegion, defaultAccount, defaultRegion } from './credential-scope.ts';
import { addDeployment, addRestApi, type RecordedError, type RegionalData, type RestApi } from './rest-apis.ts';
import { newStage, type Stage, stageSchema } from './stage-model.ts';

/** A REST API to put in place under its own id, which CreateDeployment cannot do for deployments. */
export interface SeededRestApi extends AccountRegion {
  readonly restApiId: string;
  readonly deploymentIds: readonly string[];
  /** Stages as on the wire; what they leave out gets API Gateway's default. */
  readonly stages?: readonly Stage[];
}

/** Whose answers were recorded: the account, and the region of each `restApiId/stageName`. */
export interface RecordedIn {
  readonly account: string;
  regionOf(restApiIdAndStageName: string): string;
}

const recordedSchema = v.record(
  v.string(),
  v.union([
    v.pipe(
      v.object({ __error__: v.object({ status: v.number(), code: v.string(), body: v.unknown() }) }),
      v.transform(({ __error__ }) => ({ error: __error__, stage: undefined })),
    ),
    v.pipe(
      stageSchema,
      v.transform((stage) => ({ error: undefined, stage })),
    ),
  ]),
);

const seedFileSchema = v.strictObject({
  restApis: v.array(
    v.strictObject({
      account: v.optional(v.string(), defaultAccount),
      region: v.optional(v.string(), defaultRegion),
      restApiId: v.string(),
      deploymentIds: v.optional(v.array(v.string()), []),
      stages: v.optional(v.array(stageSchema), []),
    }),
  ),
});

/** @returns the REST APIs of a seed file; throws an Error with what is wrong in it */
export function parseSeedFile(text: string): readonly SeededRestApi[] {
  return v.parse(v.pipe(v.string(), v.parseJson(), seedFileSchema), text).restApis;
}

/** Puts a REST API in place, in the stead of one with the same id. */
export function seed(here: RegionalData, { restApiId, deploymentIds, stages = [] }: SeededRestApi): void {
  const restApi = addRestApi(here, restApiId);
  for (const id of deploymentIds) addDeployment(restApi, id);
  for (const stage of stages) restApi.stages.set(stage.stageName, newStage(stage));
}

/**
 * Puts recorded answers of GetStage in place, to be answered exactly as they are.
 *
 * @param recorded what a file of answers holds, by `restApiId/stageName`
 */
export function loadRecorded(
  at: (where: AccountRegion) => RegionalData,
  recorded: unknown,
  { account, regionOf }: RecordedIn,
): void {
  for (const [key, { error, stage }] of Object.entries(v.parse(recordedSchema, recorded))) {
    const [restApiId = '', stageName = ''] = key.split('/');
    const here = at({ account, region: regionOf(key) });
    if (error) {
      const errors = here.recordedErrors.get(restApiId) ?? new Map<string, RecordedError>();
      here.recordedErrors.set(restApiId, errors.set(stageName, error));
    } else {
      addRecordedStage(here.restApis.get(restApiId) ?? addRestApi(here, restApiId), stage);
    }
  }
}

/** Adds the stage with the deployments that it points to, so that it can be updated like any other. */
function addRecordedStage(restApi: RestApi, stage: Stage): void {
  for (const id of [stage.deploymentId, stage.canarySettings?.deploymentId]) {
    if (id) addDeployment(restApi, id);
  }
  restApi.stages.set(stage.stageName, stage);
}

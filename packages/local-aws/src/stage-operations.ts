import { CreateStage$, DeleteStage$, GetStage$, GetStages$, UpdateStage$ } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import { ApiGatewayError, conflict } from './api-gateway-error.ts';
import { type Operation, operation } from './operation.ts';
import { patchStage } from './patch-operations.ts';
import { findDeployment, findRestApi, findStage, type RecordedError } from './rest-apis.ts';
import { newStage, stageSchema } from './stage-model.ts';

const one = v.object({ restApiId: v.string(), stageName: v.string() });

const { entries } = stageSchema;

const createStageRequest = v.object({
  restApiId: v.string(),
  stageName: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/, 'Stage name only allows a-zA-Z0-9_-')),
  deploymentId: v.string(),
  description: entries.description,
  cacheClusterEnabled: entries.cacheClusterEnabled,
  cacheClusterSize: entries.cacheClusterSize,
  variables: entries.variables,
  documentationVersion: entries.documentationVersion,
  canarySettings: entries.canarySettings,
  tracingEnabled: entries.tracingEnabled,
  tags: entries.tags,
});

const updateStageRequest = v.object({
  ...one.entries,
  patchOperations: v.nullish(
    v.array(
      v.object({ op: v.string(), path: v.string(), value: v.optional(v.string()), from: v.optional(v.string()) }),
    ),
    [],
  ),
});

/** The operations on stages. A recorded error stands until a stage of that name is created. */
export const stageOperations: readonly Operation[] = [
  operation(CreateStage$, createStageRequest, (here, { restApiId, ...settings }) => {
    const restApi = findRestApi(here, restApiId);
    findDeployment(restApi, settings.deploymentId);
    if (restApi.stages.has(settings.stageName)) throw conflict('Stage already exists');
    const stage = newStage(settings);
    restApi.stages.set(stage.stageName, stage);
    here.recordedErrors.get(restApiId)?.delete(stage.stageName);
    return stage;
  }),
  operation(GetStage$, one, (here, { restApiId, stageName }) => {
    const recorded = here.recordedErrors.get(restApiId)?.get(stageName);
    if (recorded) throw recordedError(recorded);
    return findStage(here, restApiId, stageName);
  }),
  operation(GetStages$, v.object({ restApiId: v.string() }), (here, { restApiId }) => {
    const recorded = [...(here.recordedErrors.get(restApiId)?.values() ?? [])].find(({ status }) => status !== 404);
    if (recorded) throw recordedError(recorded);
    return { item: [...findRestApi(here, restApiId).stages.values()] };
  }),
  operation(UpdateStage$, updateStageRequest, (here, { restApiId, stageName, patchOperations }) => {
    const stage = findStage(here, restApiId, stageName);
    const { deployments, stages } = findRestApi(here, restApiId);
    const changed = patchStage(stage, patchOperations ?? [], deployments);
    stages.set(stageName, changed);
    return changed;
  }),
  operation(DeleteStage$, one, (here, { restApiId, stageName }) => {
    findStage(here, restApiId, stageName);
    findRestApi(here, restApiId).stages.delete(stageName);
    return undefined;
  }),
];

function recordedError({ status, code, body }: RecordedError): ApiGatewayError {
  return new ApiGatewayError(status, code, code, { body });
}

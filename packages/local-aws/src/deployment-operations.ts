import {
  CreateDeployment$,
  DeleteDeployment$,
  GetDeployment$,
  GetDeployments$,
  UpdateDeployment$,
} from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import { badRequest } from './api-gateway-error.ts';
import { describedAnew, descriptionPatch } from './description-patch.ts';
import { type Operation, operation } from './operation.ts';
import { addDeployment, findDeployment, findRestApi, newId, type RestApi } from './rest-apis.ts';
import {
  canarySettingsSchema,
  epochSeconds,
  newCanarySettings,
  newStage,
  settleCacheCluster,
  texts,
} from './stage-model.ts';

const one = v.object({ restApiId: v.string(), deploymentId: v.string() });

const createDeploymentRequest = v.object({
  restApiId: v.string(),
  description: v.optional(v.string()),
  stageName: v.nullish(v.string()),
  stageDescription: v.nullish(v.string()),
  cacheClusterEnabled: v.nullish(v.boolean()),
  cacheClusterSize: v.nullish(v.string()),
  variables: texts,
  canarySettings: v.nullish(canarySettingsSchema),
  tracingEnabled: v.nullish(v.boolean()),
});

type CreateDeploymentRequest = v.InferOutput<typeof createDeploymentRequest>;

/** The operations on deployments. */
export const deploymentOperations: readonly Operation[] = [
  operation(CreateDeployment$, createDeploymentRequest, (here, request) => {
    const restApi = findRestApi(here, request.restApiId);
    const deployment = addDeployment(restApi, newId(6), request.description);
    if (request.stageName) deployTo(restApi, request.stageName, deployment.id, request);
    return deployment;
  }),
  operation(GetDeployment$, one, (here, { restApiId, deploymentId }) =>
    findDeployment(findRestApi(here, restApiId), deploymentId),
  ),
  operation(GetDeployments$, v.object({ restApiId: v.string() }), (here, { restApiId }) => ({
    item: [...findRestApi(here, restApiId).deployments.values()],
  })),
  operation(
    UpdateDeployment$,
    v.object({ ...one.entries, patchOperations: descriptionPatch }),
    (here, { restApiId, deploymentId, patchOperations }) => {
      const restApi = findRestApi(here, restApiId);
      const changed = describedAnew(findDeployment(restApi, deploymentId), patchOperations);
      restApi.deployments.set(deploymentId, changed);
      return changed;
    },
  ),
  operation(DeleteDeployment$, one, (here, { restApiId, deploymentId }) => {
    const restApi = findRestApi(here, restApiId);
    findDeployment(restApi, deploymentId);
    if (isActive(restApi, deploymentId)) {
      throw badRequest('Active stages pointing to this deployment must be moved or deleted');
    }
    restApi.deployments.delete(deploymentId);
    return undefined;
  }),
];

function isActive(restApi: RestApi, deploymentId: string): boolean {
  return [...restApi.stages.values()].some(
    (stage) => stage.deploymentId === deploymentId || stage.canarySettings?.deploymentId === deploymentId,
  );
}

/** Creates the stage or points it to the deployment; with canary settings only its canary gets the deployment. */
function deployTo(restApi: RestApi, stageName: string, deploymentId: string, request: CreateDeploymentRequest): void {
  const { stageDescription, cacheClusterEnabled, cacheClusterSize, variables, canarySettings, tracingEnabled } =
    request;
  const given = Object.entries({
    description: stageDescription,
    cacheClusterEnabled,
    cacheClusterSize,
    variables,
    tracingEnabled,
  });
  const settings = Object.fromEntries(given.filter(([, value]) => value !== undefined && value !== null));
  const existing = restApi.stages.get(stageName);
  if (existing === undefined) {
    restApi.stages.set(stageName, newStage({ stageName, deploymentId, ...settings, canarySettings }));
    return;
  }
  Object.assign(existing, settings, { lastUpdatedDate: epochSeconds() });
  if (canarySettings) existing.canarySettings = { ...newCanarySettings(existing, canarySettings), deploymentId };
  else existing.deploymentId = deploymentId;
  if (cacheClusterEnabled !== undefined || cacheClusterSize !== undefined) settleCacheCluster(existing);
}

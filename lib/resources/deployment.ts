import { text } from './attribute.ts';
import { firstStage, isAt, stagesByUse, textInBlock, textOf } from './companion.ts';
import type { LiveDeployment } from './live-deployment.ts';
import { clearable, keyPath, updating } from './patch.ts';
import { type Location, resourceType } from './resource-type.ts';
import { deploymentType, type StageDirectory } from './stage-directory.ts';
import { statedStageId } from './stage-id.ts';

const update = updating<'DEPLOYMENT'>('update-deployment', ({ id }) => ({
  'rest-api-id': id.restApiId,
  'deployment-id': id.deploymentId,
}));

/** `aws_api_gateway_deployment`, where a stage of the states, or its canary, has it. */
export const deployment = resourceType<'DEPLOYMENT', LiveDeployment>({
  type: deploymentType,
  companion: true,
  namedBy: 'id',
  locate: ({ attributes }, stages) => locateDeployment(attributes, stages),
  part: (live) => ({ kind: 'FOUND', live }),
  // The rest says which deployment it is, or is what the provider sent when it made it and never reads back.
  settings: [
    {
      name: 'description',
      type: text,
      actual: (live) => live.description || null,
      revert: update(clearable('/description')),
    },
  ],
  apiPlace: ({ id }) => deploymentPath(id.deploymentId),
});

const users = stagesByUse(({ id: { restApiId }, attributes }) =>
  [textOf(attributes, 'deployment_id'), textInBlock(attributes, 'canary_settings', 'deployment_id')].map(
    (deploymentId) => key(restApiId, deploymentId),
  ),
);

function locateDeployment(
  attributes: ReadonlyMap<string, unknown>,
  stages: StageDirectory,
): Location<'DEPLOYMENT'> | null {
  const home = statedStageId(attributes);
  const deploymentId = textOf(attributes, 'id');
  if (deploymentId === '' || home.restApiId === null) return null;
  const stage = firstStage(users(key(home.restApiId, deploymentId), stages).filter((user) => isAt(user, home)));
  if (stage === undefined) return null;
  const { accountId, region, restApiId } = stage.id;
  const question = { kind: 'DEPLOYMENT', accountId, region, id: { restApiId, deploymentId } } as const;
  return { kind: 'KNOWN', id: stage.id, question };
}

/** Calls about deployments name none of the stages: their paths are taken for those of any. */
export function deploymentPath(deploymentId: string): string {
  return keyPath('/deployments', deploymentId);
}

/** A deployment is named within its REST API. */
function key(restApiId: string, deploymentId: string): string {
  return `${restApiId}/${deploymentId}`;
}

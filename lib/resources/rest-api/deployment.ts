import { text } from '../attribute-type.ts';
import { isAt, locateWith, stagesByUse, textInBlock, textOf } from '../companion.ts';
import { resourceType } from '../resource-type.ts';
import { restApi, statedStageId } from './family.ts';
import { clearable, keyPath, updating } from './patch.ts';
import { row } from './rows.ts';

const update = updating<'DEPLOYMENT'>('update-deployment', ({ id }) => ({
  'rest-api-id': id.apiId,
  'deployment-id': id.deploymentId,
}));

/** `aws_api_gateway_deployment`, where a stage of the states, or its canary, has it. */
export const deployment = resourceType<'DEPLOYMENT'>({
  type: restApi.deploymentType,
  companion: true,
  namedBy: 'id',
  locate({ attributes }, stages) {
    const home = statedStageId(attributes);
    const { apiId } = home;
    const deploymentId = textOf(attributes, 'id');
    if (deploymentId === '' || apiId === null) return null;
    const deployed = users(key(apiId, deploymentId), stages).filter(isAt(home));
    return locateWith(deployed, home, 'DEPLOYMENT', { apiId, deploymentId });
  },
  part: (live) => ({ kind: 'FOUND', live }),
  // The rest says which deployment it is, or is what the provider sent when it made it and never reads back.
  settings: [row(update, 'description', { type: text, member: 'description', patch: clearable })],
  notCompared: [
    ...['id', 'region', 'rest_api_id', 'created_date', 'execution_arn', 'invoke_url', 'triggers'],
    ...['stage_name', 'stage_description', 'variables', 'canary_settings'],
  ],
  apiPlace: ({ id }) => deploymentPath(id.deploymentId),
});

const users = stagesByUse(({ id: { apiId }, attributes }) =>
  [textOf(attributes, 'deployment_id'), textInBlock(attributes, 'canary_settings', 'deployment_id')].map(
    (deploymentId) => key(apiId, deploymentId),
  ),
);

/** Calls about deployments name none of the stages: their paths are taken for those of any. */
export function deploymentPath(deploymentId: string): string {
  return keyPath('/deployments', deploymentId);
}

/** A deployment is named within its REST API. */
function key(apiId: string, deploymentId: string): string {
  return `${apiId}/${deploymentId}`;
}

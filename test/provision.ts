import {
  type APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { expandMethodSettings } from './expand-method-settings.ts';
import { expandStage } from './expand-stage.ts';
import { parseStateFile } from './parse-state-file.ts';

/** A state whose stages are live, under the ids that API Gateway gave them. */
export interface ProvisionedState {
  /** The state with the new ids in the place of the old ones. */
  readonly text: string;
  /** By the REST API's id in the original state. */
  readonly restApiIds: ReadonlyMap<string, string>;
  readonly stages: number;
}

const stageType = 'aws_api_gateway_stage';
const methodSettingsType = 'aws_api_gateway_method_settings';

/**
 * Makes every stage of a state live, with its method settings. Ids cannot be wished for, so the state is rewritten to those that came out.
 * @param clientFor client for the region of a stage
 * @param withDeployments whether to make the deployments too; moto asks for methods first, but takes any id for one
 */
export async function provision(
  stateText: string,
  clientFor: (region: string) => APIGatewayClient,
  withDeployments = true,
): Promise<ProvisionedState> {
  const restApiIds = new Map<string, string>();
  const newIds = new Map<string, string>();
  const { instances } = parseStateFile(stateText, new Set([stageType, methodSettingsType]));
  const stages = instances.filter(({ type }) => type === stageType);
  for (const { attributes } of stages) {
    const client = clientOf(attributes);
    const { create, patch } = expandStage(Object.fromEntries(attributes));
    const restApiId = await renew(String(create.restApiId), async (name) => {
      const { id = '' } = await client.send(new CreateRestApiCommand({ name }));
      restApiIds.set(name, id);
      return id;
    });
    const newDeployment = (oldId: string) =>
      renew(oldId, async () =>
        withDeployments ? ((await client.send(new CreateDeploymentCommand({ restApiId }))).id ?? '') : oldId,
      );
    const canary = create.canarySettings;
    await client.send(
      new CreateStageCommand({
        ...create,
        restApiId,
        deploymentId: await newDeployment(String(create.deploymentId)),
        ...(canary === undefined
          ? {}
          : { canarySettings: { ...canary, deploymentId: await newDeployment(String(canary.deploymentId)) } }),
      }),
    );
    if (patch.length > 0) {
      await client.send(
        new UpdateStageCommand({ restApiId, stageName: create.stageName, patchOperations: [...patch] }),
      );
    }
  }
  for (const { type, attributes } of instances) {
    const restApiId = newIds.get(String(attributes.get('rest_api_id')));
    const stageName = String(attributes.get('stage_name'));
    const stage = stages.find((candidate) => candidate.attributes.get('stage_name') === stageName);
    if (type !== methodSettingsType || stage === undefined) continue;
    const patchOperations = expandMethodSettings(Object.fromEntries(attributes));
    await clientOf(stage.attributes).send(new UpdateStageCommand({ restApiId, stageName, patchOperations }));
  }
  const text = [...newIds].reduce((rewritten, [oldId, newId]) => rewritten.replaceAll(oldId, newId), stateText);
  return { text, restApiIds, stages: stages.length };

  function clientOf(attributes: ReadonlyMap<string, unknown>): APIGatewayClient {
    return clientFor(String(attributes.get('arn')).split(':')[3] ?? '');
  }

  async function renew(oldId: string, create: (oldId: string) => Promise<string>): Promise<string> {
    const known = newIds.get(oldId);
    if (known !== undefined) return known;
    const id = await create(oldId);
    newIds.set(oldId, id);
    return id;
  }
}

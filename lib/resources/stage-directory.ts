import { completeStageId, nameInApi, type StageId, type StatedStageId, statedStageId } from '../model/stage-id.ts';
import type { ManagedInstance } from '../terraform/state-file.ts';

export const stageType = 'aws_api_gateway_stage';
export const restApiType = 'aws_api_gateway_rest_api';
export const deploymentType = 'aws_api_gateway_deployment';

/** A stage as a state names it, which may not tell its account or region. */
export interface NamedStage {
  readonly id: StatedStageId;
  readonly address: string;
  readonly state: string;
}

/** A stage that a state manages. */
export interface DirectoryEntry extends NamedStage {
  readonly id: StageId;
  readonly attributes: ReadonlyMap<string, unknown>;
}

/** An instance with the state it comes from. */
export interface InstanceInState {
  readonly state: string;
  readonly instance: ManagedInstance;
}

/** The stages of all states of a run, and whatever else was read: what other resources are placed by. */
export type StageDirectory = ReturnType<typeof createStageDirectory>;

/** Everything is looked up in indexes, since states can have many thousands of stages. */
export function createStageDirectory(instances: readonly InstanceInState[]) {
  const stages: readonly DirectoryEntry[] = instances.flatMap(({ state, instance: { type, address, attributes } }) => {
    const id = type === stageType ? completeStageId(statedStageId(attributes)) : null;
    return id === null ? [] : [{ id, address, state, attributes }];
  });
  const byRestApi = Map.groupBy(stages, ({ id }) => id.restApiId);
  const homes = new Map<string | null, Pick<StageId, 'accountId' | 'region'>>();
  for (const { instance } of instances) {
    const { restApiId, accountId, region } = statedStageId(instance.attributes);
    const id = instance.type === restApiType ? String(instance.attributes.get('id')) : restApiId;
    if (accountId !== null && region !== null) homes.set(id, { accountId, region });
  }
  const indexes = new Map<string, ReadonlyMap<unknown, readonly ManagedInstance[]>>();
  return {
    stages,
    /**
     * Stages that a state knows in another form: without their account or region, or by a deployment that made them, as it
     * could up to version 5 of the provider.
     */
    named: instances.flatMap(namedStage),
    stagesOf: (restApiId: string | null): readonly DirectoryEntry[] =>
      restApiId === null ? [] : (byRestApi.get(restApiId) ?? []),
    /** Account and region of a REST API, told by anything in the states that belongs to it. */
    homeOf: (restApiId: string | null) => (restApiId === null ? undefined : homes.get(restApiId)),
    /** Instances of a type of which an attribute has this value. */
    where(type: string, attribute: string, value: unknown): readonly ManagedInstance[] {
      const key = `${type} ${attribute}`;
      const ofType = () => instances.flatMap(({ instance }) => (instance.type === type ? [instance] : []));
      const found = indexes.get(key) ?? Map.groupBy(ofType(), ({ attributes }) => attributes.get(attribute));
      indexes.set(key, found);
      return found.get(value) ?? [];
    },
  };
}

function namedStage({ state, instance: { type, address, attributes } }: InstanceInState): readonly NamedStage[] {
  const id = statedStageId(attributes);
  const isKnown = type === deploymentType || (type === stageType && completeStageId(id) === null);
  return isKnown && nameInApi(id) !== null ? [{ id, address, state }] : [];
}

/**
 * Where the stage of a resource lives that names a REST API and a stage, but not its account, as most companions do.
 * The account is that of the stage itself, or else of anything in the states that belongs to the same REST API.
 */
export function stageIdFromNeighbours({ attributes }: ManagedInstance, directory: StageDirectory): StatedStageId {
  const own = statedStageId(attributes);
  const stage = directory
    .stagesOf(own.restApiId)
    .find(({ id }) => id.stageName === own.stageName && (own.region ?? id.region) === id.region);
  if (stage !== undefined) return stage.id;
  const home = directory.homeOf(own.restApiId);
  return { ...own, accountId: home?.accountId ?? null, region: own.region ?? home?.region ?? null };
}

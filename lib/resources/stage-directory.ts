import { completeStageId, nameInApi, type StageId, type StatedStageId } from '../model/stage-id.ts';
import type { ManagedInstance } from '../terraform/state-file.ts';
import { familyOfType, managedStage } from './api-families.ts';

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
  const stages: readonly DirectoryEntry[] = instances.flatMap(({ state, instance }) => {
    const id = managedStage(instance);
    const { address, attributes } = instance;
    return id === null ? [] : [{ id, address, state, attributes }];
  });
  const byApi = Map.groupBy(stages, ({ id }) => id.apiId);
  const homes = new Map<string | null, Pick<StageId, 'accountId' | 'region'>>();
  for (const {
    instance: { type, attributes },
  } of instances) {
    const family = familyOfType(type);
    if (family === undefined) continue;
    const { apiId, accountId, region } = family.statedStageId(attributes);
    const id = type === family.apiType ? String(attributes.get('id')) : apiId;
    if (accountId !== null && region !== null) homes.set(id, { accountId, region });
  }
  const indexes = new Map<string, ReadonlyMap<unknown, readonly InstanceInState[]>>();
  return {
    stages,
    /**
     * Stages that a state knows in another form: without their account or region, or by a deployment that made them, as it
     * could up to version 5 of the provider.
     */
    named: instances.flatMap(namedStage),
    stagesOf: (apiId: string | null): readonly DirectoryEntry[] => (apiId === null ? [] : (byApi.get(apiId) ?? [])),
    /** Account and region of an API, as anything in the states that belongs to it has them. */
    homeOf: (apiId: string | null) => (apiId === null ? undefined : homes.get(apiId)),
    /** Instances of a type of which an attribute has this value. */
    where(type: string, attribute: string, value: unknown): readonly InstanceInState[] {
      const key = `${type} ${attribute}`;
      const ofType = () => instances.filter(({ instance }) => instance.type === type);
      const found = indexes.get(key) ?? Map.groupBy(ofType(), ({ instance }) => instance.attributes.get(attribute));
      indexes.set(key, found);
      return found.get(value) ?? [];
    },
  };
}

function namedStage({ state, instance: { type, address, attributes } }: InstanceInState): readonly NamedStage[] {
  const family = familyOfType(type);
  if (family === undefined) return [];
  const id = family.statedStageId(attributes);
  const isKnown = type === family.deploymentType || (type === family.stageType && completeStageId(id) === null);
  return isKnown && nameInApi(id) !== null ? [{ id, address, state }] : [];
}

/**
 * Where the stage of a resource lives that names an API and a stage, but not its account, as most companions do.
 * The account is that of the stage itself, or else of anything in the states that belongs to the same API.
 * @param own what the state says of the resource
 */
export function stageIdFromNeighbours(own: StatedStageId, directory: StageDirectory): StatedStageId {
  const stage = directory
    .stagesOf(own.apiId)
    .find(({ id }) => id.stageName === own.stageName && (own.region ?? id.region) === id.region);
  if (stage !== undefined) return stage.id;
  const home = directory.homeOf(own.apiId);
  return { ...own, accountId: home?.accountId ?? null, region: own.region ?? home?.region ?? null };
}

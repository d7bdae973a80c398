import type { ManagedInstance } from '../terraform/state-file.ts';
import { completeStageId, type StageId, type StatedStageId, statedStageId } from './stage-id.ts';

/** A stage that a state manages. */
export interface DirectoryEntry {
  readonly id: StageId;
  readonly address: string;
  readonly state: string;
  readonly attributes: ReadonlyMap<string, unknown>;
}

/** The stages of all states of a run: what other resources are placed by. */
export interface StageDirectory {
  readonly stages: readonly DirectoryEntry[];
  /** All instances that were read, for what one tells of another. */
  readonly instances: readonly ManagedInstance[];
}

export const stageType = 'aws_api_gateway_stage';

/** An instance with the state it comes from. */
export interface InstanceInState {
  readonly state: string;
  readonly instance: ManagedInstance;
}

export function createStageDirectory(instances: readonly InstanceInState[]): StageDirectory {
  return {
    instances: instances.map(({ instance }) => instance),
    stages: instances.flatMap(({ state, instance: { type, address, attributes } }) => {
      const id = type === stageType ? completeStageId(statedStageId(attributes)) : null;
      return id === null ? [] : [{ id, address, state, attributes }];
    }),
  };
}

/**
 * Where the stage of a resource lives that names a REST API and a stage, but not its account, as most companions do.
 * The account is that of the stage itself, or else of anything in the states that belongs to the same REST API.
 */
export function stageIdFromNeighbours(
  { attributes }: ManagedInstance,
  { stages, instances }: StageDirectory,
): StatedStageId {
  const own = statedStageId(attributes);
  const stage = stages.find(({ id }) => id.restApiId === own.restApiId && id.stageName === own.stageName);
  if (stage !== undefined) return stage.id;
  const neighbour = instances
    .map((instance) => statedStageId(instance.attributes))
    .find((id) => id.restApiId === own.restApiId && id.accountId !== null && id.region !== null);
  return { ...own, accountId: neighbour?.accountId ?? null, region: own.region ?? neighbour?.region ?? null };
}

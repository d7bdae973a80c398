import { readFile, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import type { ManagedInstance } from '../../lib/terraform/state-file.ts';
import { parseStateFile } from '../parse-state-file.ts';
import type { StageName } from './live-side.ts';
import type { Place } from './place.ts';
import type { Random } from './random.ts';
import { checkedTypes } from './verdict.ts';

/** A stage and the method settings on it, as the state has them. */
export interface StageResources {
  readonly of: StageName;
  readonly place: Place;
  readonly stage: ManagedInstance;
  readonly settings: readonly ManagedInstance[];
}

/**
 * @param places where the stages of the state lie
 * @returns what stands in the state, stage by stage
 */
export async function readStageResources(
  stateFile: string,
  places: readonly Place[],
): Promise<readonly StageResources[]> {
  const { instances } = parseStateFile(await readFile(stateFile, 'utf8'), new Set(checkedTypes));
  const nameOf = ({ attributes }: ManagedInstance) =>
    `${attributes.get('rest_api_id')}/${attributes.get('stage_name')}`;
  const settings = Map.groupBy(
    instances.filter(({ type }) => type === 'aws_api_gateway_method_settings'),
    nameOf,
  );
  return instances
    .filter(({ type }) => type === 'aws_api_gateway_stage')
    .map((stage) => {
      const restApiId = String(stage.attributes.get('rest_api_id'));
      const place = places.find((one) => one.restApiId === restApiId);
      if (place === undefined) throw new Error(`${stage.address} lies in a REST API that was not made for it`);
      const of = { region: place.region, restApiId, stageName: String(stage.attributes.get('stage_name')) };
      return { of, place, stage, settings: settings.get(nameOf(stage)) ?? [] };
    });
}

const stateSchema = v.looseObject({
  resources: v.array(
    v.looseObject({
      type: v.string(),
      instances: v.array(v.looseObject({ attributes: v.record(v.string(), v.unknown()) })),
    }),
  ),
});

/**
 * Gives the state what a single apply does not leave behind, but states of the field have: instances that are tainted,
 * and the size of a cache that is off, which the provider keeps from the time when it was on.
 */
export async function ageState(stateFile: string, random: Random): Promise<void> {
  const state = v.parse(v.pipe(v.string(), v.parseJson(), stateSchema), await readFile(stateFile, 'utf8'));
  const resources = state.resources.map((resource) => ({
    ...resource,
    instances: resource.instances.map(({ attributes, ...instance }) => ({
      ...instance,
      ...(random.chance(0.03) && { status: 'tainted' }),
      attributes:
        resource.type === 'aws_api_gateway_stage' && !attributes.cache_cluster_enabled && random.chance(0.15)
          ? { ...attributes, cache_cluster_size: '0.5' }
          : attributes,
    })),
  }));
  await writeFile(stateFile, JSON.stringify({ ...state, resources }));
}

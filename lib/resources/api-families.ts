import { type ApiFamily, completeStageId, type StageId, type StatedStageId } from '../model/stage-id.ts';
import type { ManagedInstance } from '../terraform/state-file.ts';
import type { FamilyDefinition, StageInArn } from './api-family.ts';
import { restApi } from './rest-api/family.ts';

/** Every family of APIs, one line each. */
export const apiFamilies: Readonly<Record<ApiFamily, FamilyDefinition>> = { REST: restApi };

const definitions = Object.values(apiFamilies);

/** @returns the family of a type in Terraform, undefined for what belongs to no API */
export function familyOfType(type: string): FamilyDefinition | undefined {
  return definitions.find(({ typePrefix }) => type.startsWith(typePrefix));
}

/** @returns where the stage is that an instance manages, `null` of any other instance and where its state does not tell */
export function managedStage({ type, attributes }: Pick<ManagedInstance, 'type' | 'attributes'>): StageId | null {
  const family = familyOfType(type);
  return family?.stageType === type ? completeStageId(family.statedStageId(attributes)) : null;
}

export function isStageType(type: string): boolean {
  return definitions.some(({ stageType }) => type === stageType);
}

/** @returns `null` of what is no ARN of a stage */
export function parseStageArn(value: unknown): StageInArn | null {
  const [stage = null] = definitions.flatMap(({ parseStageArn }) => parseStageArn(value) ?? []);
  return stage;
}

/** @returns an API as people read it, such as `REST API a1b2c3d4e5` */
export function apiName({ family, apiId }: Pick<StatedStageId, 'family' | 'apiId'>): string {
  return `${apiFamilies[family].label} ${apiId}`;
}

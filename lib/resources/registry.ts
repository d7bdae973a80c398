import { methodSettings } from './method-settings.ts';
import type { ResourceType } from './resource-type.ts';
import { stage } from './stage.ts';

/** Every resource type that is checked, one line each. */
const resourceTypes: readonly ResourceType[] = [stage, methodSettings];

/** Types that are read from states only because they tell the account and region of what belongs to their REST API. */
const neighbourTypes = ['aws_api_gateway_rest_api', 'aws_api_gateway_deployment'];

export const checkedTypes: ReadonlyMap<string, ResourceType> = new Map(
  resourceTypes.map((known) => [known.type, known]),
);

/** Types of the instances that are to be read from states. */
export const typesToRead: ReadonlySet<string> = new Set([...checkedTypes.keys(), ...neighbourTypes]);

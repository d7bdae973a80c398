import { methodSettings } from './method-settings.ts';
import type { ResourceType } from './resource-type.ts';
import { stage } from './stage.ts';
import { restApiType } from './stage-directory.ts';
import { webAclAssociationType } from './web-acl-association.ts';

/** Every resource type that is checked, one line each. */
const resourceTypes: readonly ResourceType[] = [stage, methodSettings];

/** Types that are read from states only for what they tell of stages: their account and region, their web ACL. */
const neighbourTypes = [restApiType, 'aws_api_gateway_deployment', webAclAssociationType];

export const checkedTypes: ReadonlyMap<string, ResourceType> = new Map(
  resourceTypes.map((known) => [known.type, known]),
);

/** Types of the instances that are to be read from states. */
export const typesToRead: ReadonlySet<string> = new Set([...checkedTypes.keys(), ...neighbourTypes]);

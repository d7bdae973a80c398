import { basePathMapping } from './base-path-mapping.ts';
import { clientCertificate } from './client-certificate.ts';
import { deployment } from './deployment.ts';
import { logGroup } from './log-group.ts';
import { methodSettings } from './method-settings.ts';
import type { ResourceType } from './resource-type.ts';
import { stage } from './stage.ts';
import { restApiType } from './stage-directory.ts';
import { webAclAssociationType } from './web-acl-association.ts';

/** Every resource type that is checked, one line each. */
const resourceTypes: readonly ResourceType[] = [
  stage,
  methodSettings,
  deployment,
  logGroup,
  basePathMapping,
  clientCertificate,
];

/** Types that are read from states only for what they tell of stages: their account and region, their web ACL. */
const neighbourTypes = [restApiType, webAclAssociationType];

export const checkedTypes: ReadonlyMap<string, ResourceType> = new Map(
  resourceTypes.map((known) => [known.type, known]),
);

/** Those of them that are a part of the stage itself. */
export const typesOfStages: ReadonlyMap<string, ResourceType> = new Map(
  [...checkedTypes].filter(([, { companion }]) => !companion),
);

/** Types of the instances that are to be read from states. */
export const typesToRead: ReadonlySet<string> = new Set([...checkedTypes.keys(), ...neighbourTypes]);

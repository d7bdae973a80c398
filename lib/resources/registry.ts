import { logGroup } from './log-group.ts';
import type { ResourceType } from './resource-type.ts';
import { basePathMapping } from './rest-api/base-path-mapping.ts';
import { clientCertificate } from './rest-api/client-certificate.ts';
import { deployment } from './rest-api/deployment.ts';
import { restApi } from './rest-api/family.ts';
import { methodSettings } from './rest-api/method-settings.ts';
import { stage } from './rest-api/stage.ts';
import { webAclAssociation } from './rest-api/web-acl-association.ts';

/** Every resource type that is checked, one line each. */
const resourceTypes: readonly ResourceType[] = [
  stage,
  methodSettings,
  deployment,
  logGroup,
  basePathMapping,
  clientCertificate,
  webAclAssociation,
];

/** Types that are read from states only for the account and region of stages. */
const neighbourTypes = [restApi.apiType];

export const checkedTypes: ReadonlyMap<string, ResourceType> = new Map(
  resourceTypes.map((known) => [known.type, known]),
);

/** Those of them that are a part of the stage itself. */
export const typesOfStages: ReadonlyMap<string, ResourceType> = new Map(
  [...checkedTypes].filter(([, { companion }]) => !companion),
);

/** Types of the instances that are to be read from states. */
export const typesToRead: ReadonlySet<string> = new Set([...checkedTypes.keys(), ...neighbourTypes]);

import {
  CreateBasePathMapping$,
  DeleteBasePathMapping$,
  GetBasePathMapping$,
  UpdateBasePathMapping$,
} from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import { badRequest, conflict, notFound } from './api-gateway-error.ts';
import { type BasePathMapping, type DomainName, domainNameMembers, findDomainName } from './domain-name-operations.ts';
import { type Operation, operation } from './operation.ts';
import { findRestApi, findStage, type RegionalData } from './rest-apis.ts';

/** What API Gateway has for an empty base path, and takes for "no stage". */
const none = '(none)';

const one = v.object({ ...domainNameMembers, basePath: v.string() });
const patchOperation = v.object({ op: v.literal('replace'), path: v.string(), value: v.string() });

/** The operations on base path mappings. */
export const basePathMappingOperations: readonly Operation[] = [
  operation(
    CreateBasePathMapping$,
    v.object({
      ...domainNameMembers,
      basePath: v.optional(v.string()),
      restApiId: v.string(),
      stage: v.optional(v.string()),
    }),
    (here, { basePath, restApiId, stage, ...named }) => {
      const { mappings } = findDomainName(here, named);
      const mapping = { basePath: basePath || none, restApiId, stage: stage || undefined };
      if (mappings.has(mapping.basePath)) throw conflict('Base path already exists for this domain name');
      requireTarget(here, mapping);
      mappings.set(mapping.basePath, mapping);
      return mapping;
    },
  ),
  operation(GetBasePathMapping$, one, (here, { basePath, ...named }) => find(findDomainName(here, named), basePath)),
  operation(
    UpdateBasePathMapping$,
    v.object({ ...one.entries, patchOperations: v.array(patchOperation) }),
    (here, { basePath, patchOperations, ...named }) => {
      const domainName = findDomainName(here, named);
      const changed = patchOperations.reduce(patch, find(domainName, basePath));
      requireTarget(here, changed);
      domainName.mappings.delete(basePath);
      domainName.mappings.set(changed.basePath, changed);
      return changed;
    },
  ),
  operation(DeleteBasePathMapping$, one, (here, { basePath, ...named }) => {
    const domainName = findDomainName(here, named);
    find(domainName, basePath);
    domainName.mappings.delete(basePath);
    return undefined;
  }),
];

function find({ mappings }: DomainName, basePath: string): BasePathMapping {
  const mapping = mappings.get(basePath);
  if (mapping === undefined) throw notFound('Invalid base path mapping identifier specified');
  return mapping;
}

function requireTarget(here: RegionalData, { restApiId, stage }: BasePathMapping): void {
  if (stage === undefined) findRestApi(here, restApiId);
  else findStage(here, restApiId, stage);
}

function patch(mapping: BasePathMapping, { path, value }: v.InferOutput<typeof patchOperation>): BasePathMapping {
  switch (path) {
    case '/restapiId':
      return { ...mapping, restApiId: value };
    case '/stage':
      return { ...mapping, stage: value === '' || value === none ? undefined : value };
    case '/basePath':
      return { ...mapping, basePath: value || none };
    default:
      throw badRequest(`Invalid patch path '${path}'. Must be one of: [/restapiId, /stage, /basePath]`);
  }
}

import { CreateDomainName$, DeleteDomainName$, GetDomainName$ } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import { conflict, notFound } from './api-gateway-error.ts';
import { type Operation, operation } from './operation.ts';
import { newId, type RegionalData } from './rest-apis.ts';

/** Where a base path leads, as on the wire. */
export interface BasePathMapping {
  readonly basePath: string;
  readonly restApiId: string;
  readonly stage?: string | undefined;
}

/** A custom domain name with its mappings by base path. */
export interface DomainName {
  readonly domainName: string;
  /** Only private domain names have one: theirs need not be unique. */
  readonly domainNameId?: string | undefined;
  readonly mappings: Map<string, BasePathMapping>;
}

/** What names a domain name in a request. */
export const domainNameMembers = { domainName: v.string(), domainNameId: v.optional(v.string()) };

const one = v.object(domainNameMembers);

/** The operations on custom domain names; of what makes them work nothing is kept. */
export const domainNameOperations: readonly Operation[] = [
  operation(
    CreateDomainName$,
    v.object({
      domainName: v.string(),
      endpointConfiguration: v.optional(v.looseObject({ types: v.optional(v.array(v.string()), []) })),
    }),
    (here, { domainName, endpointConfiguration }) => {
      const isPrivate = endpointConfiguration?.types.includes('PRIVATE') === true;
      const created = { domainName, domainNameId: isPrivate ? newId(10) : undefined, mappings: new Map() };
      const key = domainNameKey(created);
      if (here.domainNames.has(key)) throw conflict('The domain name you provided already exists.');
      here.domainNames.set(key, created);
      return answer(created);
    },
  ),
  operation(GetDomainName$, one, (here, named) => answer(findDomainName(here, named))),
  operation(DeleteDomainName$, one, (here, named) => {
    findDomainName(here, named);
    here.domainNames.delete(domainNameKey(named));
    return undefined;
  }),
];

/** @returns the domain name; throws API Gateway's NotFoundException when there is none */
export function findDomainName(here: RegionalData, named: v.InferOutput<typeof one>): DomainName {
  const found = here.domainNames.get(domainNameKey(named));
  if (found === undefined) throw notFound('Invalid domain name identifier specified');
  return found;
}

function domainNameKey({ domainName, domainNameId }: v.InferOutput<typeof one>): string {
  return domainNameId === undefined ? domainName : `${domainName}+${domainNameId}`;
}

function answer({ domainName, domainNameId }: DomainName): object {
  return { domainName, domainNameId, domainNameStatus: 'AVAILABLE' };
}

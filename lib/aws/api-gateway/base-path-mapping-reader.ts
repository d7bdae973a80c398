import { GetBasePathMappingCommand } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import type { LiveBasePathMapping } from '../../resources/live.ts';
import { anObject, flatten, text } from '../flatten.ts';
import type { KindReader } from '../kind-reader.ts';
import { ask } from '../service.ts';
import type { ApiGateway } from './list-reader.ts';

const mappingSchema: v.GenericSchema<unknown, LiveBasePathMapping> = v.object(
  { restApiId: text, stage: text },
  anObject,
);

/** Asks for each base path mapping by its domain name and base path. */
export function createBasePathMappingReader(apiGateway: ApiGateway): KindReader<'BASE_PATH_MAPPING'> {
  return () =>
    ({ domainNameId, ...id }) => {
      const input = { ...id, ...(domainNameId === '' ? {} : { domainNameId }) };
      return ask(apiGateway, new GetBasePathMappingCommand(input), (output) =>
        flatten(mappingSchema, output, 'is not a base path mapping'),
      );
    };
}

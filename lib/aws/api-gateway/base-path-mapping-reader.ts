import { GetBasePathMappingCommand } from '@aws-sdk/client-api-gateway';
import { anObject, aText } from '../../resources/live-form.ts';
import { basePathMappingForm } from '../../resources/rest-api/live-base-path-mapping.ts';
import { flattenAs } from '../flatten.ts';
import type { KindReader } from '../kind-reader.ts';
import { ask } from '../service.ts';
import type { ApiGateway } from './list-reader.ts';

const flattenMapping = flattenAs(
  anObject({ basePath: aText, ...basePathMappingForm.entries }),
  'is not a base path mapping',
);

/** Asks for each base path mapping by its domain name and base path. */
export function createBasePathMappingReader(apiGateway: ApiGateway): KindReader<'BASE_PATH_MAPPING'> {
  return () =>
    ({ domainNameId, ...id }) => {
      const input = { ...id, ...(domainNameId === '' ? {} : { domainNameId }) };
      return ask(apiGateway, new GetBasePathMappingCommand(input), flattenMapping);
    };
}

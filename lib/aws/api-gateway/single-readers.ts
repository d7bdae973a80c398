import { GetBasePathMappingCommand, GetClientCertificateCommand } from '@aws-sdk/client-api-gateway';
import { clientCertificateForm } from '../../resources/live.ts';
import { anObject, aText } from '../../resources/live-form.ts';
import { basePathMappingForm } from '../../resources/rest-api/live-base-path-mapping.ts';
import { flattenAs } from '../flatten.ts';
import type { KindReader } from '../kind-reader.ts';
import { ask } from '../service.ts';
import type { ApiGateway } from './list-reader.ts';

// What is asked for one by one, since lists of it are those of a whole account.

const flattenMapping = flattenAs(
  anObject({ basePath: aText, ...basePathMappingForm.entries }),
  'is not a base path mapping',
);
const flattenCertificate = flattenAs(
  anObject({ clientCertificateId: aText, ...clientCertificateForm.entries }),
  'is not a client certificate',
);

export function createBasePathMappingReader(apiGateway: ApiGateway): KindReader<'BASE_PATH_MAPPING'> {
  return () =>
    ({ domainNameId, ...id }) => {
      const input = { ...id, ...(domainNameId === '' ? {} : { domainNameId }) };
      return ask(apiGateway, new GetBasePathMappingCommand(input), flattenMapping);
    };
}

/** The tags of a client certificate come with it. */
export function createClientCertificateReader(apiGateway: ApiGateway): KindReader<'CLIENT_CERTIFICATE'> {
  return () => (id) => ask(apiGateway, new GetClientCertificateCommand(id), flattenCertificate);
}

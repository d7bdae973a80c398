import { GetClientCertificateCommand } from '@aws-sdk/client-api-gateway';
import { clientCertificateForm } from '../../resources/live.ts';
import { anObject, aText } from '../../resources/live-form.ts';
import { flattenAs } from '../flatten.ts';
import type { KindReader } from '../kind-reader.ts';
import { ask } from '../service.ts';
import type { ApiGateway } from './list-reader.ts';

const flattenCertificate = flattenAs(
  anObject({ clientCertificateId: aText, ...clientCertificateForm.entries }),
  'is not a client certificate',
);

/** Asks for each client certificate by its id; the tags come with it. */
export function createClientCertificateReader(apiGateway: ApiGateway): KindReader<'CLIENT_CERTIFICATE'> {
  return () => (id) => ask(apiGateway, new GetClientCertificateCommand(id), flattenCertificate);
}

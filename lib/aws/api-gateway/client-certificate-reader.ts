import { GetClientCertificateCommand } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import type { LiveClientCertificate } from '../../resources/live.ts';
import { anObject, flatten, text, textMap } from '../flatten.ts';
import type { KindReader } from '../kind-reader.ts';
import { ask } from '../service.ts';
import type { ApiGateway } from './list-reader.ts';

const certificateSchema: v.GenericSchema<unknown, LiveClientCertificate> = v.object(
  { description: text, tags: textMap },
  anObject,
);

/** Asks for each client certificate by its id; the tags come with it. */
export function createClientCertificateReader(apiGateway: ApiGateway): KindReader<'CLIENT_CERTIFICATE'> {
  return () => (id) =>
    ask(apiGateway, new GetClientCertificateCommand(id), (output) =>
      flatten(certificateSchema, output, 'is not a client certificate'),
    );
}

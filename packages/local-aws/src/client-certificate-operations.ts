import {
  DeleteClientCertificate$,
  GenerateClientCertificate$,
  GetClientCertificate$,
  UpdateClientCertificate$,
} from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import { notFound } from './api-gateway-error.ts';
import { describedAnew, descriptionPatch } from './description-patch.ts';
import { type Operation, operation } from './operation.ts';
import { newId, type RegionalData } from './rest-apis.ts';
import { epochSeconds, texts } from './stage-model.ts';

/** A client certificate as on the wire. */
export interface ClientCertificate {
  readonly clientCertificateId: string;
  readonly description?: string | undefined;
  readonly pemEncodedCertificate: string;
  readonly createdDate: number;
  readonly expirationDate: number;
  tags: Record<string, string>;
}

const one = v.object({ clientCertificateId: v.string() });
const yearOfSeconds = 365 * 24 * 3600;

/** The operations on client certificates; what is in them is no certificate. */
export const clientCertificateOperations: readonly Operation[] = [
  operation(
    GenerateClientCertificate$,
    v.object({ description: v.optional(v.string()), tags: texts }),
    (here, { description, tags }) => {
      const certificate = {
        clientCertificateId: newId(6),
        description,
        pemEncodedCertificate: '-----BEGIN CERTIFICATE-----\nlocal\n-----END CERTIFICATE-----\n',
        createdDate: epochSeconds(),
        expirationDate: epochSeconds() + yearOfSeconds,
        tags: tags ?? {},
      };
      here.clientCertificates.set(certificate.clientCertificateId, certificate);
      return certificate;
    },
  ),
  operation(GetClientCertificate$, one, (here, { clientCertificateId }) =>
    findClientCertificate(here, clientCertificateId),
  ),
  operation(
    UpdateClientCertificate$,
    v.object({ ...one.entries, patchOperations: descriptionPatch }),
    (here, { clientCertificateId, patchOperations }) => {
      const changed = describedAnew(findClientCertificate(here, clientCertificateId), patchOperations);
      here.clientCertificates.set(clientCertificateId, changed);
      return changed;
    },
  ),
  operation(DeleteClientCertificate$, one, (here, { clientCertificateId }) => {
    findClientCertificate(here, clientCertificateId);
    here.clientCertificates.delete(clientCertificateId);
    return undefined;
  }),
];

/** @returns the certificate; throws API Gateway's NotFoundException when there is none */
export function findClientCertificate(here: RegionalData, clientCertificateId: string): ClientCertificate {
  const certificate = here.clientCertificates.get(clientCertificateId);
  if (certificate === undefined) throw notFound('Invalid Client Certificate identifier specified');
  return certificate;
}

import { clientCertificateArn } from './arn.ts';
import { text } from './attribute.ts';
import { firstStage, homeInArn, isAt, stagesByUse, textOf } from './companion.ts';
import type { LiveClientCertificate } from './live-client-certificate.ts';
import { clearable, updating } from './patch.ts';
import { type Location, resourceType } from './resource-type.ts';
import type { StageDirectory } from './stage-directory.ts';
import { tags } from './tags.ts';

const update = updating<'CLIENT_CERTIFICATE'>('update-client-certificate', ({ id }) => ({
  'client-certificate-id': id.clientCertificateId,
}));

/** `aws_api_gateway_client_certificate`, where a stage of the states presents it to its backends. */
export const clientCertificate = resourceType<'CLIENT_CERTIFICATE', LiveClientCertificate>({
  type: 'aws_api_gateway_client_certificate',
  companion: true,
  namedBy: 'id',
  locate: ({ attributes }, stages) => locateCertificate(attributes, stages),
  part: (live) => ({ kind: 'FOUND', live }),
  // The certificate itself and its dates belong to the id: API Gateway makes them and nobody can change them.
  settings: [
    {
      name: 'description',
      type: text,
      actual: (live) => live.description || null,
      revert: update(clearable('/description')),
    },
    tags('apigateway', clientCertificateArn),
  ],
});

const users = stagesByUse(({ attributes }) => [textOf(attributes, 'client_certificate_id')]);

/** The ARN of a certificate names its region, but no account: that is the account of the stage. */
function locateCertificate(
  attributes: ReadonlyMap<string, unknown>,
  stages: StageDirectory,
): Location<'CLIENT_CERTIFICATE'> | null {
  const clientCertificateId = textOf(attributes, 'id');
  const home = homeInArn(attributes.get('arn'));
  const stage = firstStage(users(clientCertificateId, stages).filter((user) => isAt(user, home)));
  if (stage === undefined) return null;
  const { accountId, region } = stage.id;
  const question = { kind: 'CLIENT_CERTIFICATE', accountId, region, id: { clientCertificateId } } as const;
  return { kind: 'KNOWN', id: stage.id, question };
}

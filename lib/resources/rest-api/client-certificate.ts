import { clientCertificateArn } from '../../model/arn.ts';
import { text } from '../attribute-type.ts';
import { homeInArn, isAt, locateWith, stagesByUse, textOf } from '../companion.ts';
import { resourceType } from '../resource-type.ts';
import { tags } from '../tags.ts';
import { clearable, updating } from './patch.ts';
import { row } from './rows.ts';

const update = updating<'CLIENT_CERTIFICATE'>('update-client-certificate', ({ id }) => ({
  'client-certificate-id': id.clientCertificateId,
}));

/** `aws_api_gateway_client_certificate`, where a stage of the states presents it to its backends. */
export const clientCertificate = resourceType<'CLIENT_CERTIFICATE'>({
  type: 'aws_api_gateway_client_certificate',
  companion: true,
  namedBy: 'id',
  // The ARN of a certificate names its region, but no account: that is the account of the stage.
  locate({ attributes }, stages) {
    const clientCertificateId = textOf(attributes, 'id');
    const home = homeInArn(attributes.get('arn'));
    const presenters = users(clientCertificateId, stages).filter(isAt(home));
    return locateWith(presenters, home, 'CLIENT_CERTIFICATE', { clientCertificateId });
  },
  part: (live) => ({ kind: 'FOUND', live }),
  // The certificate itself and its dates belong to the id: API Gateway makes them and nobody can change them.
  settings: [
    row(update, 'description', { type: text, member: 'description', patch: clearable }),
    tags('apigateway', clientCertificateArn),
  ],
  notCompared: ['id', 'arn', 'region', 'created_date', 'expiration_date', 'pem_encoded_certificate'],
});

const users = stagesByUse(({ attributes }) => [textOf(attributes, 'client_certificate_id')]);

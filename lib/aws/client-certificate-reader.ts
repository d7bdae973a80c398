import { GetClientCertificateCommand } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import type { Answer, LiveClientCertificate, Question } from '../resources/live.ts';
import { type ApiGatewaySession, askApiGateway } from './ask-api-gateway.ts';
import { askEach } from './ask-each.ts';
import { anObject, flatten, text, textMap } from './flatten.ts';

const certificateSchema: v.GenericSchema<unknown, LiveClientCertificate> = v.object(
  { description: text, tags: textMap },
  anObject,
);

/** Asks for each client certificate by its id; the tags come with it. */
export function readClientCertificates(
  questions: readonly Question<'CLIENT_CERTIFICATE'>[],
  session: ApiGatewaySession,
): Promise<ReadonlyMap<string, Answer<LiveClientCertificate>>> {
  return askEach(
    questions,
    (id) => askApiGateway(session, new GetClientCertificateCommand(id)),
    (output) => flatten(certificateSchema, output, 'is not a client certificate'),
  );
}

import { GetBasePathMappingCommand } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import type { Answer, LiveBasePathMapping, Question } from '../resources/live.ts';
import { type ApiGatewaySession, askApiGateway } from './ask-api-gateway.ts';
import { askEach } from './ask-each.ts';
import { anObject, flatten, text } from './flatten.ts';

const mappingSchema: v.GenericSchema<unknown, LiveBasePathMapping> = v.object(
  { restApiId: text, stage: text },
  anObject,
);

/** Asks for each base path mapping by its domain name and base path. */
export function readBasePathMappings(
  questions: readonly Question<'BASE_PATH_MAPPING'>[],
  session: ApiGatewaySession,
): Promise<ReadonlyMap<string, Answer<LiveBasePathMapping>>> {
  return askEach(
    questions,
    ({ domainNameId, ...id }) => {
      const input = { ...id, ...(domainNameId === '' ? {} : { domainNameId }) };
      return askApiGateway(session, new GetBasePathMappingCommand(input));
    },
    (output) => flatten(mappingSchema, output, 'is not a base path mapping'),
  );
}

import { GetBasePathMappingCommand } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import type { Answer, Question } from '../resources/live.ts';
import type { LiveBasePathMapping } from '../resources/live-base-path-mapping.ts';
import type { AccountSession } from './account-session.ts';
import { askEach } from './ask-each.ts';
import { eachAttempt } from './bounded-calls.ts';
import { anObject, flatten, text } from './flatten.ts';

const mappingSchema: v.GenericSchema<unknown, LiveBasePathMapping> = v.object(
  { restApiId: text, stage: text },
  anObject,
);

/** Asks for each base path mapping by its domain name and base path. */
export function readBasePathMappings(
  questions: readonly Question<'BASE_PATH_MAPPING'>[],
  { apiGateway, apiGatewayCalls }: AccountSession,
): Promise<ReadonlyMap<string, Answer<LiveBasePathMapping>>> {
  return askEach(
    questions,
    apiGatewayCalls,
    ({ domainName, basePath, domainNameId }, abortSignal, watch) => {
      const command = new GetBasePathMappingCommand({
        domainName,
        basePath,
        ...(domainNameId === '' ? {} : { domainNameId }),
      });
      command.middlewareStack.add(watch, eachAttempt);
      return apiGateway.send(command, { abortSignal });
    },
    (output) => flatten(mappingSchema, output, 'is not a base path mapping'),
  );
}

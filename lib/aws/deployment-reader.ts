import { GetDeploymentCommand } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import type { Answer, Question } from '../resources/live.ts';
import type { LiveDeployment } from '../resources/live-deployment.ts';
import type { AccountSession } from './account-session.ts';
import { askEach } from './ask-each.ts';
import { eachAttempt } from './bounded-calls.ts';
import { anObject, date, flatten, text } from './flatten.ts';

const deploymentSchema: v.GenericSchema<unknown, LiveDeployment> = v.object(
  { description: text, createdDate: date },
  anObject,
);

/** Asks for each deployment by its id, with one call: a list of all deployments of a REST API can be long. */
export function readDeployments(
  questions: readonly Question<'DEPLOYMENT'>[],
  { apiGateway, apiGatewayCalls }: AccountSession,
): Promise<ReadonlyMap<string, Answer<LiveDeployment>>> {
  return askEach(
    questions,
    apiGatewayCalls,
    (id, abortSignal, watch) => {
      const command = new GetDeploymentCommand(id);
      command.middlewareStack.add(watch, eachAttempt);
      return apiGateway.send(command, { abortSignal });
    },
    (output) => flatten(deploymentSchema, output, 'is not a deployment'),
  );
}

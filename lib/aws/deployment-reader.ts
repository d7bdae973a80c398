import { GetDeploymentCommand } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import { type Answer, type Question, questionKey } from '../resources/live.ts';
import type { LiveDeployment } from '../resources/live-deployment.ts';
import type { AccountSession } from './account-session.ts';
import { answerFrom } from './answer.ts';
import { eachAttempt } from './bounded-calls.ts';
import { anObject, date, flatten, text } from './flatten.ts';

const deploymentSchema: v.GenericSchema<unknown, LiveDeployment> = v.object(
  { description: text, createdDate: date },
  anObject,
);

/** Asks for each deployment by its id, with one call: a list of all deployments of a REST API can be long. */
export async function readDeployments(
  questions: readonly Question<'DEPLOYMENT'>[],
  { apiGateway, apiGatewayCalls }: AccountSession,
): Promise<ReadonlyMap<string, Answer<LiveDeployment>>> {
  const answers = questions.map(async (question): Promise<[string, Answer<LiveDeployment>]> => {
    const outcome = await apiGatewayCalls.send((abortSignal, watch) => {
      const command = new GetDeploymentCommand(question.id);
      command.middlewareStack.add(watch, eachAttempt);
      return apiGateway.send(command, { abortSignal });
    });
    const read = (output: unknown) => flatten(deploymentSchema, output, 'is not a deployment');
    return [questionKey(question), answerFrom('API Gateway', outcome, read, ['NotFoundException'])];
  });
  return new Map(await Promise.all(answers));
}

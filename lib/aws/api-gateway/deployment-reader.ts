import { GetDeploymentCommand, GetDeploymentsCommand } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import type { LiveDeployment } from '../../resources/live-deployment.ts';
import { anObject, aText, date, flatten, text, UnusableAnswerError } from '../flatten.ts';
import type { KindReader } from '../kind-reader.ts';
import { ask, send } from '../service.ts';
import { type ApiGateway, createRestApiLists, type Listed, readFromLists } from './rest-api-lists.ts';

const deploymentSchema = v.object({ id: aText, description: text, createdDate: date }, anObject);
const listSchema = v.object({ items: v.array(v.looseObject({ id: aText }, anObject)) }, anObject);

/** Deployments in one answer: the most that API Gateway gives. */
const maxListed = 500;

export function createDeploymentReader(apiGateway: ApiGateway): KindReader<'DEPLOYMENT'> {
  const lists = createRestApiLists(
    (restApiId) => send(apiGateway, new GetDeploymentsCommand({ restApiId, limit: maxListed })),
    deploymentsById,
  );
  return (ids) =>
    readFromLists(
      ids,
      lists,
      ({ deploymentId }) => deploymentId,
      (id) => ask(apiGateway, new GetDeploymentCommand(id), (output) => flattenWithId(output, id)),
      flattenWithId,
    );
}

/** @throws UnusableAnswerError */
function deploymentsById(output: unknown): Listed {
  const { items } = flatten(listSchema, output, 'is not a list of deployments');
  return new Map(items.map((deployment) => [deployment.id, deployment]));
}

/** @throws UnusableAnswerError */
function flattenWithId(output: unknown, { deploymentId }: { readonly deploymentId: string }): LiveDeployment {
  const { id, ...deployment } = flatten(deploymentSchema, output, 'is not a deployment');
  if (id === deploymentId) return deployment;
  throw new UnusableAnswerError('API Gateway gave an answer about another deployment');
}

import { GetDeploymentCommand, GetDeploymentsCommand } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import type { LiveDeployment, LiveKinds } from '../../resources/live.ts';
import { anObject, aText, date, flatten, text, UnusableAnswerError } from '../flatten.ts';
import type { KindReader } from '../kind-reader.ts';
import { send } from '../service.ts';
import { type ApiGateway, createListReader, type Listed } from './list-reader.ts';

type DeploymentId = LiveKinds['DEPLOYMENT']['id'];

const deploymentSchema = v.object({ id: aText, description: text, createdDate: date }, anObject);
const listSchema = v.object({ items: v.array(v.looseObject({ id: aText }, anObject)) }, anObject);

/** Deployments in one answer: the most that API Gateway gives. */
const maxListed = 500;

export function createDeploymentReader(apiGateway: ApiGateway): KindReader<'DEPLOYMENT'> {
  return createListReader<DeploymentId, LiveDeployment>({
    list: (restApiId) => send(apiGateway, new GetDeploymentsCommand({ restApiId, limit: maxListed })),
    byName: deploymentsById,
    nameOf: ({ deploymentId }) => deploymentId,
    get: (id) => send(apiGateway, new GetDeploymentCommand(id)),
    flatten: flattenWithId,
  }).read;
}

/** @throws UnusableAnswerError */
function deploymentsById(output: unknown): Listed {
  const { items } = flatten(listSchema, output, 'is not a list of deployments');
  return new Map(items.map((deployment) => [deployment.id, deployment]));
}

/** @throws UnusableAnswerError */
function flattenWithId(output: unknown, { deploymentId }: DeploymentId): LiveDeployment {
  const { id, ...deployment } = flatten(deploymentSchema, output, 'is not a deployment');
  if (id === deploymentId) return deployment;
  throw new UnusableAnswerError('API Gateway gave an answer about another deployment');
}

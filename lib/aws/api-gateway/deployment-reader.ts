import { GetDeploymentCommand, GetDeploymentsCommand } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import { deploymentForm, type LiveDeployment, type LiveKinds } from '../../resources/live.ts';
import { anObject, aText } from '../../resources/live-form.ts';
import { flattenAs } from '../flatten.ts';
import type { KindReader } from '../kind-reader.ts';
import { send } from '../service.ts';
import { type ApiGateway, createListReader } from './list-reader.ts';

const flattenDeployment = flattenAs(anObject({ id: aText, ...deploymentForm.entries }), 'is not a deployment');
const flattenList = flattenAs(
  anObject({ items: v.array(v.looseObject({ id: aText }, 'an object')) }),
  'is not a list of deployments',
);

/** Deployments in one answer: the most that API Gateway gives. */
const maxListed = 500;

export function createDeploymentReader(apiGateway: ApiGateway): KindReader<'DEPLOYMENT'> {
  return createListReader<LiveKinds['DEPLOYMENT']['id'], LiveDeployment>({
    what: 'deployment',
    list: (restApiId) => send(apiGateway, new GetDeploymentsCommand({ restApiId, limit: maxListed })),
    byName: (output) => new Map(flattenList(output).items.map((deployment) => [deployment.id, deployment])),
    nameOf: ({ deploymentId }) => deploymentId,
    get: ({ apiId: restApiId, deploymentId }) =>
      send(apiGateway, new GetDeploymentCommand({ restApiId, deploymentId })),
    flatten(output) {
      const { id, ...live } = flattenDeployment(output);
      return { name: id, live };
    },
  }).read;
}

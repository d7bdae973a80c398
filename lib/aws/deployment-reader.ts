import { GetDeploymentCommand, GetDeploymentsCommand } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import { type Answer, type LiveDeployment, type Question, questionKey } from '../resources/live.ts';
import { answerFrom, found, isRefused } from './answer.ts';
import { type ApiGatewaySession, askApiGateway } from './ask-api-gateway.ts';
import { anObject, aText, date, flatten, text, UnusableAnswerError } from './flatten.ts';
import { groupBy } from './group-by.ts';

type DeploymentQuestion = Question<'DEPLOYMENT'>;

/** Deployments by their ids, each as it was answered. */
type Listed = Answer<ReadonlyMap<string, unknown>>;

const deploymentSchema = v.object({ id: aText, description: text, createdDate: date }, anObject);
const listSchema = v.object({ items: v.array(v.looseObject({ id: aText }, anObject)) }, anObject);

/** The most that API Gateway lists with one call. */
const limit = 500;

/** Reads deployments with the fewest calls: GetDeployments once for several of a REST API, GetDeployment for one. */
export async function readDeployments(
  questions: readonly DeploymentQuestion[],
  session: ApiGatewaySession,
): Promise<ReadonlyMap<string, Answer<LiveDeployment>>> {
  const restApis = groupBy(questions, ({ id }) => id.restApiId).map(async (ofApi) => {
    const listed = ofApi.length > 1 ? await list(ofApi[0].id.restApiId, session) : nothingListed;
    const answers = ofApi.map(async (question): Promise<[string, Answer<LiveDeployment>]> => {
      return [questionKey(question), await answer(question, listed, session)];
    });
    return Promise.all(answers);
  });
  return new Map((await Promise.all(restApis)).flat());
}

async function answer(
  question: DeploymentQuestion,
  listed: Listed,
  session: ApiGatewaySession,
): Promise<Answer<LiveDeployment>> {
  if (listed.kind !== 'FOUND') return listed;
  const { deploymentId } = question.id;
  const inList = listed.live.get(deploymentId);
  if (inList !== undefined) return found(() => deploymentWith(deploymentId, inList));
  // A list may go on beyond one call: that a deployment is gone is never concluded from it.
  const outcome = await askApiGateway(session, new GetDeploymentCommand(question.id));
  return answerFrom('API Gateway', outcome, (output) => deploymentWith(deploymentId, output), ['NotFoundException']);
}

async function list(restApiId: string, session: ApiGatewaySession): Promise<Listed> {
  const outcome = await askApiGateway(session, new GetDeploymentsCommand({ restApiId, limit }));
  // A role may allow GetDeployment and not GetDeployments. While the service fails, more calls would only fail, too.
  if (isRefused(outcome)) return nothingListed;
  const listed = answerFrom('API Gateway', outcome, deploymentsById, []);
  return listed.kind === 'UNREADABLE' && outcome.kind === 'ANSWERED' ? nothingListed : listed;
}

const nothingListed: Listed = { kind: 'FOUND', live: new Map() };

/** @throws UnusableAnswerError */
function deploymentsById(output: unknown): ReadonlyMap<string, unknown> {
  const { items } = flatten(listSchema, output, 'is not a list of deployments');
  return new Map(items.map((deployment) => [deployment.id, deployment]));
}

/** @throws UnusableAnswerError */
function deploymentWith(deploymentId: string, output: unknown): LiveDeployment {
  const { id, ...deployment } = flatten(deploymentSchema, output, 'is not a deployment');
  if (id === deploymentId) return deployment;
  throw new UnusableAnswerError('API Gateway gave an answer about another deployment');
}

import { type LocalApiGateway, startApiGateway } from '@stagedrift/local-aws/api-gateway';
import { defaultAccount } from '@stagedrift/local-aws/credential-scope';
import type { ApiGateway } from '../../../lib/aws/api-gateway/list-reader.ts';
import { createApiGatewayClient } from '../../../lib/aws/clients.ts';
import { createBoundedCalls } from '../../../lib/aws/limits/bounded-calls.ts';
import { createRequestBudget } from '../../../lib/aws/limits/request-budget.ts';
import type { Clock } from '../../../lib/model/clock.ts';
import type { StageId } from '../../../lib/model/stage-id.ts';
import type { Answer, Question } from '../../../lib/resources/live.ts';
import type { LiveStage } from '../../../lib/resources/rest-api/live-stage.ts';

/** The account that the local AWS takes our credentials for. */
export const ownAccountId = defaultAccount;
export const foreignAccountId = '999999999999';

/** @returns the id of a stage in our own account, less or more what is given */
export function stageId(apiId: string, stageName = 'prod', elsewhere: Partial<StageId> = {}): StageId {
  return { family: 'REST', accountId: ownAccountId, region: 'eu-west-1', apiId, stageName, ...elsewhere };
}

/** @returns the ids of one stage `prod` of each REST API `api0`, `api1` and so on */
export function stagesOfApis(count: number): StageId[] {
  return Array.from({ length: count }, (_, index) => stageId(`api${index}`));
}

/**
 * Starts an API Gateway and an STS that the SDK calls from now on. Each test has its own, since a request that was
 * given up may still arrive when its test is over.
 */
export async function startOwnApiGateway(): Promise<LocalApiGateway> {
  const apiGateway = await startApiGateway();
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_API_GATEWAY: apiGateway.url,
    AWS_ENDPOINT_URL_STS: apiGateway.url,
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  return apiGateway;
}

/** @returns API Gateway as a session has it, with a budget that holds nothing up */
export function apiGatewayService({
  clock,
  deadline = new AbortController().signal,
  callTimeoutMs = 5_000,
  client = createApiGatewayClient('eu-west-1', null, clock),
}: {
  readonly clock: Clock;
  readonly deadline?: AbortSignal;
  readonly callTimeoutMs?: number;
  readonly client?: ApiGateway['client'];
}): ApiGateway {
  const calls = createBoundedCalls(createRequestBudget(1_000, clock), deadline, callTimeoutMs, clock);
  return { name: 'API Gateway', client, calls };
}

/** Makes the stages live, each described by its name. */
export function makeLive(apiGateway: LocalApiGateway, ids: readonly StageId[]): void {
  const byApi = Map.groupBy(ids, ({ accountId, region, apiId }) => `${accountId}/${region}/${apiId}`);
  for (const [first, ...others] of byApi.values()) {
    if (first === undefined) continue;
    apiGateway.seedRestApi({
      account: first.accountId,
      region: first.region,
      restApiId: first.apiId,
      deploymentIds: ['first1'],
      stages: [first, ...others].map(({ stageName }) => ({
        stageName,
        deploymentId: 'first1',
        description: stageName,
      })),
    });
  }
}

/** Every call that arrived, as `GetStage api/stage`. */
export function arrived({ calls }: LocalApiGateway): string[] {
  return calls.map(({ operation, restApiId = '', stageName }) =>
    [operation, [restApiId, stageName].filter((part) => part !== undefined).join('/')].join(' ').trim(),
  );
}

export function stageQuestion({ accountId, region, apiId, stageName }: StageId): Question<'STAGE'> {
  return { kind: 'STAGE', accountId, region, id: { apiId, stageName } };
}

/** The description of a stage that was found, else kind and reason. */
export function said(answer: Answer<LiveStage> | undefined): string {
  if (answer === undefined) return 'no answer';
  return answer.kind === 'FOUND' ? answer.live.description : `${answer.kind}: ${answer.reason}`;
}

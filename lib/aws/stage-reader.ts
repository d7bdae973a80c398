import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { StageAnswers, StageReader } from '../check-drift.ts';
import type { StageAccess } from '../config.ts';
import type { LiveAnswer } from '../resources/live-stage.ts';
import { type StageId, stageKey } from '../resources/stage-id.ts';
import { type Access, accessTo } from './account-access.ts';
import { type AssumedRole, createApiGatewayClient } from './clients.ts';
import { outOfTime, untilAborted } from './deadline.ts';
import { awsFailure, describeFailure } from './error-reason.ts';
import type { OwnAccount } from './own-account.ts';
import { createRequestBudget } from './request-budget.ts';
import { createRestApiReader } from './rest-api-reader.ts';

export interface StageReaderOptions extends StageAccess {
  /** Asked once, and only when there is a stage to read; the region is one that can be asked. */
  readonly ownAccount: (region: string) => Promise<OwnAccount>;
  /** Aborts when the time of the run is up: what has not been asked by then stays unread. */
  readonly deadline: AbortSignal;
  /** Told after each REST API how many stages have an answer. */
  readonly onProgress: (answered: number, total: number) => void;
  /** Milliseconds for one call with all its attempts, where it is to be other than usual. */
  readonly callDeadline?: number;
}

/** Reads stages from API Gateway, account by account and region by region, each within its own request budget. */
export function createStageReader(options: StageReaderOptions): StageReader {
  return {
    async readStages(ids) {
      if (ids[0] === undefined) return { answers: new Map(), apiCalls: 0 };
      const own = await ownAccountInTime(ids[0].region, options);
      let answered = 0;
      const told = (count: number) => {
        answered += count;
        options.onProgress(answered, ids.length);
      };
      const groups = groupBy(ids, ({ accountId, region }) => `${accountId}/${region}`);
      const read = await Promise.all(
        groups.map((group) => readGroup(group, accessTo(group[0], own, options.crossAccountRole), options, told)),
      );
      return {
        answers: new Map(read.flatMap(({ answers }) => [...answers])),
        apiCalls: read.reduce((sum, { apiCalls }) => sum + apiCalls, 0),
      };
    },
  };
}

async function ownAccountInTime(region: string, { ownAccount, deadline }: StageReaderOptions): Promise<OwnAccount> {
  try {
    deadline.throwIfAborted();
    return await untilAborted(deadline, ownAccount(region));
  } catch (error) {
    if (!deadline.aborted) throw error;
    return { kind: 'UNKNOWN', reason: outOfTime };
  }
}

async function readGroup(
  group: NonEmpty<StageId>,
  access: Access,
  { requestsPerSecond, deadline, callDeadline }: StageReaderOptions,
  told: (count: number) => void,
): Promise<StageAnswers> {
  const unread = (reason: string): StageAnswers => {
    told(group.length);
    return { answers: new Map(group.map((id) => [stageKey(id), { kind: 'UNREADABLE', reason }])), apiCalls: 0 };
  };
  if (access.kind === 'CLOSED') return unread(access.reason);
  const client = createApiGatewayClient(group[0].region, access.role);
  try {
    const refusal = await whyNoCredentials(client, access.role, deadline);
    if (refusal !== null) return unread(refusal);
    const reader = createRestApiReader(client, createRequestBudget(requestsPerSecond), deadline, callDeadline);
    const read = await Promise.all(
      groupBy(group, ({ restApiId }) => restApiId).map(async (stages) => {
        const answers = await reader.readRestApi(stages);
        told(stages.length);
        return answers;
      }),
    );
    const answers = new Map(read.flatMap((answersOfApi) => [...answersOfApi]));
    return { answers: believeNotFound(answers, access.accountDoubt), apiCalls: reader.apiCalls() };
  } finally {
    client.destroy();
  }
}

/** Asked once, as each call would ask anew for credentials that are not to be had. */
async function whyNoCredentials(
  client: APIGatewayClient,
  role: AssumedRole | null,
  deadline: AbortSignal,
): Promise<string | null> {
  try {
    deadline.throwIfAborted();
    await untilAborted(deadline, client.config.credentials());
    return null;
  } catch (error) {
    if (deadline.aborted) return outOfTime;
    return describeFailure(role === null ? 'API Gateway' : `STS for the role ${role.arn}`, awsFailure(error));
  }
}

/**
 * In a foreign account every stage is "not found". Where our own account is in doubt, NOT FOUND therefore counts only
 * if another stage of the same account and region was found: REST API ids of one account mean nothing in another.
 */
function believeNotFound(
  answers: ReadonlyMap<string, LiveAnswer>,
  accountDoubt: string | null,
): ReadonlyMap<string, LiveAnswer> {
  const found = [...answers.values()].some(({ kind }) => kind === 'FOUND');
  if (accountDoubt === null || found) return answers;
  const reason = `API Gateway does not have it, but that it was the right account that was asked is not sure: ${accountDoubt}`;
  return new Map(
    [...answers].map(([key, answer]) => [key, answer.kind === 'NOT_FOUND' ? { kind: 'UNREADABLE', reason } : answer]),
  );
}

export type NonEmpty<Item> = readonly [Item, ...Item[]];

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): NonEmpty<Item>[] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group === undefined) groups.set(keyOf(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

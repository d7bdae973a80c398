import type { StageAnswers, StageReader } from '../check-drift.ts';
import type { StageAccess } from '../config.ts';
import type { LiveAnswer } from '../resources/live-stage.ts';
import { type StageId, stageKey } from '../resources/stage-id.ts';
import { type AssumedRole, createApiGatewayClient } from './clients.ts';
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
}

/** How an account is reached, or why it is not. */
type Access =
  | { readonly kind: 'OPEN'; readonly role: AssumedRole | null; readonly accountDoubt: string | null }
  | { readonly kind: 'CLOSED'; readonly reason: string };

/** Reads stages from API Gateway, account by account and region by region, each within its own request budget. */
export function createStageReader(options: StageReaderOptions): StageReader {
  return {
    async readStages(ids) {
      const own = ids[0] === undefined ? null : await options.ownAccount(ids[0].region);
      let answered = 0;
      const told = (count: number) => {
        answered += count;
        options.onProgress(answered, ids.length);
      };
      const groups = groupBy(ids, ({ accountId, region }) => `${accountId}/${region}`);
      const read = await Promise.all(
        groups.map((group) => readGroup(group, accessTo(group[0], own, options), options, told)),
      );
      return {
        answers: new Map(read.flatMap(({ answers }) => [...answers])),
        apiCalls: read.reduce((sum, { apiCalls }) => sum + apiCalls, 0),
      };
    },
  };
}

async function readGroup(
  group: NonEmpty<StageId>,
  access: Access,
  { requestsPerSecond, deadline }: StageReaderOptions,
  told: (count: number) => void,
): Promise<StageAnswers> {
  if (access.kind === 'CLOSED') {
    told(group.length);
    return { answers: answerAll(group, { kind: 'UNREADABLE', reason: access.reason }), apiCalls: 0 };
  }
  const client = createApiGatewayClient(group[0].region, access.role);
  const reader = createRestApiReader(client, createRequestBudget(requestsPerSecond), deadline);
  const restApis = groupBy(group, ({ restApiId }) => restApiId);
  const read = await Promise.all(
    restApis.map(async (stages) => {
      const answers = await reader.readRestApi(stages);
      told(stages.length);
      return answers;
    }),
  );
  client.destroy();
  const answers = new Map(read.flatMap((answersOfApi) => [...answersOfApi]));
  return { answers: believeNotFound(answers, access.accountDoubt), apiCalls: reader.apiCalls() };
}

function accessTo(
  { accountId, region }: StageId,
  own: OwnAccount | null,
  { crossAccountRole }: StageReaderOptions,
): Access {
  if (own === null || own.kind === 'UNKNOWN') {
    return { kind: 'OPEN', role: null, accountDoubt: own?.reason ?? '' };
  }
  if (own.accountId === accountId) return { kind: 'OPEN', role: null, accountDoubt: null };
  if (crossAccountRole === null) {
    return {
      kind: 'CLOSED',
      reason: `it is in account ${accountId}, while the credentials are of account ${own.accountId}: set CROSS_ACCOUNT_ROLE_NAME to a role to assume there`,
    };
  }
  const arn = `arn:${partitionOf(region)}:iam::${accountId}:role/${crossAccountRole.name}`;
  return { kind: 'OPEN', role: { arn, externalId: crossAccountRole.externalId }, accountDoubt: null };
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

function answerAll(ids: readonly StageId[], answer: LiveAnswer): ReadonlyMap<string, LiveAnswer> {
  return new Map(ids.map((id) => [stageKey(id), answer]));
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
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

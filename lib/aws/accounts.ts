import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import pLimit from 'p-limit';
import type { StageAccess } from '../config/config.ts';
import type { Clock } from '../model/clock.ts';
import { faultReason } from '../model/fault.ts';
import type { Unread } from '../resources/live.ts';
import { describeFailure, failureOfAws } from './aws-failure.ts';
import { createApiGatewayClient, patientClient } from './clients.ts';
import { createBoundedCalls } from './limits/bounded-calls.ts';
import { outOfTime, untilAborted } from './limits/deadline.ts';
import { createRequestBudgets, type RequestBudgets } from './limits/request-budget.ts';
import { once } from './once.ts';
import type { Service } from './service.ts';
import { accessTo } from './sts/account-access.ts';
import type { OwnAccount } from './sts/own-account.ts';

/** Milliseconds for one call with all its attempts; a call that hangs must not cost the run more than this. */
const defaultCallTimeoutMs = 20_000;

/** Roles that are assumed at once: of very many, some would wait for this process so long that they count as late. */
const maxConcurrentOpenings = 20;

export interface SessionOptions extends StageAccess {
  readonly clock: Clock;
  /** Aborts when the time of the run is up: what has not been asked by then stays unread. */
  readonly deadline: AbortSignal;
  /** Memoized, and asked only when there is something to ask AWS; the region is one that can be asked. */
  readonly ownAccount: (region: string) => Promise<OwnAccount>;
  /** Milliseconds for one call with all its attempts, where it is to be other than usual. */
  readonly callTimeoutMs?: number;
  /** What earlier runs of the same process have left of the budgets, where there were any. */
  readonly budgets?: RequestBudgets;
}

/** An account in a region. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

interface Closable {
  destroy(): void;
}

type Credentials = APIGatewayClient['config']['credentials'];

/** One account in one region, with what it takes to ask it. */
export interface AccountSession {
  /** Why it is not sure that this is the right account, `null` if it is sure. */
  readonly accountDoubt: string | null;
  readonly apiGateway: Service<APIGatewayClient>;
  /** @returns another service, with a request budget of its own, under the same credentials */
  service<Client extends Closable>(
    name: string,
    Client: new (options: ReturnType<typeof patientClient> & { credentials: Credentials }) => Client,
  ): Service<Client>;
}

/** An account that can be asked, or what comes of each question about it. */
export type Opening<Account> = { readonly kind: 'OPEN'; readonly account: Account } | Unread;

/**
 * Accounts and regions. Each is opened once, under the role that its stages are read with.
 * @param prepare makes what is kept of an account for as long as the run takes
 */
export function createAccounts<Account>(
  options: SessionOptions,
  prepare: (session: AccountSession) => Account | Promise<Account>,
) {
  const { ownAccount, crossAccountRole, requestsPerSecond, deadline, clock } = options;
  const { callTimeoutMs = defaultCallTimeoutMs, budgets = createRequestBudgets(clock) } = options;
  const limit = pLimit(maxConcurrentOpenings);
  const accounts = new Map<string, Promise<Opening<Account>>>();
  const clients: Closable[] = [];
  let own: Promise<OwnAccount> | undefined;

  async function open(place: Place): Promise<Opening<Account>> {
    const { accountId, region } = place;
    const bounded = <Client extends Closable>(name: string, client: Client): Service<Client> => {
      clients.push(client);
      const budget = budgets.of(`${accountId}/${region} ${name}`, requestsPerSecond);
      return { name, client, calls: createBoundedCalls(budget, deadline, callTimeoutMs, clock) };
    };
    let asked = 'STS';
    try {
      deadline.throwIfAborted();
      own ??= ownAccount(region);
      const access = accessTo(place, await untilAborted(deadline, own), crossAccountRole);
      if (access.kind !== 'OPEN') return access;
      asked = access.role === null ? 'API Gateway' : `STS for the role ${access.role.arn}`;
      const apiGateway = bounded('API Gateway', createApiGatewayClient(region, access.role, clock));
      const { credentials } = apiGateway.client.config;
      // Memoized, as each call would ask again for credentials that are not to be had.
      await untilAborted(deadline, credentials());
      const account = await prepare({
        accountDoubt: access.accountDoubt,
        apiGateway,
        service: (name, Client) => bounded(name, new Client({ ...patientClient(region, clock), credentials })),
      });
      return { kind: 'OPEN', account };
    } catch (error) {
      const failure = failureOfAws(error);
      if (failure === null) return { kind: 'UNREADABLE', reason: faultReason(error) };
      if (deadline.aborted) return { kind: 'OUT_OF_TIME', reason: outOfTime };
      return { kind: 'UNREADABLE', reason: describeFailure(asked, failure) };
    }
  }

  async function opened(): Promise<Account[]> {
    const openings = await Promise.all(accounts.values());
    return openings.flatMap((opening) => (opening.kind === 'OPEN' ? [opening.account] : []));
  }

  return {
    /** @returns the same promise for the same account and region */
    of: (place: Place) => once(accounts, `${place.accountId}/${place.region}`, () => limit(open, place)),
    opened,
    /** Frees the connections. */
    async close(): Promise<void> {
      await opened();
      for (const client of clients) client.destroy();
    },
  };
}

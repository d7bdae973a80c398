import type { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import type { Clock } from '../clock.ts';
import type { StageAccess } from '../config.ts';
import { faultReason } from '../fault.ts';
import type { Unread } from '../resources/live.ts';
import { type Access, accessTo } from './account-access.ts';
import { type BoundedCalls, createBoundedCalls } from './bounded-calls.ts';
import { type AssumedRole, createApiGatewayClient } from './clients.ts';
import { outOfTime, untilAborted } from './deadline.ts';
import { describeFailure, failureOfAws } from './error-reason.ts';
import type { OwnAccount } from './own-account.ts';
import { createRequestBudgets, type RequestBudgets } from './request-budget.ts';

/** Milliseconds for one call with all its attempts; a call that hangs must not cost the run more than this. */
const usualCallDeadline = 20_000;

export interface SessionOptions extends StageAccess {
  readonly clock: Clock;
  /** Aborts when the time of the run is up: what has not been asked by then stays unread. */
  readonly deadline: AbortSignal;
  /** Milliseconds for one call with all its attempts, where it is to be other than usual. */
  readonly callDeadline?: number;
  /** What earlier runs of the same process have left of the budgets, where there were any. */
  readonly budgets?: RequestBudgets;
}

/** One account in one region, with what it takes to ask it: kept for the whole run, and with it the request budget. */
export interface AccountSession {
  readonly region: string;
  readonly role: AssumedRole | null;
  readonly clock: Clock;
  /** Why it is not sure that this is the right account, `null` if it is sure. */
  readonly accountDoubt: string | null;
  readonly apiGateway: APIGatewayClient;
  /** Calls to API Gateway, within its budget. */
  readonly apiGatewayCalls: BoundedCalls;
  /** Calls to another service, of which each has a budget of its own. */
  callsTo(service: string): BoundedCalls;
  /** Frees the client's connections. */
  close(): void;
}

/** An account that can be asked, or what comes of each question about it. */
export type Opening = { readonly kind: 'OPEN'; readonly session: AccountSession } | Unread;

export async function openSession(
  { accountId, region }: { readonly accountId: string; readonly region: string },
  own: OwnAccount,
  options: SessionOptions,
): Promise<Opening> {
  const access: Access = accessTo({ accountId, region }, own, options.crossAccountRole);
  if (access.kind === 'CLOSED') return { kind: 'UNREADABLE', reason: access.reason };
  const apiGateway = createApiGatewayClient(region, access.role, options.clock);
  const refusal = await whyNoCredentials(apiGateway, access.role, options.deadline);
  if (refusal !== null) {
    apiGateway.destroy();
    return refusal;
  }
  const { requestsPerSecond, deadline, callDeadline = usualCallDeadline, clock } = options;
  const { budgets = createRequestBudgets(clock) } = options;
  const services = new Map<string, BoundedCalls>();
  const callsTo = (service: string) => {
    const budget = budgets.of(`${accountId}/${region} ${service}`, requestsPerSecond);
    const calls = services.get(service) ?? createBoundedCalls(budget, deadline, callDeadline, clock);
    services.set(service, calls);
    return calls;
  };
  const session = {
    region,
    clock,
    role: access.role,
    accountDoubt: access.accountDoubt,
    apiGateway,
    apiGatewayCalls: callsTo('API Gateway'),
    callsTo,
    close: () => apiGateway.destroy(),
  };
  return { kind: 'OPEN', session };
}

/** Asked once, as each call would ask anew for credentials that are not to be had. */
async function whyNoCredentials(
  client: APIGatewayClient,
  role: AssumedRole | null,
  deadline: AbortSignal,
): Promise<Unread | null> {
  try {
    deadline.throwIfAborted();
    await untilAborted(deadline, client.config.credentials());
    return null;
  } catch (error) {
    const failure = failureOfAws(error);
    if (failure === null) return { kind: 'UNREADABLE', reason: faultReason(error) };
    if (deadline.aborted) return { kind: 'OUT_OF_TIME', reason: outOfTime };
    const service = role === null ? 'API Gateway' : `STS for the role ${role.arn}`;
    return { kind: 'UNREADABLE', reason: describeFailure(service, failure) };
  }
}

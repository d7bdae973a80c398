import type {
  $Command,
  APIGatewayClientResolvedConfig,
  ServiceInputTypes,
  ServiceOutputTypes,
} from '@aws-sdk/client-api-gateway';
import type { AccountSession } from './account-session.ts';
import { eachAttempt, type Outcome } from './bounded-calls.ts';

/** What it takes to ask API Gateway in one account and region. */
export type ApiGatewaySession = Pick<AccountSession, 'apiGateway' | 'apiGatewayCalls'>;

/** Sends one command, within the request budget and within time; every attempt is counted. */
export function askApiGateway<Input extends ServiceInputTypes, Output extends ServiceOutputTypes>(
  { apiGateway, apiGatewayCalls }: ApiGatewaySession,
  command: $Command<Input, Output, APIGatewayClientResolvedConfig, ServiceInputTypes, ServiceOutputTypes>,
): Promise<Outcome<Output>> {
  return apiGatewayCalls.send((abortSignal, watch) => {
    command.middlewareStack.add(watch, eachAttempt);
    return apiGateway.send(command, { abortSignal });
  });
}

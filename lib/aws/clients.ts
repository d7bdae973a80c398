import { APIGatewayClient, type APIGatewayClientConfig } from '@aws-sdk/client-api-gateway';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { Clock } from '../clock.ts';
import { createRetryStrategy, maxAttempts } from './limits/retry-strategy.ts';

/** Milliseconds. A healthy answer takes a tenth of a second; what takes longer than this is not going to come. */
export const timeouts = { connectionTimeout: 3_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/** A role to work under. */
export interface AssumedRole {
  readonly arn: string;
  readonly externalId: string | null;
}

/** How a client is made that asks once, or for somebody who sits there and waits. */
export function briefClient(region: string) {
  return { region, requestHandler: timeouts, maxAttempts: 3 };
}

/**
 * How a client is made whose answer other users of the account's quota must not cost us: it repeats more than is usual.
 * Its requests have a budget.
 */
export function patientClient(region: string, clock: Clock) {
  return { region, requestHandler: timeouts, retryStrategy: createRetryStrategy(clock), maxAttempts: maxAttempts };
}

/** @param role to assume for it, `null` for our own credentials */
export function createApiGatewayClient(region: string, role: AssumedRole | null, clock: Clock): APIGatewayClient {
  const credentials = role === null ? {} : { credentials: assume(role) };
  return new APIGatewayClient({ ...patientClient(region, clock), ...credentials });
}

function assume({ arn, externalId }: AssumedRole): NonNullable<APIGatewayClientConfig['credentials']> {
  return fromTemporaryCredentials({
    params: {
      RoleArn: arn,
      RoleSessionName: 'stagedrift',
      ...(externalId === null ? {} : { ExternalId: externalId }),
    },
    clientConfig: { requestHandler: timeouts, maxAttempts: 3 },
  });
}

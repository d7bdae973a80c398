import { APIGatewayClient, type APIGatewayClientConfig } from '@aws-sdk/client-api-gateway';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { Clock } from '../model/clock.ts';
import { createRetryStrategy, maxAttempts } from './limits/retry-strategy.ts';

/** Milliseconds. A healthy answer takes a tenth of a second; what takes longer than this is not going to come. */
export const timeouts = { connectionTimeout: 3_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/** A role to work under. */
export interface AssumedRole {
  readonly arn: string;
  readonly externalId: string | null;
}

/**
 * Options of a client that asks once, or for somebody who waits.
 * @param region `null` for that of the environment
 */
export function briefClient(region: string | null) {
  return { ...(region === null ? {} : { region }), requestHandler: timeouts, maxAttempts: 3 };
}

/** Options of a client that repeats more than is usual, since others use up the account's quota. A budget limits it. */
export function patientClient(region: string, clock: Clock) {
  return { region, requestHandler: timeouts, retryStrategy: createRetryStrategy(clock), maxAttempts };
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

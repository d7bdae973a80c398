import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import type { Clock } from '../clock.ts';
import { createRetryStrategy, mostAttempts } from './retry-strategy.ts';

/** Milliseconds. A healthy answer takes a tenth of a second; what takes longer than this is not going to come. */
export const timeouts = { connectionTimeout: 3_000, requestTimeout: 5_000, throwOnRequestTimeout: true };

/** A role to work under. */
export interface AssumedRole {
  readonly arn: string;
  readonly externalId: string | null;
}

/**
 * Other users of the account's quota must not cost us an answer, so it repeats more than is usual.
 * @param role to assume for it, `null` for our own credentials
 */
export function createApiGatewayClient(region: string, role: AssumedRole | null, clock: Clock): APIGatewayClient {
  return new APIGatewayClient({
    region,
    requestHandler: timeouts,
    retryStrategy: createRetryStrategy(clock),
    maxAttempts: mostAttempts,
    ...(role === null ? {} : { credentials: assume(role) }),
  });
}

/** @returns credentials of the role */
export function assume({ arn, externalId }: AssumedRole): ReturnType<typeof fromTemporaryCredentials> {
  return fromTemporaryCredentials({
    params: {
      RoleArn: arn,
      RoleSessionName: 'stagedrift',
      ...(externalId === null ? {} : { ExternalId: externalId }),
    },
    clientConfig: { requestHandler: timeouts, maxAttempts: 3 },
  });
}

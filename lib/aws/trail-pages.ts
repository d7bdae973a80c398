import { CloudTrailClient, LookupEventsCommand, type LookupEventsCommandOutput } from '@aws-sdk/client-cloudtrail';
import type { AccountSession } from './account-session.ts';
import { type BoundedCalls, eachAttempt, type Outcome } from './bounded-calls.ts';
import { timeouts } from './clients.ts';
import { createRetryStrategy, mostAttempts } from './retry-strategy.ts';

/** What to look up: calls of one operation, since CloudTrail takes one attribute only. */
export interface Lookup {
  readonly eventName: string;
  readonly since: Date;
  readonly until: Date;
}

/** CloudTrail of one account in one region, asked page by page, the latest calls first. */
export interface TrailPages {
  /** @param nextToken of the page before, undefined for the first */
  page(lookup: Lookup, nextToken: string | undefined): Promise<Outcome<LookupEventsCommandOutput>>;
  /** Frees the client's connections. */
  close(): void;
}

/** @param session whose credentials are used, so that a role is assumed once */
export function createTrailPages({ region, apiGateway, clock }: AccountSession, calls: BoundedCalls): TrailPages {
  const client = new CloudTrailClient({
    region,
    credentials: apiGateway.config.credentials,
    requestHandler: timeouts,
    retryStrategy: createRetryStrategy(clock),
    maxAttempts: mostAttempts,
  });
  return {
    page: ({ eventName, since, until }, nextToken) =>
      calls.send((abortSignal, watch) => {
        const command = new LookupEventsCommand({
          LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: eventName }],
          StartTime: since,
          EndTime: until,
          MaxResults: 50,
          NextToken: nextToken,
        });
        command.middlewareStack.add(watch, eachAttempt);
        return client.send(command, { abortSignal });
      }),
    close: () => client.destroy(),
  };
}

import * as v from 'valibot';
import { ApiGatewayError } from './api-gateway-error.ts';
import { type Call, callOf } from './calls.ts';
import { credentialScope } from './credential-scope.ts';
import { answerFault, type Fault, Faults } from './faults.ts';
import { newHttpServer } from './http-server.ts';
import { Quota, type QuotaRate } from './quota.ts';

/** CloudTrail's history of events over HTTP, with the controls that a test holds. */
export interface LocalCloudTrail {
  readonly url: string;
  /** Every request in order, failed ones too. */
  readonly calls: readonly TrailCall[];
  /** Remembers a record, in the account and region that it names; a text is handed out as it is. */
  record(record: Readonly<Record<string, unknown>>, text?: string): void;
  /** Limits LookupEvents in each account and region; without a rate every request passes. */
  setQuota(rate: QuotaRate | undefined): void;
  /** Makes calls fail; an empty target strikes every one. */
  setFault(target: { readonly operation?: string }, fault: Fault): void;
  /** Forgets all records, calls, faults and the quota. */
  reset(): void;
  stop(): Promise<void>;
}

export interface TrailCall extends Call {
  readonly eventName: string;
}

interface Remembered {
  readonly account: string;
  readonly region: string;
  readonly eventName: string;
  /** Seconds since 1970. */
  readonly at: number;
  readonly text: string;
}

const recordForm = v.looseObject({
  eventName: v.string(),
  eventTime: v.string(),
  awsRegion: v.string(),
  recipientAccountId: v.string(),
});

/** What LookupEvents takes: one attribute, times in seconds, at most 50 results a page. */
const input = v.object({
  LookupAttributes: v.strictTuple([v.object({ AttributeKey: v.literal('EventName'), AttributeValue: v.string() })]),
  StartTime: v.number(),
  EndTime: v.number(),
  MaxResults: v.optional(v.pipe(v.number(), v.minValue(1), v.maxValue(50)), 50),
  NextToken: v.optional(v.pipe(v.string(), v.regex(/^\d+$/), v.transform(Number)), '0'),
});

/** Starts CloudTrail on the loopback address. @param port 0 for a free one */
export async function startCloudTrail(port = 0): Promise<LocalCloudTrail> {
  const records: Remembered[] = [];
  const calls: TrailCall[] = [];
  const faults = new Faults();
  const quota = new Quota();
  const server = newHttpServer();

  server.post('/', async ({ headers, body }, reply) => {
    const caller = credentialScope(headers.authorization);
    if (caller === undefined) throw new ApiGatewayError(400, 'MissingAuthenticationTokenException', 'Not signed');
    const operation = String(headers['x-amz-target']).replace(/^.*\./, '');
    const parsed = v.safeParse(input, body);
    if (!parsed.success) {
      throw new ApiGatewayError(400, 'InvalidLookupAttributesException', v.summarize(parsed.issues));
    }
    const { LookupAttributes, StartTime, EndTime, MaxResults, NextToken } = parsed.output;
    const [{ AttributeValue: eventName }] = LookupAttributes;
    const call = callOf(operation, caller, {});
    calls.push({ ...call, eventName });
    const fault = faults.strike(call);
    if (fault !== undefined) return answerFault(fault, reply);
    take(quota, caller);
    if (StartTime > EndTime) throw new ApiGatewayError(400, 'InvalidTimeRangeException', 'Start is after end');
    const found = records
      .filter(({ account, region }) => account === caller.account && region === caller.region)
      .filter((record) => record.eventName === eventName && record.at >= StartTime && record.at <= EndTime)
      .toSorted((one, other) => other.at - one.at);
    const end = NextToken + MaxResults;
    return reply.type('application/x-amz-json-1.1').send(
      JSON.stringify({
        Events: found.slice(NextToken, end).map(({ at, text }) => ({
          EventName: eventName,
          EventTime: at,
          ReadOnly: 'false',
          CloudTrailEvent: text,
        })),
        ...(found.length > end && { NextToken: String(end) }),
      }),
    );
  });

  return {
    url: await server.listen({ host: '127.0.0.1', port }),
    calls,
    record: (record, text = JSON.stringify(record)) => {
      const { eventName, eventTime, awsRegion: region, recipientAccountId: account } = v.parse(recordForm, record);
      records.push({ account, region, eventName, at: Date.parse(eventTime) / 1_000, text });
    },
    setQuota: (rate) => quota.set(rate),
    setFault: (target, fault) => faults.set(target, fault),
    reset: () => {
      records.length = 0;
      calls.length = 0;
      faults.clear();
      quota.set(undefined);
    },
    stop: () => server.close(),
  };
}

/** Services of this protocol have another name for it than API Gateway. */
function take(quota: Quota, caller: Parameters<Quota['take']>[0]): void {
  try {
    quota.take(caller);
  } catch {
    throw new ApiGatewayError(400, 'ThrottlingException', 'Rate exceeded');
  }
}

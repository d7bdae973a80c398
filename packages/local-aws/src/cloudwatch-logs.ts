import * as v from 'valibot';
import { ApiGatewayError } from './api-gateway-error.ts';
import { type Call, callOf } from './calls.ts';
import { type AccountRegion, credentialScope } from './credential-scope.ts';
import { answerFault, type Fault, Faults } from './faults.ts';
import { newHttpServer } from './http-server.ts';
import { type LogGroup, logGroupOperations } from './log-group-operations.ts';

/** CloudWatch Logs over HTTP, as far as log groups go, with the controls that a test holds. */
export interface LocalCloudWatchLogs {
  readonly url: string;
  /** Every request in order, failed ones too. */
  readonly calls: readonly Call[];
  /** Stops at once, whatever connection is open or waiting. */
  stop(): Promise<void>;
  /** Forgets all log groups, calls and faults. */
  reset(): void;
  /** Makes calls fail; an empty target strikes every one. */
  setFault(target: { readonly operation?: string }, fault: Fault): void;
}

const targetPrefix = 'Logs_20140328.';

/** Starts CloudWatch Logs on the loopback address. @param port 0 for a free one */
export async function startCloudWatchLogs(port = 0): Promise<LocalCloudWatchLogs> {
  const data = new Map<string, Map<string, LogGroup>>();
  const calls: Call[] = [];
  const faults = new Faults();
  const server = newHttpServer();

  function at({ account, region }: AccountRegion): Map<string, LogGroup> {
    const key = `${account}/${region}`;
    const here = data.get(key) ?? new Map<string, LogGroup>();
    data.set(key, here);
    return here;
  }

  server.post('/', async ({ headers, body }, reply) => {
    const caller = credentialScope(headers.authorization);
    if (caller === undefined) throw new ApiGatewayError(400, 'MissingAuthenticationTokenException', 'Not signed');
    const name = String(headers['x-amz-target']).replace(targetPrefix, '');
    const call = callOf(name, caller, {});
    calls.push(call);
    const fault = faults.strike(call);
    if (fault !== undefined) return answerFault(fault, reply);
    const run = logGroupOperations.get(name);
    if (run === undefined) throw new ApiGatewayError(400, 'UnknownOperationException', `No operation ${name}`);
    const answer = run(at(caller), v.parse(v.record(v.string(), v.unknown()), body), caller);
    return reply.type('application/x-amz-json-1.1').send(JSON.stringify(answer));
  });

  return {
    url: await server.listen({ host: '127.0.0.1', port }),
    calls,
    stop: () => server.close(),
    reset: () => {
      data.clear();
      calls.length = 0;
      faults.clear();
    },
    setFault: (target, fault) => faults.set(target, fault),
  };
}

import * as v from 'valibot';
import { ApiGatewayError } from './api-gateway-error.ts';
import { type Call, callOf } from './calls.ts';
import { credentialScope } from './credential-scope.ts';
import { answerFault, type Fault, Faults } from './faults.ts';
import { newHttpServer } from './http-server.ts';

/** SSM Parameter Store and Secrets Manager over HTTP, as far as reading goes, with the controls that a test holds. */
export interface LocalKeyStores {
  readonly url: string;
  /** Every request in order, failed ones too. */
  readonly calls: readonly Call[];
  /** @param arn of a SecureString parameter or of a secret; @param text undefined for a secret that has bytes alone */
  put(arn: string, text: string | undefined): void;
  /** Forgets everything that was put, all calls and faults. */
  reset(): void;
  /** Makes calls fail; an empty target strikes every one. */
  setFault(target: { readonly operation?: string }, fault: Fault): void;
  stop(): Promise<void>;
}

const inputs = {
  GetParameter: v.object({ Name: v.string(), WithDecryption: v.optional(v.boolean(), false) }),
  GetSecretValue: v.object({ SecretId: v.string() }),
};

/** Starts both on one port of the loopback address. @param port 0 for a free one */
export async function startKeyStores(port = 0): Promise<LocalKeyStores> {
  const texts = new Map<string, string | undefined>();
  const calls: Call[] = [];
  const faults = new Faults();
  const server = newHttpServer();

  /** Services know what is in their own region only. */
  function has(arn: string, region: string): boolean {
    return texts.has(arn) && arn.split(':')[3] === region;
  }

  function getParameter(body: unknown, region: string): object {
    const { Name, WithDecryption } = v.parse(inputs.GetParameter, body);
    if (!has(Name, region)) throw new ApiGatewayError(400, 'ParameterNotFound', '');
    const Value = WithDecryption ? texts.get(Name) : 'AQICAHencrypted';
    return { Parameter: { ARN: Name, Type: 'SecureString', Value, Version: 1 } };
  }

  function getSecretValue(body: unknown, region: string): object {
    const { SecretId } = v.parse(inputs.GetSecretValue, body);
    if (!has(SecretId, region)) {
      const message = "Secrets Manager can't find the specified secret.";
      throw new ApiGatewayError(400, 'ResourceNotFoundException', message);
    }
    const text = texts.get(SecretId);
    return { ARN: SecretId, ...(text === undefined ? { SecretBinary: 'AAEC' } : { SecretString: text }) };
  }

  const operations = new Map([
    ['AmazonSSM.GetParameter', getParameter],
    ['secretsmanager.GetSecretValue', getSecretValue],
  ]);

  server.post('/', async ({ headers, body }, reply) => {
    const caller = credentialScope(headers.authorization);
    if (caller === undefined) throw new ApiGatewayError(400, 'MissingAuthenticationTokenException', 'Not signed');
    const target = String(headers['x-amz-target']);
    const call = callOf(target.replace(/^.*\./, ''), caller, {});
    calls.push(call);
    const fault = faults.strike(call);
    if (fault !== undefined) return answerFault(fault, reply);
    const run = operations.get(target);
    if (run === undefined) throw new ApiGatewayError(400, 'UnknownOperationException', `No operation ${target}`);
    return reply.type('application/x-amz-json-1.1').send(JSON.stringify(run(body, caller.region)));
  });

  return {
    url: await server.listen({ host: '127.0.0.1', port }),
    calls,
    put: (arn, text) => {
      texts.set(arn, text);
    },
    reset: () => {
      texts.clear();
      calls.length = 0;
      faults.clear();
    },
    setFault: (target, fault) => faults.set(target, fault),
    stop: () => server.close(),
  };
}

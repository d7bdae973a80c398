import type { GetStage$ } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import { badRequest } from './api-gateway-error.ts';
import type { RegionalData } from './rest-apis.ts';

/** An operation of API Gateway: where it is served, and what it does. */
export interface Operation {
  readonly name: string;
  readonly method: string;
  /** The path in Fastify's spelling, `/restapis/:restApiId`. */
  readonly url: string;
  /** The status of a successful answer. */
  readonly status: number;
  /** @returns the answer's body, undefined for none; throws an ApiGatewayError */
  run(here: RegionalData, input: unknown): object | undefined;
}

/**
 * @param served the operation as the AWS SDK describes it, so that both sides agree on method, path and status
 * @param inputSchema the members of the input that are used: of path, query and body together
 */
export function operation<Schema extends v.GenericSchema>(
  served: typeof GetStage$,
  inputSchema: Schema,
  run: (here: RegionalData, input: v.InferOutput<Schema>) => object | undefined,
): Operation {
  const [, , name, traits] = served;
  if (typeof traits === 'number' || traits.http === undefined) throw new TypeError(`${name} has no HTTP binding`);
  const [method, path, status] = traits.http;
  return {
    name,
    method,
    url: path.replaceAll(/\{(\w+)\}/g, ':$1'),
    status,
    run: (here, input) => {
      const parsed = v.safeParse(inputSchema, input);
      if (!parsed.success) throw badRequest(v.summarize(parsed.issues));
      return run(here, parsed.output);
    },
  };
}

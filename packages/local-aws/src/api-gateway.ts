import * as v from 'valibot';
import { missingAuthenticationToken } from './api-gateway-error.ts';
import { basePathMappingOperations } from './base-path-mapping-operations.ts';
import { type Call, callOf } from './calls.ts';
import { clientCertificateOperations } from './client-certificate-operations.ts';
import { type AccountRegion, type CredentialScope, credentialScope } from './credential-scope.ts';
import { deploymentOperations } from './deployment-operations.ts';
import { domainNameOperations } from './domain-name-operations.ts';
import { answerFault, type Fault, Faults, type FaultTarget } from './faults.ts';
import { newHttpServer } from './http-server.ts';
import { Quota, type QuotaRate } from './quota.ts';
import { restApiOperations } from './rest-api-operations.ts';
import { emptyRegion, type RegionalData } from './rest-apis.ts';
import { loadRecorded, type RecordedIn, type SeededRestApi, seed } from './seeds.ts';
import type { Stage } from './stage-model.ts';
import { stageOperations } from './stage-operations.ts';
import { type AllowedRole, Sts } from './sts.ts';
import { tagOperations } from './tag-operations.ts';
import { answerWaf, wafOperation } from './web-acls.ts';

/** API Gateway and STS over HTTP, with the controls that a test holds. */
export interface LocalApiGateway {
  /** The endpoint for API Gateway, for STS and for WAFv2. */
  readonly url: string;
  /** Every request in order, failed ones too. */
  readonly calls: readonly Call[];
  /** Stops at once, whatever connection is open or waiting. */
  stop(): Promise<void>;
  /** Forgets all data, calls, faults, roles and the quota. */
  reset(): void;
  /** Puts a REST API with deployments and stages of given ids in place. */
  seedRestApi(restApi: SeededRestApi): void;
  /** Answers the recorded GetStage answers, given by `restApiId/stageName`, exactly as they are. */
  loadRecorded(recorded: unknown, where: RecordedIn): void;
  /** @returns a copy of the stage as GetStage answers it now, without a call; undefined when there is none */
  peekStage(where: AccountRegion & { readonly restApiId: string; readonly stageName: string }): Stage | undefined;
  /** Makes API Gateway calls fail; an empty target strikes every one, and the fault set last wins. */
  setFault(target: FaultTarget, fault: Fault): void;
  clearFaults(): void;
  /** Limits the API Gateway calls of each account in each region; undefined lifts the limit. */
  setQuota(rate: QuotaRate | undefined): void;
  /** Lets AssumeRole hand out credentials for the role's account. */
  allowRole(role: AllowedRole): void;
}

const operations = [
  ...restApiOperations,
  ...deploymentOperations,
  ...stageOperations,
  ...tagOperations,
  ...clientCertificateOperations,
  ...domainNameOperations,
  ...basePathMappingOperations,
];
const members = v.fallback(v.record(v.string(), v.unknown()), {});

/** Starts API Gateway, STS and WAFv2 on the loopback address. @param port 0 for a free one */
export async function startApiGateway(port = 0): Promise<LocalApiGateway> {
  const data = new Map<string, RegionalData>();
  const calls: Call[] = [];
  const faults = new Faults();
  const quota = new Quota();
  const sts = new Sts();
  const server = newHttpServer();

  function at({ account, region }: AccountRegion): RegionalData {
    const key = `${account}/${region}`;
    const here = data.get(key) ?? emptyRegion();
    data.set(key, here);
    return here;
  }

  for (const { name, method, url, status, run } of operations) {
    server.route({
      method,
      url,
      handler: async ({ headers, params, query, body }, reply) => {
        const caller = signer(headers.authorization);
        const input = { ...v.parse(members, query), ...v.parse(members, body), ...v.parse(members, params) };
        const call = callOf(name, caller, input);
        calls.push(call);
        quota.take(caller);
        const fault = faults.strike(call);
        return fault ? answerFault(fault, reply) : reply.status(status).send(run(at(caller), input));
      },
    });
  }

  server.post('/', async ({ headers, body }, reply) => {
    const caller = signer(headers.authorization);
    const waf = wafOperation(headers['x-amz-target']);
    if (waf !== undefined) {
      calls.push(callOf(waf, caller, {}));
      return reply.type('application/x-amz-json-1.1').send(answerWaf(waf, at(caller), body, caller));
    }
    const form = body instanceof URLSearchParams ? body : new URLSearchParams();
    calls.push(callOf(form.get('Action') ?? 'unknown', caller, {}));
    const answer = sts.answer(form, caller);
    return reply.status(answer.status).type('text/xml').send(answer.body);
  });

  return {
    url: await server.listen({ host: '127.0.0.1', port }),
    calls,
    stop: () => server.close(),
    reset: () => {
      data.clear();
      calls.length = 0;
      faults.clear();
      quota.set(undefined);
      sts.reset();
    },
    seedRestApi: (restApi) => seed(at(restApi), restApi),
    loadRecorded: (recorded, where) => loadRecorded(at, recorded, where),
    peekStage: ({ restApiId, stageName, ...where }) =>
      structuredClone(at(where).restApis.get(restApiId)?.stages.get(stageName)),
    setFault: (target, fault) => faults.set(target, fault),
    clearFaults: () => faults.clear(),
    setQuota: (rate) => quota.set(rate),
    allowRole: (role) => sts.allowRole(role),
  };
}

function signer(authorization: string | undefined): CredentialScope {
  const caller = credentialScope(authorization);
  if (caller === undefined) throw missingAuthenticationToken();
  return caller;
}

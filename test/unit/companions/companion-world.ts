import { type LocalServices, startLocalServices } from '@stagedrift/local-aws';
import { defaultAccount } from '@stagedrift/local-aws/credential-scope';
import { createLiveReader } from '../../../lib/aws/live-reader.ts';
import type { OwnAccount } from '../../../lib/aws/sts/own-account.ts';
import { checkDrift } from '../../../lib/check-drift.ts';
import { withoutLedger } from '../../../lib/check-ports.ts';
import { noRules } from '../../../lib/findings/rules/rules.ts';
import { plainRequest } from '../../../lib/model/check-request.ts';
import type { Report, ReportResource } from '../../../lib/report/report.ts';
import { checkedTypes } from '../../../lib/resources/registry.ts';
import { StateAccessError, type StateStore } from '../../../lib/terraform/read-states.ts';
import { parseSource } from '../../../lib/terraform/state-source.ts';
import { parseStateFile } from '../../parse-state-file.ts';
import { createHastyClock } from '../../virtual-clock.ts';
import { expectValidReport } from '../report-schema.ts';
import { instance, resource, stateText } from '../terraform/state-builder.ts';

/** Tags are shown, so that tests see what differs. */
const open = { rules: { ...noRules, show: ['*'] }, hashKey: null, warnings: [] };

/** Where everything of these tests is. */
export const here = { account: defaultAccount, region: 'eu-west-1' };
export const restApiId = 'abcdefghij';
const oneState = 's3://acme-tf/terraform.tfstate';

/** A resource of a state with one instance. */
export type StateResource = Readonly<Record<string, unknown>>;

/** A local AWS that the readers of this process are led to. */
export interface CompanionWorld {
  readonly aws: LocalServices;
  /** Forgets everything and puts the REST API with the stages `prod` and `dev` in place, on deployment `first1`. */
  reset(): void;
  /** Checks one state with these resources, or several by their URI, through the real readers. */
  check(states: readonly StateResource[] | ReadonlyMap<string, readonly StateResource[]>): Promise<Report>;
  /** Checks one state of this text. */
  checkText(text: string): Promise<Report>;
  /** Operations of API Gateway that were called, in order. */
  apiGatewayCalls(): string[];
  /** Operations of CloudWatch Logs that were called, in order. */
  logsCalls(): string[];
  stop(): Promise<void>;
}

export const denied = { kind: 'error', status: 403, code: 'AccessDeniedException', message: 'not authorized' } as const;

/** @param ownAccount account of the credentials, where it is to be another or unknown */
export async function startWorld(
  ownAccount: OwnAccount = { kind: 'KNOWN', accountId: defaultAccount },
): Promise<CompanionWorld> {
  const aws = await startLocalServices();
  const before = { ...process.env };
  Object.assign(process.env, aws.environment);
  return {
    aws,
    reset() {
      aws.apiGateway.reset();
      aws.logs.reset();
      const stages = ['prod', 'dev'].map((stageName) => ({ stageName, deploymentId: 'first1' }));
      aws.apiGateway.seedRestApi({ ...here, restApiId, deploymentIds: ['first1', 'second'], stages });
    },
    check: (states) => {
      const byUri = states instanceof Map ? states : new Map([[oneState, states]]);
      return checkTexts(new Map([...byUri].map(([uri, resources]) => [uri, stateText({ resources })])), ownAccount);
    },
    checkText: (text) => checkTexts(new Map([[oneState, text]]), ownAccount),
    apiGatewayCalls: () => aws.apiGateway.calls.map(({ operation }) => operation),
    logsCalls: () => aws.logs.calls.map(({ operation }) => operation),
    async stop() {
      await aws.stop();
      for (const name of Object.keys(aws.environment)) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    },
  };
}

async function checkTexts(texts: ReadonlyMap<string, string>, ownAccount: OwnAccount): Promise<Report> {
  const openLookups = () =>
    createLiveReader({
      clock: createHastyClock(),
      requestsPerSecond: 1_000,
      crossAccountRole: null,
      ownAccount: async () => ownAccount,
      deadline: new AbortController().signal,
      onProgress: () => {},
    });
  const request = { ...plainRequest, trigger: { kind: 'manual' }, dryRun: false } as const;
  const settings = {
    ...{ reportId: 'report-1', sources: [...texts.keys()].map(parseSource), types: checkedTypes, policy: open },
    ...{ remindAfterMs: 0, isRetried: false },
  };
  const now = () => new Date('2026-01-02T03:04:05Z');
  const { report } = await checkDrift(request, settings, {
    ...withoutLedger,
    ...{ stateStore: storeOf(texts), openLookups, now },
  });
  expectValidReport(report);
  return report;
}

function storeOf(texts: ReadonlyMap<string, string>): StateStore {
  return {
    listStates: () => {
      throw new StateAccessError('these tests use no globs');
    },
    async readState({ uri }, types) {
      return { file: parseStateFile(texts.get(uri) ?? '', types), version: null };
    },
  };
}

/** @returns a resource of a state, named after its type where no name is given */
export function resourceOf(type: string, attributes: object, name = 'this'): StateResource {
  return resource({ type, name, instances: [instance({ attributes })] });
}

/** @returns a stage that is as it is live, less or more what is given */
export function stageOf(stageName: string, attributes: object = {}): StateResource {
  const own = {
    arn: `arn:aws:apigateway:eu-west-1::/restapis/${restApiId}/stages/${stageName}`,
    execution_arn: `arn:aws:execute-api:eu-west-1:${here.account}:${restApiId}/${stageName}`,
    rest_api_id: restApiId,
    stage_name: stageName,
  };
  return resourceOf('aws_api_gateway_stage', { ...own, ...attributes }, stageName);
}

/** @returns what the report says of the resources of a type */
export function ofType({ resources }: Report, type: string): readonly ReportResource[] {
  return resources.filter((checked) => checked.type === type);
}

/** @returns status by address */
export function statuses({ resources }: Report): Readonly<Record<string, string>> {
  return Object.fromEntries(resources.map(({ address, status }) => [address, status]));
}

/** @returns path, expected and actual value of every difference of the resources of a type */
export function differencesOf(report: Report, type: string): unknown[] {
  return ofType(report, type).flatMap(({ differences }) =>
    differences.map(({ path, expected, actual }) => [path.join('.'), expected, actual]),
  );
}

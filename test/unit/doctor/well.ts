import { type Checkup, examineDeployment } from '../../../lib/doctor/checkup.ts';
import type { DoctorInput } from '../../../lib/doctor/deployment.ts';
import type { DeployedFunction, Probes } from '../../../lib/doctor/probes.ts';

export const account = '123456789012';
export const deadLettersArn = `arn:aws:sqs:eu-west-1:${account}:dead-letters`;

const deployed: DeployedFunction = {
  arn: `arn:aws:lambda:eu-west-1:${account}:function:drift`,
  accountId: account,
  region: 'eu-west-1',
  runtime: 'nodejs24.x',
  failure: null,
  environment: new Map([
    ['STATE_SOURCES', 's3://acme-states/env:/*/terraform.tfstate, s3://acme-states/network.tfstate'],
    ['REPORT_TOPIC_ARN', `arn:aws:sns:eu-west-1:${account}:reports`],
    ['LEDGER_URI', 's3://acme-drift/edge'],
    ['CHECK_QUEUE_URL', `https://sqs.eu-west-1.amazonaws.com/${account}/checks`],
  ]),
};

/** The environment with other settings; one that is empty counts as not set. */
export function withSettings(settings: Readonly<Record<string, string>>): DeployedFunction {
  return { ...deployed, environment: new Map([...deployed.environment, ...Object.entries(settings)]) };
}

export function stage(more: { readonly accountId?: string; readonly region?: string } = {}) {
  return {
    family: 'REST' as const,
    accountId: account,
    region: 'eu-west-1',
    apiId: 'a1b2c3',
    stageName: 'prod',
    ...more,
  };
}

/** An AWS in which everything works. */
export const wellProbes: Probes = {
  caller: async () => ({ accountId: account, arn: `arn:aws:iam::${account}:user/ops` }),
  deployedFunction: async () => deployed,
  states: async ({ uri }) => [{ kind: 'READ', uri: uri.replace('*', 'prod'), stages: [stage()] }],
  stage: async () => 'FOUND',
  ledger: async () => 2,
  bucketEvents: async () => true,
  rules: async () => ({ ignore: [], severity: [], show: ['LOG_LEVEL', 'STAGE'] }),
  subscriptions: async () => [{ protocol: 'email', endpoint: 'ops@acme.example', confirmed: true }],
  deadLetters: async () => ({ kind: 'KEPT', arn: deadLettersArn, messages: 0 }),
  trails: async () => [{ name: 'all', isLogging: true, hasManagementWrites: true }],
};

/** @param probes what is other than well */
export function examine(probes: Partial<Probes> = {}, input: Partial<DoctorInput> = {}): Promise<Checkup> {
  const whole: DoctorInput = {
    functionName: 'drift',
    environment: {},
    options: new Map(),
    region: 'eu-west-1',
    ...input,
  };
  return examineDeployment(whole, { ...wellProbes, ...probes });
}

/** @returns what a check-up says of one check, a line each: its status, what it is about, what it says and what to do */
export function saidOf({ lines }: Checkup, check: string): readonly string[] {
  return lines
    .filter((line) => line.check === check)
    .map(({ status, about, says, remedy, details }) =>
      [status, about, says, remedy === null ? '' : `→ ${remedy}`, ...details.map((detail) => `| ${detail}`)]
        .filter((part) => part !== '')
        .join(' '),
    );
}

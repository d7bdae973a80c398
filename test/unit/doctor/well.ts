import { type Checkup, examineDeployment } from '../../../lib/doctor/checkup.ts';
import { known } from '../../../lib/doctor/fact.ts';
import type { DeployedFunction, Probes } from '../../../lib/doctor/probes.ts';
import type { Visit } from '../../../lib/doctor/scene.ts';

export const account = '123456789012';

export const deadLettersArn = `arn:aws:sqs:eu-west-1:${account}:dead-letters`;

const deployed: DeployedFunction = {
  arn: `arn:aws:lambda:eu-west-1:${account}:function:drift`,
  name: 'drift',
  accountId: account,
  region: 'eu-west-1',
  runtime: 'nodejs24.x',
  memory: 512,
  timeout: 300,
  trouble: null,
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
  return { accountId: account, region: 'eu-west-1', restApiId: 'a1b2c3', stageName: 'prod', ...more };
}

/** An AWS in which all is well. */
export const wellProbes: Probes = {
  caller: async () => known({ accountId: account, arn: `arn:aws:iam::${account}:user/ops` }),
  deployedFunction: async () => known(deployed),
  states: async ({ uri }) => [{ kind: 'READ', uri: uri.replace('*', 'prod'), stages: [stage()] }],
  stage: async () => known('THERE'),
  ledger: async () => known({ kind: 'THERE', findings: 2 }),
  bucketEvents: async () => known(true),
  rules: async () => known({ kind: 'USABLE', ignore: 1, severity: 2, show: 3 }),
  subscriptions: async () => known([{ protocol: 'email', endpoint: 'ops@acme.example', confirmed: true }]),
  deadLetters: async () => known({ kind: 'KEPT', arn: deadLettersArn, messages: 0 }),
  trails: async () => known([{ name: 'all', isLogging: true, hasManagementWrites: true }]),
};

/** @param probes what is other than well */
export function examine(probes: Partial<Probes> = {}, visit: Partial<Visit> = {}): Promise<Checkup> {
  const whole: Visit = { functionName: 'drift', environment: {}, said: new Map(), region: 'eu-west-1', ...visit };
  return examineDeployment(whole, { ...wellProbes, ...probes }, () => {});
}

/** @returns what a check-up says of one check, a line each: its kind, what it is about, what is said and what to do */
export function saidOf({ lines }: Checkup, check: string): readonly string[] {
  return lines
    .filter((line) => line.check === check)
    .map(({ about, verdict }) =>
      [
        verdict.kind,
        about,
        verdict.says,
        'remedy' in verdict && verdict.remedy !== null ? `→ ${verdict.remedy}` : '',
        ...('details' in verdict ? verdict.details.map((detail) => `| ${detail}`) : []),
      ]
        .filter((part) => part !== '')
        .join(' '),
    );
}

import {
  APIGatewayClient,
  CreateBasePathMappingCommand,
  CreateDeploymentCommand,
  CreateDomainNameCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  GenerateClientCertificateCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateBasePathMappingCommand,
  UpdateClientCertificateCommand,
  UpdateDeploymentCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DisassociateKmsKeyCommand,
  PutLogGroupDeletionProtectionCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand as TagLogsResourceCommand,
  UntagResourceCommand as UntagLogsResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { instance, resource, stateText } from '../unit/terraform/state-builder.ts';
import { nasty } from './remedy-drifts.ts';
import { type RemedyWorld, startRemedyWorld } from './remedy-world.ts';

// moto has log groups, but not their keys, no client certificates, and asks for methods before it deploys.
const isMoto = process.env.STAGEDRIFT_TEST_AWS === 'moto';
const key = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555';

/** What is live and what a state has of it, with its stage. */
interface Live {
  readonly restApiId: string;
  readonly otherApiId: string;
  readonly deploymentId: string;
  readonly certificateId: string;
  readonly domainName: string;
  readonly logGroupName: string;
  readonly state: string;
}

let world: RemedyWorld;
let apiGateway: APIGatewayClient;
let logs: CloudWatchLogsClient;
let made = 0;

beforeAll(async () => {
  world = await startRemedyWorld();
  apiGateway = new APIGatewayClient();
  logs = new CloudWatchLogsClient();
});
afterAll(async () => {
  apiGateway.destroy();
  logs.destroy();
  await world.stop();
});

const certificateArn = (id: string) => `arn:aws:apigateway:eu-west-1::/clientcertificates/${id}`;
const groupArn = (name: string) => `arn:aws:logs:eu-west-1:123456789012:log-group:${name}`;

/** @param settings of each companion, as a state has them; one that is not named is not there */
async function makeLive(type: string, settings: Readonly<Record<string, unknown>>): Promise<Live> {
  made += 1;
  const domainName = `api${made}.acme.example`;
  const [restApiId, otherApiId] = [await makeApi(), await makeApi()];
  const { deploymentId, certificateId } = await makeStages(restApiId, otherApiId, settings);
  const logGroupName = `API-Gateway-Execution-Logs_${restApiId}/prod`;
  const of: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
    aws_api_gateway_deployment: { id: deploymentId, rest_api_id: restApiId },
    aws_api_gateway_client_certificate: { id: certificateId, arn: certificateArn(certificateId) },
    aws_cloudwatch_log_group: { id: logGroupName, name: logGroupName, arn: groupArn(logGroupName) },
    aws_api_gateway_base_path_mapping: { domain_name: domainName, base_path: 'orders', api_id: restApiId },
  };
  if (type === 'aws_cloudwatch_log_group') await makeLogGroup(logGroupName, settings);
  if (type === 'aws_api_gateway_base_path_mapping') {
    await apiGateway.send(new CreateDomainNameCommand({ domainName }));
    const stage = settings.stage_name === '' ? {} : { stage: String(settings.stage_name) };
    await apiGateway.send(new CreateBasePathMappingCommand({ domainName, basePath: 'orders', restApiId, ...stage }));
  }
  const stage = {
    arn: `arn:aws:apigateway:eu-west-1::/restapis/${restApiId}/stages/prod`,
    execution_arn: `arn:aws:execute-api:eu-west-1:123456789012:${restApiId}/prod`,
    rest_api_id: restApiId,
    stage_name: 'prod',
    deployment_id: deploymentId,
    ...(isMoto ? {} : { client_certificate_id: certificateId }),
  };
  const state = stateText({
    resources: [
      resource({ instances: [instance({ attributes: stage })] }),
      resource({ type, instances: [instance({ attributes: { ...of[type], ...settings } })] }),
    ],
  });
  return { restApiId, otherApiId, deploymentId, certificateId, domainName, logGroupName, state };
}

async function makeApi(): Promise<string> {
  return (await apiGateway.send(new CreateRestApiCommand({ name: 'orders' }))).id ?? '';
}

async function makeStages(restApiId: string, otherApiId: string, settings: Readonly<Record<string, unknown>>) {
  const description = String(settings.description ?? '');
  if (isMoto) {
    await apiGateway.send(new CreateStageCommand({ restApiId, stageName: 'prod', deploymentId: 'dep001' }));
    return { deploymentId: 'dep001', certificateId: '' };
  }
  const { id: deploymentId = '' } = await apiGateway.send(new CreateDeploymentCommand({ restApiId, description }));
  await apiGateway.send(new CreateStageCommand({ restApiId, stageName: 'prod', deploymentId }));
  await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'dev' }));
  await apiGateway.send(new CreateDeploymentCommand({ restApiId: otherApiId, stageName: 'elsewhere' }));
  const tags = Object.fromEntries(Object.entries(settings.tags ?? {}));
  const { clientCertificateId: certificateId = '' } = await apiGateway.send(
    new GenerateClientCertificateCommand({ description, tags }),
  );
  const patchOperations = [{ op: 'replace' as const, path: '/clientCertificateId', value: certificateId }];
  await apiGateway.send(new UpdateStageCommand({ restApiId, stageName: 'prod', patchOperations }));
  return { deploymentId, certificateId };
}

async function makeLogGroup(logGroupName: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  const tags = Object.fromEntries(Object.entries(settings.tags ?? {}));
  const kmsKeyId = String(settings.kms_key_id ?? '');
  const deletionProtectionEnabled = settings.deletion_protection_enabled === true;
  await logs.send(
    new CreateLogGroupCommand({
      ...{ logGroupName, tags, deletionProtectionEnabled },
      ...(kmsKeyId === '' ? {} : { kmsKeyId }),
    }),
  );
  const retentionInDays = Number(settings.retention_in_days ?? 0);
  if (retentionInDays > 0) await logs.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays }));
}

const describeAnew = (value: string) => [{ op: 'replace' as const, path: '/description', value }];
const remap = (live: Live, path: string, value: string) =>
  apiGateway.send(
    new UpdateBasePathMappingCommand({
      domainName: live.domainName,
      basePath: 'orders',
      patchOperations: [{ op: 'replace', path, value }],
    }),
  );

type Case = readonly [
  title: string,
  settings: Readonly<Record<string, unknown>>,
  drift: (live: Live) => Promise<unknown>,
  paths: readonly string[],
];

const deployment: readonly Case[] = [
  [
    'a changed description',
    { description: nasty },
    ({ restApiId, deploymentId }) =>
      apiGateway.send(
        new UpdateDeploymentCommand({ restApiId, deploymentId, patchOperations: describeAnew('hacked') }),
      ),
    ['description'],
  ],
  [
    'an added description',
    { description: '' },
    ({ restApiId, deploymentId }) =>
      apiGateway.send(new UpdateDeploymentCommand({ restApiId, deploymentId, patchOperations: describeAnew(nasty) })),
    ['description'],
  ],
];

const certificate: readonly Case[] = [
  [
    'a changed description',
    { description: nasty, tags: {} },
    ({ certificateId: clientCertificateId }) =>
      apiGateway.send(
        new UpdateClientCertificateCommand({ clientCertificateId, patchOperations: describeAnew('hacked') }),
      ),
    ['description'],
  ],
  [
    'a changed tag',
    { description: '', tags: { Team: nasty } },
    ({ certificateId }) =>
      apiGateway.send(new TagResourceCommand({ resourceArn: certificateArn(certificateId), tags: { Team: 'x' } })),
    ['tags.Team'],
  ],
  [
    'a tag taken away',
    { description: '', tags: { Team: 'orders' } },
    ({ certificateId }) =>
      apiGateway.send(new UntagResourceCommand({ resourceArn: certificateArn(certificateId), tagKeys: ['Team'] })),
    ['tags.Team'],
  ],
  [
    'an added tag',
    { description: '', tags: {} },
    ({ certificateId }) =>
      apiGateway.send(new TagResourceCommand({ resourceArn: certificateArn(certificateId), tags: { [nasty]: 'x' } })),
    [`tags.${nasty}`],
  ],
];

const mapping: readonly Case[] = [
  ['another stage', { stage_name: 'prod' }, (live) => remap(live, '/stage', 'dev'), ['stage_name']],
  ['no stage any more', { stage_name: 'prod' }, (live) => remap(live, '/stage', ''), ['stage_name']],
  ['a stage where there was none', { stage_name: '' }, (live) => remap(live, '/stage', 'dev'), ['stage_name']],
  [
    'another REST API',
    { stage_name: 'prod' },
    async (live) => {
      await remap(live, '/stage', '');
      await remap(live, '/restapiId', live.otherApiId);
      await remap(live, '/stage', 'elsewhere');
    },
    ['api_id', 'stage_name'],
  ],
];

const protection = 'deletion_protection_enabled';
const retain = (days: number) => (live: Live) =>
  logs.send(new PutRetentionPolicyCommand({ logGroupName: live.logGroupName, retentionInDays: days }));

const protect = (deletionProtectionEnabled: boolean) => (live: Live) =>
  logs.send(
    new PutLogGroupDeletionProtectionCommand({ logGroupIdentifier: live.logGroupName, deletionProtectionEnabled }),
  );

const group: readonly Case[] = [
  ['no deletion protection any more', { deletion_protection_enabled: true }, protect(false), [protection]],
  ['deletion protection', { deletion_protection_enabled: false }, protect(true), [protection]],
  ['another retention', { retention_in_days: 30 }, retain(1), ['retention_in_days']],
  [
    'no retention any more',
    { retention_in_days: 30 },
    ({ logGroupName }) => logs.send(new DeleteRetentionPolicyCommand({ logGroupName })),
    ['retention_in_days'],
  ],
  ['an added retention', { retention_in_days: 0 }, retain(1), ['retention_in_days']],
  [
    'no key any more',
    { kms_key_id: key },
    ({ logGroupName }) => logs.send(new DisassociateKmsKeyCommand({ logGroupName })),
    ['kms_key_id'],
  ],
  [
    'an added key',
    { kms_key_id: '' },
    ({ logGroupName }) => logs.send(new AssociateKmsKeyCommand({ logGroupName, kmsKeyId: key })),
    ['kms_key_id'],
  ],
  [
    'a changed tag',
    { tags: { Team: nasty } },
    ({ logGroupName }) =>
      logs.send(new TagLogsResourceCommand({ resourceArn: groupArn(logGroupName), tags: { Team: 'x' } })),
    ['tags.Team'],
  ],
  [
    'a tag taken away',
    { tags: { Team: 'orders' } },
    ({ logGroupName }) =>
      logs.send(new UntagLogsResourceCommand({ resourceArn: groupArn(logGroupName), tagKeys: ['Team'] })),
    ['tags.Team'],
  ],
  [
    'an added tag',
    { tags: {} },
    ({ logGroupName }) =>
      logs.send(new TagLogsResourceCommand({ resourceArn: groupArn(logGroupName), tags: { [nasty]: 'x' } })),
    [`tags.${nasty}`],
  ],
];

const companions = [
  [
    'aws_cloudwatch_log_group',
    group.filter(([, settings]) => !isMoto || !('kms_key_id' in settings || protection in settings)),
  ],
  ...(isMoto
    ? []
    : ([
        ['aws_api_gateway_deployment', deployment],
        ['aws_api_gateway_client_certificate', certificate],
        ['aws_api_gateway_base_path_mapping', mapping],
      ] as const)),
] as const;

describe.each(companions)('the AWS command of a finding about %s reverts just that', (type, cases) => {
  it.each(cases)('%s', async (_title, settings, drift, paths) => {
    const live = await makeLive(type, settings);
    expect(await world.findings(live.state)).toEqual([]);
    await drift(live);
    const found = await world.findings(live.state);
    expect(found.map(({ path }) => path?.join('.'))).toEqual(paths);

    const [command = ''] = found[0]?.remedies.restore.filter((one) => one.startsWith('aws ')) ?? [];
    await world.run(command);
    expect(await world.findings(live.state)).toEqual([]);
    expect(new Set(Object.values(await world.statuses(live.state)))).toEqual(new Set(['IN_SYNC']));
  });
});

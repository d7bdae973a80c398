import {
  APIGatewayClient,
  CreateDeploymentCommand,
  CreateRestApiCommand,
  CreateStageCommand,
  type PatchOperation,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';
import { callWaf } from '../call-waf.ts';
import { instance, resource, stateText } from '../unit/terraform/state-builder.ts';
import { type Drift, methodFields, nasty } from './remedy-drifts.ts';

/** Stages of one REST API that drift by hand. */
export interface RemedyStages {
  /**
   * @param of whether everything is set on it, or nothing
   * @param methodPath of method settings, where it is to have some
   * @returns the name of a new stage, and a state that is in sync with it
   */
  create(of: Drift['of'], methodPath?: string): Promise<{ readonly stageName: string; readonly state: string }>;
  /** Changes a stage as a person would. */
  drift(stageName: string, drift: Pick<Drift, 'patch' | 'tags' | 'webAcl'>): Promise<void>;
  stop(): void;
}

const isMoto = process.env.STAGEDRIFT_TEST_AWS === 'moto';
const destinationArn = 'arn:aws:logs:eu-west-1:123456789012:log-group:orders';
const format = `{"it's":"$context.requestId"}`;
const variables = { LOG_LEVEL: 'info', NASTY: nasty };
const tags = { Team: 'orders', [nasty]: nasty };
const replace = (path: string, value: string): PatchOperation => ({ op: 'replace', path, value });
const summary = v.object({ Summary: v.object({ ARN: v.string() }) });

/** Uses the AWS that the environment leads to. */
export async function startRemedyStages(): Promise<RemedyStages> {
  const client = new APIGatewayClient();
  const { id: restApiId = '' } = await client.send(new CreateRestApiCommand({ name: 'orders' }));
  const deployments = new Map([
    ['first', await deploy('dep001')],
    ['second', await deploy('dep002')],
  ]);
  const [first = '', second = ''] = deployments.values();
  const webAcls = { own: await createWebAcl('own'), other: await createWebAcl('other') };
  let created = 0;

  /** moto asks for methods before it deploys, but takes any id for a deployment. */
  async function deploy(idInMoto: string): Promise<string> {
    if (isMoto) return idInMoto;
    return (await client.send(new CreateDeploymentCommand({ restApiId }))).id ?? '';
  }

  const arnOf = (stageName: string) => `arn:aws:apigateway:eu-west-1::/restapis/${restApiId}/stages/${stageName}`;

  const update = (stageName: string, patchOperations: readonly PatchOperation[]) =>
    client.send(new UpdateStageCommand({ restApiId, stageName, patchOperations: [...patchOperations] }));

  const associate = (stageName: string, webAclArn: string) =>
    callWaf('AssociateWebACL', { WebACLArn: webAclArn, ResourceArn: arnOf(stageName) });

  const canarySettings = {
    deploymentId: second,
    percentTraffic: 10,
    useStageCache: true,
    stageVariableOverrides: { LOG_LEVEL: 'debug' },
  };

  async function createFull(stageName: string): Promise<void> {
    await client.send(
      new CreateStageCommand({
        restApiId,
        stageName,
        deploymentId: first,
        description: nasty,
        cacheClusterEnabled: true,
        cacheClusterSize: '1.6',
        tracingEnabled: true,
        variables,
        tags,
        ...(isMoto ? {} : { documentationVersion: 'v1', canarySettings }),
      }),
    );
    await update(stageName, [
      replace('/accessLogSettings/destinationArn', destinationArn),
      replace('/accessLogSettings/format', format),
      ...(isMoto ? [] : [replace('/clientCertificateId', 'cert01')]),
    ]);
    await associate(stageName, webAcls.own);
  }

  const full = {
    deployment_id: first,
    description: nasty,
    cache_cluster_enabled: true,
    cache_cluster_size: '1.6',
    xray_tracing_enabled: true,
    variables,
    tags,
    tags_all: tags,
    access_log_settings: [{ destination_arn: destinationArn, format }],
    web_acl_arn: webAcls.own,
  };
  const bare = {
    deployment_id: first,
    description: '',
    cache_cluster_enabled: false,
    cache_cluster_size: '',
    xray_tracing_enabled: false,
    variables: {},
    tags: {},
    tags_all: {},
    access_log_settings: [],
    web_acl_arn: '',
  };
  /** moto forgets these, and a setting that a state does not know is not compared. */
  const notInMoto = {
    full: {
      documentation_version: 'v1',
      client_certificate_id: 'cert01',
      canary_settings: [
        {
          deployment_id: second,
          percent_traffic: 10,
          use_stage_cache: true,
          stage_variable_overrides: { LOG_LEVEL: 'debug' },
        },
      ],
    },
    bare: { documentation_version: '', client_certificate_id: '', canary_settings: [] },
  };

  function stateOf(stageName: string, of: Drift['of'], methodPath?: string): string {
    const place = { rest_api_id: restApiId, stage_name: stageName };
    const attributes = {
      ...place,
      arn: arnOf(stageName),
      execution_arn: `arn:aws:execute-api:eu-west-1:123456789012:${restApiId}/${stageName}`,
      ...(of === 'full' ? full : bare),
      ...(isMoto ? {} : notInMoto[of]),
    };
    const settings = Object.fromEntries(methodFields.map(([name, , value]) => [name, value]));
    const methodSettings = { ...place, method_path: methodPath, settings: [settings] };
    const type = 'aws_api_gateway_method_settings';
    return stateText({
      resources: [
        resource({ instances: [instance({ attributes })] }),
        ...(methodPath === undefined
          ? []
          : [resource({ type, instances: [instance({ attributes: methodSettings })] })]),
      ],
    });
  }

  return {
    async create(of, methodPath) {
      created += 1;
      const stageName = `stage-${created}`;
      if (of === 'full') await createFull(stageName);
      else await client.send(new CreateStageCommand({ restApiId, stageName, deploymentId: first }));
      if (methodPath !== undefined) {
        const fields = methodFields.map(([, place, value]) => replace(`/${methodPath}/${place}`, String(value)));
        await update(stageName, fields);
      }
      return { stageName, state: stateOf(stageName, of, methodPath) };
    },
    async drift(stageName, { patch = [], tags, webAcl }) {
      const resourceArn = arnOf(stageName);
      if (patch.length > 0) {
        await update(
          stageName,
          patch.map((one) => ({ ...one, ...(one.value && { value: deployments.get(one.value) ?? one.value }) })),
        );
      }
      if (tags !== undefined && 'set' in tags) {
        await client.send(new TagResourceCommand({ resourceArn, tags: { ...tags.set } }));
      }
      if (tags !== undefined && 'unset' in tags) {
        await client.send(new UntagResourceCommand({ resourceArn, tagKeys: [...tags.unset] }));
      }
      if (webAcl === null) await callWaf('DisassociateWebACL', { ResourceArn: resourceArn });
      else if (webAcl !== undefined) await associate(stageName, webAcls[webAcl]);
    },
    stop: () => client.destroy(),
  };
}

async function createWebAcl(name: string): Promise<string> {
  const VisibilityConfig = { SampledRequestsEnabled: false, CloudWatchMetricsEnabled: false, MetricName: name };
  const input = { Name: name, Scope: 'REGIONAL', DefaultAction: { Allow: {} }, VisibilityConfig, Rules: [] };
  return v.parse(summary, await callWaf('CreateWebACL', input)).Summary.ARN;
}

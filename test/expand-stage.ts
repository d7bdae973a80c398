import type { CreateStageCommandInput, PatchOperation } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';

/** The requests that make a stage what a state says of it: the provider's "expand". */
export interface ExpandedStage {
  readonly create: CreateStageCommandInput;
  /** What CreateStage does not take. */
  readonly patch: readonly PatchOperation[];
}

const text = v.nullish(v.string(), '');
const textMap = v.nullish(v.record(v.string(), v.string()), {});

const attributesSchema = v.object({
  rest_api_id: v.string(),
  stage_name: v.string(),
  deployment_id: v.string(),
  description: text,
  documentation_version: text,
  client_certificate_id: text,
  cache_cluster_enabled: v.nullish(v.boolean(), false),
  cache_cluster_size: text,
  xray_tracing_enabled: v.nullish(v.boolean(), false),
  variables: textMap,
  tags_all: textMap,
  access_log_settings: v.nullish(v.array(v.object({ destination_arn: text, format: text })), []),
  canary_settings: v.nullish(
    v.array(
      v.object({
        deployment_id: text,
        percent_traffic: v.nullish(v.number(), 0),
        stage_variable_overrides: textMap,
        use_stage_cache: v.nullish(v.boolean(), false),
      }),
    ),
    [],
  ),
});

/** @param attributes of an `aws_api_gateway_stage` in a state */
export function expandStage(attributes: unknown): ExpandedStage {
  const stage = v.parse(attributesSchema, attributes);
  const [accessLogs] = stage.access_log_settings;
  const [canary] = stage.canary_settings;
  const replace = (path: string, value: string): PatchOperation => ({ op: 'replace', path, value });
  return {
    create: {
      restApiId: stage.rest_api_id,
      stageName: stage.stage_name,
      deploymentId: stage.deployment_id,
      cacheClusterEnabled: stage.cache_cluster_enabled,
      tracingEnabled: stage.xray_tracing_enabled,
      variables: stage.variables,
      tags: stage.tags_all,
      ...(stage.description === '' ? {} : { description: stage.description }),
      ...(stage.documentation_version === '' ? {} : { documentationVersion: stage.documentation_version }),
      ...(stage.cache_cluster_enabled ? { cacheClusterSize: cacheSize(stage.cache_cluster_size) } : {}),
      ...(canary === undefined
        ? {}
        : {
            canarySettings: {
              deploymentId: canary.deployment_id,
              percentTraffic: canary.percent_traffic,
              stageVariableOverrides: canary.stage_variable_overrides,
              useStageCache: canary.use_stage_cache,
            },
          }),
    },
    patch: [
      ...(accessLogs === undefined
        ? []
        : [
            replace('/accessLogSettings/destinationArn', accessLogs.destination_arn),
            replace('/accessLogSettings/format', accessLogs.format),
          ]),
      ...(stage.client_certificate_id === '' ? [] : [replace('/clientCertificateId', stage.client_certificate_id)]),
    ],
  };
}

const cacheSize = (size: string) =>
  v.parse(v.picklist(['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237']), size);

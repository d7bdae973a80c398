import type { LiveStage } from '../../../lib/resources/rest-api/live-stage.ts';
import { liveStage } from '../live-stage-builder.ts';

/** Attributes of a stage, of the types that the provider writes. */
export type StageAttributes = ReadonlyMap<string, unknown>;

/**
 * The way back from a state to API Gateway: the stage that Terraform would find in sync with these attributes.
 * It leans on nothing of lib/resources, so that it can disagree.
 */
export function expandStage(attributes: StageAttributes): LiveStage {
  const text = (name: string) => String(attributes.get(name) ?? '');
  const block = (name: string): Record<string, unknown> | undefined => {
    const list = attributes.get(name);
    return Array.isArray(list) ? list[0] : undefined;
  };
  const logs = block('access_log_settings');
  const canary = block('canary_settings');
  return liveStage({
    stageName: text('stage_name'),
    deploymentId: text('deployment_id'),
    clientCertificateId: text('client_certificate_id'),
    description: text('description'),
    cacheClusterEnabled: text('cache_cluster_enabled') === 'true',
    cacheClusterSize: text('cache_cluster_size'),
    variables: expandTexts(attributes.get('variables')),
    documentationVersion: text('documentation_version'),
    accessLogSettings: logs === undefined ? null : expandLogs(logs),
    canarySettings: canary === undefined ? null : expandCanary(canary),
    tracingEnabled: text('xray_tracing_enabled') === 'true',
    webAclArn: text('web_acl_arn'),
    tags: expandTexts(attributes.has('tags_all') ? attributes.get('tags_all') : attributes.get('tags')),
  });
}

function expandLogs({ destination_arn, format }: Record<string, unknown>): LiveStage['accessLogSettings'] {
  return { destinationArn: String(destination_arn ?? ''), format: String(format ?? '') };
}

function expandCanary(block: Record<string, unknown>): LiveStage['canarySettings'] {
  const { deployment_id, percent_traffic, stage_variable_overrides, use_stage_cache } = block;
  return {
    deploymentId: String(deployment_id ?? ''),
    percentTraffic: Number(percent_traffic ?? 0),
    stageVariableOverrides: expandTexts(stage_variable_overrides),
    useStageCache: String(use_stage_cache) === 'true',
  };
}

function expandTexts(value: unknown): ReadonlyMap<string, string> {
  return new Map(Object.entries(value ?? {}).map(([key, entry]) => [key, String(entry ?? '')]));
}

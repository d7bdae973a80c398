import type { Value } from '../comparison.ts';
import { stageArn } from './arn.ts';
import { blocks, blockText, flag, logDestination, number, text, textMap, withoutWildcard } from './attribute.ts';
import { cacheSize, cacheSwitch } from './cache-cluster.ts';
import { deploymentExplanation } from './deployment-explanation.ts';
import type { LiveStage } from './live-stage.ts';
import { block as blockPatch, clearable, keyOf, required } from './patch.ts';
import { type Location, resourceType } from './resource-type.ts';
import type { RevertibleSetting } from './setting.ts';
import { stageType } from './stage-directory.ts';
import { completeStageId, missingPart, type StatedStageId, statedStageId } from './stage-id.ts';
import { tags } from './tags.ts';
import { updateStage } from './update-stage.ts';
import { isAssociated, revertAssociation } from './web-acl-association.ts';

/** A live stage, and whether its web ACL is attached by a resource of its own in the states. */
interface PlacedStage extends LiveStage {
  readonly webAclAssociated: boolean;
}

/**
 * Row by row as the provider's Read fills the attributes from GetStage. Not in the table: `id`, `arn`, `execution_arn`,
 * `invoke_url`, `region`, `rest_api_id` and `stage_name` say which stage it is and cannot drift.
 */
export const stageSettings: readonly RevertibleSetting<'STAGE', PlacedStage>[] = [
  {
    name: 'deployment_id',
    type: text,
    actual: (live) => live.deploymentId || null,
    revert: updateStage(required('/deploymentId')),
  },
  {
    name: 'description',
    type: text,
    actual: (live) => live.description || null,
    revert: updateStage(clearable('/description')),
  },
  {
    name: 'documentation_version',
    type: text,
    actual: (live) => live.documentationVersion || null,
    revert: updateStage(clearable('/documentationVersion')),
  },
  {
    name: 'client_certificate_id',
    type: text,
    actual: (live) => live.clientCertificateId || null,
    revert: updateStage(clearable('/clientCertificateId')),
  },
  {
    name: 'web_acl_arn',
    type: text,
    actual: (live) => live.webAclArn || null,
    counts: (live) => !live.webAclAssociated,
    revert: revertAssociation,
  },
  {
    name: 'xray_tracing_enabled',
    type: flag,
    actual: (live) => live.tracingEnabled,
    revert: updateStage(required('/tracingEnabled')),
  },
  { name: 'cache_cluster_enabled', type: flag, actual: cacheIsOn, revert: updateStage(cacheSwitch) },
  {
    name: 'cache_cluster_size',
    type: text,
    actual: (live) => live.cacheClusterSize || null,
    // While the cache is off the provider keeps the size the state has, whatever the service answers.
    counts: cacheIsOn,
    revert: updateStage(cacheSize),
  },
  { name: 'variables', type: textMap, actual: (live) => live.variables, revert: updateStage(keyOf('/variables')) },
  {
    name: 'access_log_settings',
    type: blocks({ destination_arn: logDestination, format: blockText }),
    actual: ({ accessLogSettings: live }) =>
      block(live && { destination_arn: withoutWildcard(live.destinationArn), format: live.format }),
    revert: updateStage(
      blockPatch('/accessLogSettings', { fields: { destination_arn: 'destinationArn', format: 'format' } }),
    ),
  },
  {
    name: 'canary_settings',
    // deployment_id is in states of provider 5.75 and later only.
    type: blocks({
      deployment_id: blockText,
      percent_traffic: number,
      stage_variable_overrides: textMap,
      use_stage_cache: flag,
    }),
    actual: ({ canarySettings: live }) =>
      block(
        live && {
          deployment_id: live.deploymentId,
          percent_traffic: live.percentTraffic,
          stage_variable_overrides: live.stageVariableOverrides,
          use_stage_cache: live.useStageCache,
        },
      ),
    revert: updateStage(
      blockPatch('/canarySettings', {
        fields: {
          deployment_id: 'deploymentId',
          percent_traffic: 'percentTraffic',
          use_stage_cache: 'useStageCache',
        },
        maps: { stage_variable_overrides: 'stageVariableOverrides' },
      }),
    ),
  },
  tags('apigateway', stageArn),
];

/** `aws_api_gateway_stage`. */
export const stage = resourceType<'STAGE', PlacedStage>({
  type: stageType,
  locate: ({ attributes }) => locateStage(statedStageId(attributes)),
  part: (live, { attributes }, stages) => ({
    kind: 'FOUND',
    live: { ...live, webAclAssociated: isAssociated(live.webAclArn, attributes.get('arn'), stages) },
  }),
  settings: stageSettings,
  apiPlace: () => '',
  explanation: deploymentExplanation,
});

/** @param id what a state says of where the stage lives */
export function locateStage(id: StatedStageId): Location<'STAGE'> {
  const complete = completeStageId(id);
  if (complete === null) return { kind: 'UNKNOWN', id, reason: String(missingPart(id)) };
  const { accountId, region, ...stageInApi } = complete;
  return { kind: 'KNOWN', id, question: { kind: 'STAGE', accountId, region, id: stageInApi } };
}

/** A cache that is being deleted may stay in that state for ever, so the provider takes it as off. */
function cacheIsOn(live: LiveStage): boolean {
  return live.cacheClusterEnabled && live.cacheClusterStatus !== 'DELETE_IN_PROGRESS';
}

/** A list of no or one block. */
function block(fields: Readonly<Record<string, Value>> | null): Value {
  return new Map(fields === null ? [] : [[0, new Map(Object.entries(fields))]]);
}

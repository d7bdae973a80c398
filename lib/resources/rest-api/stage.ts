import { completeStageId, type StatedStageId } from '../../model/stage-id.ts';
import { blockText, flag, logDestination, number, text, textMap } from '../attribute-type.ts';
import { type Location, resourceType } from '../resource-type.ts';
import type { RevertibleSetting } from '../setting.ts';
import { tags } from '../tags.ts';
import { cacheSize, cacheSwitch } from './cache-cluster.ts';
import { deploymentExplanation } from './deployment-explanation.ts';
import { missingPart, restApi, stageArn, statedStageId } from './family.ts';
import type { LiveStage } from './live-stage.ts';
import { clearable, keyOf, required, updating } from './patch.ts';
import { blockRow, row } from './rows.ts';
import { attachWebAcl, webAclNotes, withAssociatedWebAcl } from './web-acl.ts';

/** Puts differences of a stage back, whichever resource has them. */
export const updateStage = updating<'STAGE'>('update-stage', ({ id }) => ({
  'rest-api-id': id.apiId,
  'stage-name': id.stageName,
}));

/**
 * Row by row as the provider's Read fills the attributes from GetStage. Not in the table: `id`, `arn`, `execution_arn`,
 * `invoke_url`, `region`, `rest_api_id` and `stage_name` say which stage it is and cannot drift.
 */
export const stageSettings: readonly RevertibleSetting<'STAGE', LiveStage>[] = [
  row(updateStage, 'deployment_id', { type: text, member: 'deploymentId', patch: required }),
  row(updateStage, 'description', { type: text, member: 'description', patch: clearable }),
  row(updateStage, 'documentation_version', { type: text, member: 'documentationVersion', patch: clearable }),
  row(updateStage, 'client_certificate_id', { type: text, member: 'clientCertificateId', patch: clearable }),
  {
    name: 'web_acl_arn',
    type: text,
    actual: (live) => live.webAclArn,
    revert: attachWebAcl,
  },
  row(updateStage, 'xray_tracing_enabled', { type: flag, member: 'tracingEnabled', patch: required }),
  { name: 'cache_cluster_enabled', type: flag, actual: cacheIsOn, revert: updateStage(cacheSwitch) },
  // While the cache is off the provider keeps the size the state has, whatever the service answers.
  {
    ...row(updateStage, 'cache_cluster_size', { type: text, member: 'cacheClusterSize', patch: () => cacheSize }),
    counts: cacheIsOn,
  },
  row(updateStage, 'variables', { type: textMap, member: 'variables', patch: keyOf }),
  blockRow(updateStage, 'access_log_settings', 'accessLogSettings', {
    destination_arn: [logDestination, 'destinationArn'],
    format: [blockText, 'format'],
  }),
  blockRow(updateStage, 'canary_settings', 'canarySettings', {
    // In states of provider 5.75 and later only.
    deployment_id: [blockText, 'deploymentId'],
    percent_traffic: [number, 'percentTraffic'],
    stage_variable_overrides: [textMap, 'stageVariableOverrides'],
    use_stage_cache: [flag, 'useStageCache'],
  }),
  tags('apigateway', stageArn),
];

/** `aws_api_gateway_stage`. */
export const stage = resourceType<'STAGE'>({
  type: restApi.stageType,
  locate: ({ attributes }) => locateStage(statedStageId(attributes)),
  part: (live) => ({ kind: 'FOUND', live }),
  settings: stageSettings,
  notCompared: ['id', 'arn', 'execution_arn', 'invoke_url', 'region', 'rest_api_id', 'stage_name'],
  apiPlace: () => '',
  explanation: {
    questions: deploymentExplanation.questions,
    notes: (verdict, about, answers, around) => [
      ...deploymentExplanation.notes(verdict, about, answers, around),
      ...webAclNotes(verdict, about, around),
    ],
  },
  expectedElsewhere: withAssociatedWebAcl,
});

/** @param id what a state says of where the stage lives */
export function locateStage(id: StatedStageId): Location<'STAGE'> {
  const complete = completeStageId(id);
  if (complete === null) return { kind: 'UNKNOWN', id, reason: String(missingPart(id)) };
  const { accountId, region, apiId, stageName } = complete;
  return { kind: 'KNOWN', id, question: { kind: 'STAGE', accountId, region, id: { apiId, stageName } } };
}

/** A cache that is being deleted may stay in that state for ever, so the provider takes it as off. */
function cacheIsOn(live: LiveStage): boolean {
  return live.cacheClusterEnabled && live.cacheClusterStatus !== 'DELETE_IN_PROGRESS';
}

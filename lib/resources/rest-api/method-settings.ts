import { blockText, flag, number } from '../attribute-type.ts';
import type { Answer } from '../live.ts';
import { resourceType } from '../resource-type.ts';
import type { Change } from '../revert.ts';
import { stageIdFromNeighbours } from '../stage-directory.ts';
import { statedStageId } from './family.ts';
import type { LiveMethodSettings, LiveStage } from './live-stage.ts';
import { type PatchOperation, replace } from './patch.ts';
import { blockType, type Fields, liveBlock } from './rows.ts';
import { locateStage, updateStage } from './stage.ts';

/** The fields, and where API Gateway has each below the method path. Source: its table of patch operations. */
const fields: Fields<LiveMethodSettings> = {
  metrics_enabled: [flag, 'metricsEnabled', 'metrics/enabled'],
  logging_level: [blockText, 'loggingLevel', 'logging/loglevel'],
  data_trace_enabled: [flag, 'dataTraceEnabled', 'logging/dataTrace'],
  throttling_burst_limit: [number, 'throttlingBurstLimit', 'throttling/burstLimit'],
  throttling_rate_limit: [number, 'throttlingRateLimit', 'throttling/rateLimit'],
  caching_enabled: [flag, 'cachingEnabled', 'caching/enabled'],
  cache_ttl_in_seconds: [number, 'cacheTtlInSeconds', 'caching/ttlInSeconds'],
  cache_data_encrypted: [flag, 'cacheDataEncrypted', 'caching/dataEncrypted'],
  require_authorization_for_cache_control: [
    flag,
    'requireAuthorizationForCacheControl',
    'caching/requireAuthorizationForCacheControl',
  ],
  unauthorized_cache_control_header_strategy: [
    blockText,
    'unauthorizedCacheControlHeaderStrategy',
    'caching/unauthorizedCacheControlHeaderStrategy',
  ],
};

/**
 * `aws_api_gateway_method_settings`: what GetStage has under one key of `methodSettings`. All ten fields are compared,
 * also those that the configuration leaves to the service, as the provider reads them all. A throttling limit of -1 is
 * what the service has for "no limit", and the provider for "not set": it is compared like any number.
 */
export const methodSettings = resourceType<'STAGE', LiveMethodSettings>({
  type: 'aws_api_gateway_method_settings',
  namedBy: 'method_path',
  locate: ({ attributes }, stages) => locateStage(stageIdFromNeighbours(statedStageId(attributes), stages)),
  part: (live, { attributes }) => underMethodPath(live, attributes.get('method_path')),
  settings: [
    {
      name: 'settings',
      type: blockType(fields),
      actual: (live) => liveBlock(fields, live),
      revert: updateStage({ operations: patchField, apiPaths: ([, , field = '']) => placesOf(field) }),
    },
  ],
  notCompared: ['id', 'region', 'rest_api_id', 'stage_name', 'method_path'],
  apiPlace: (_stage, methodPath) => `/${methodPath}`,
});

/**
 * The method path goes in as the state has it, escaped or not, as the provider sends it. What the state has no value
 * for, since it was never read back, cannot be reverted.
 */
function patchField({ path, expected }: Change, methodPath: string): readonly PatchOperation[] | null {
  if (expected === null || expected === '') return null;
  const operations = placesOf(path.at(-1) ?? '').map((place) => replace(`/${methodPath}${place}`, expected));
  return operations.length === 0 ? null : operations;
}

function placesOf(field: string | number): readonly string[] {
  return Object.entries(fields).flatMap(([name, [, , place]]) => (name === field ? [`/${place}`] : []));
}

/** The provider looks the key up exactly as the state has it: no escaping, no trimming of slashes, no change of case. */
function underMethodPath({ methodSettings: live }: LiveStage, methodPath: unknown): Answer<LiveMethodSettings> {
  if (typeof methodPath !== 'string' || methodPath === '') {
    return { kind: 'UNREADABLE', reason: 'the state has no valid method_path for it' };
  }
  const settings = live.get(methodPath);
  if (settings !== undefined) return { kind: 'FOUND', live: settings };
  const keys = live.size === 0 ? 'none' : [...live.keys()].toSorted().join(', ');
  return { kind: 'NOT_FOUND', reason: `the stage has no method settings under the key ${methodPath}; it has ${keys}` };
}

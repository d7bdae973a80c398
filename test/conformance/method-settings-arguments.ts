import type { Arguments } from './place.ts';
import type { Random } from './random.ts';
import { type Abilities, sometimes } from './stage-arguments.ts';

const simplePaths = ['*/*', 'items/GET', 'orders/POST', 'status/HEAD'] as const;
const nestedPaths = [
  '*/*',
  'items/GET',
  'items/*',
  'items/{id}/GET',
  'tenants/{tenant-id}/orders/{id+}/DELETE',
  '~1/GET',
  '~1items/PUT',
  'items~1{id}/PATCH',
  '/leading/GET',
  'Items/GET',
] as const;

export const headerStrategies = [
  'FAIL_WITH_403',
  'SUCCEED_WITH_RESPONSE_HEADER',
  'SUCCEED_WITHOUT_RESPONSE_HEADER',
] as const;

/** Different ones, as two resources for one path would write over each other. */
export function methodPaths(random: Random, count: number, abilities: Abilities): readonly string[] {
  const paths: readonly [string, ...string[]] = abilities.nestedPaths ? nestedPaths : simplePaths;
  return [...new Set(Array.from({ length: count }, () => random.pick(paths)))];
}

/**
 * The arguments of method settings. At creation the provider sends nothing for `false` and 0 and leaves such a setting
 * to the service, so these stand only where they are the service's own default.
 */
export function methodSettingsArguments(
  random: Random,
  stage: Arguments,
  methodPath: string,
  abilities: Abilities,
): Arguments {
  const unencrypted = abilities.unencryptedCache ? [false] : [];
  return {
    rest_api_id: stage.rest_api_id,
    stage_name: stage.stage_name,
    method_path: methodPath,
    settings: {
      ...sometimes(random, 'metrics_enabled', () => random.pick([null, true, false])),
      ...sometimes(random, 'logging_level', () => random.pick([null, 'OFF', 'ERROR', 'INFO'])),
      ...sometimes(random, 'data_trace_enabled', () => random.pick([null, true, false])),
      ...sometimes(random, 'throttling_burst_limit', () => random.pick([null, -1, 1, 5000])),
      ...sometimes(random, 'throttling_rate_limit', () => random.pick([null, -1, 0.5, 100, 1000.25])),
      ...sometimes(random, 'caching_enabled', () => random.pick([null, true, false])),
      ...sometimes(random, 'cache_ttl_in_seconds', () => random.pick([null, 1, 300, 3600])),
      ...sometimes(random, 'cache_data_encrypted', () => random.pick([null, true, ...unencrypted])),
      ...sometimes(random, 'require_authorization_for_cache_control', () => random.pick([null, true])),
      ...sometimes(random, 'unauthorized_cache_control_header_strategy', () =>
        random.pick([null, ...headerStrategies]),
      ),
    },
  };
}

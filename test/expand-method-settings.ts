import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import * as v from 'valibot';

const setting = v.union([v.string(), v.number(), v.boolean()]);

const attributesSchema = v.object({
  method_path: v.string(),
  settings: v.pipe(v.array(v.record(v.string(), setting)), v.length(1)),
});

/** Where API Gateway has each argument of the block, below the method path. */
const places = new Map([
  ['metrics_enabled', 'metrics/enabled'],
  ['logging_level', 'logging/loglevel'],
  ['data_trace_enabled', 'logging/dataTrace'],
  ['throttling_burst_limit', 'throttling/burstLimit'],
  ['throttling_rate_limit', 'throttling/rateLimit'],
  ['caching_enabled', 'caching/enabled'],
  ['cache_ttl_in_seconds', 'caching/ttlInSeconds'],
  ['cache_data_encrypted', 'caching/dataEncrypted'],
  ['require_authorization_for_cache_control', 'caching/requireAuthorizationForCacheControl'],
  ['unauthorized_cache_control_header_strategy', 'caching/unauthorizedCacheControlHeaderStrategy'],
]);

/**
 * The patch that makes a stage have what a state says of its method settings: the provider's "expand".
 * @param attributes of an `aws_api_gateway_method_settings` in a state
 */
export function expandMethodSettings(attributes: unknown): PatchOperation[] {
  const { method_path, settings } = v.parse(attributesSchema, attributes);
  return Object.entries(settings[0] ?? {}).map(([name, value]) => ({
    op: 'replace',
    path: `/${method_path}/${places.get(name)}`,
    value: String(value),
  }));
}

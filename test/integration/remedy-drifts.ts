import type { PatchOperation } from '@aws-sdk/client-api-gateway';

/** A change of a stage that somebody makes by hand. */
export interface Drift {
  readonly title: string;
  /** Whether the stage has everything set before, or nothing. */
  readonly of: 'full' | 'bare';
  /** Its values `first` and `second` stand for the deployments that there are. */
  readonly patch?: readonly PatchOperation[];
  readonly tags?: { readonly set: Readonly<Record<string, string>> } | { readonly unset: readonly string[] };
  /** `null` takes the web ACL off. */
  readonly webAcl?: 'other' | null;
  /** Paths that differ then, with dots. */
  readonly paths: readonly string[];
  /** Why moto cannot play it. */
  readonly notInMoto?: string;
}

/** In single quotes, in JSON, in a JSON pointer and in a shell, all of these mean something. */
export const nasty = `it's $(id) \`id\` "\\ \n~1/~0 ${'$'}{x} %{y} ü 🎉 \u202e!`;

const replace = (path: string, value: string): PatchOperation => ({ op: 'replace', path, value });
const remove = (path: string): PatchOperation => ({ op: 'remove', path });
const logsArn = 'arn:aws:logs:eu-west-1:123456789012:log-group:elsewhere';

const dropsIt = 'moto forgets this setting of a stage';
const canary = 'moto has no canary settings and changes the stage itself';
const noPointer = 'moto takes the path of a stage variable as it is, without undoing the escapes of a JSON pointer';

/** Each setting of a stage changed, taken away and added. */
export const stageDrifts: readonly Drift[] = [
  { title: 'a changed description', of: 'full', patch: [replace('/description', 'x')], paths: ['description'] },
  { title: 'a description taken away', of: 'full', patch: [replace('/description', '')], paths: ['description'] },
  { title: 'an added description', of: 'bare', patch: [replace('/description', nasty)], paths: ['description'] },
  { title: 'another deployment', of: 'full', patch: [replace('/deploymentId', 'second')], paths: ['deployment_id'] },
  {
    title: 'another documentation version',
    of: 'full',
    patch: [replace('/documentationVersion', 'v2')],
    paths: ['documentation_version'],
    notInMoto: dropsIt,
  },
  {
    title: 'an added documentation version',
    of: 'bare',
    patch: [replace('/documentationVersion', 'v2')],
    paths: ['documentation_version'],
    notInMoto: dropsIt,
  },
  {
    title: 'another client certificate',
    of: 'full',
    patch: [replace('/clientCertificateId', 'other')],
    paths: ['client_certificate_id'],
    notInMoto: dropsIt,
  },
  {
    title: 'an added client certificate',
    of: 'bare',
    patch: [replace('/clientCertificateId', 'other')],
    paths: ['client_certificate_id'],
    notInMoto: dropsIt,
  },
  {
    title: 'tracing switched off',
    of: 'full',
    patch: [replace('/tracingEnabled', 'false')],
    paths: ['xray_tracing_enabled'],
  },
  {
    title: 'tracing switched on',
    of: 'bare',
    patch: [replace('/tracingEnabled', 'true')],
    paths: ['xray_tracing_enabled'],
  },
  {
    title: 'a cache switched off',
    of: 'full',
    patch: [replace('/cacheClusterEnabled', 'false')],
    paths: ['cache_cluster_enabled'],
  },
  {
    title: 'another size of the cache',
    of: 'full',
    patch: [replace('/cacheClusterSize', '6.1')],
    paths: ['cache_cluster_size'],
  },
  {
    title: 'a cache switched on',
    of: 'bare',
    patch: [replace('/cacheClusterEnabled', 'true'), replace('/cacheClusterSize', '0.5')],
    paths: ['cache_cluster_enabled', 'cache_cluster_size'],
  },
  {
    title: 'a changed variable',
    of: 'full',
    patch: [replace('/variables/LOG_LEVEL', 'debug')],
    paths: ['variables.LOG_LEVEL'],
  },
  {
    title: 'a variable taken away',
    of: 'full',
    patch: [remove('/variables/LOG_LEVEL')],
    paths: ['variables.LOG_LEVEL'],
  },
  {
    title: 'a variable without a value',
    of: 'full',
    patch: [replace('/variables/LOG_LEVEL', '')],
    paths: ['variables.LOG_LEVEL'],
  },
  {
    title: 'a variable of a nasty value taken away',
    of: 'full',
    patch: [remove('/variables/NASTY')],
    paths: ['variables.NASTY'],
  },
  {
    title: 'an added variable',
    of: 'bare',
    patch: [replace('/variables/DEBUG', nasty)],
    paths: ['variables.DEBUG'],
  },
  {
    title: 'an added variable of a nasty name',
    of: 'bare',
    patch: [replace(`/variables/${nasty.replaceAll('~', '~0').replaceAll('/', '~1')}`, 'x')],
    paths: [`variables.${nasty}`],
    notInMoto: noPointer,
  },
  {
    title: 'another format of the access log',
    of: 'full',
    patch: [replace('/accessLogSettings/format', '$context.ip')],
    paths: ['access_log_settings.0.format'],
  },
  {
    title: 'another destination of the access log',
    of: 'full',
    patch: [replace('/accessLogSettings/destinationArn', logsArn)],
    paths: ['access_log_settings.0.destination_arn'],
  },
  {
    title: 'an access log taken away',
    of: 'full',
    patch: [remove('/accessLogSettings')],
    paths: ['access_log_settings.0.destination_arn', 'access_log_settings.0.format'],
  },
  {
    title: 'an added access log',
    of: 'bare',
    patch: [replace('/accessLogSettings/destinationArn', logsArn), replace('/accessLogSettings/format', nasty)],
    paths: ['access_log_settings.0.destination_arn', 'access_log_settings.0.format'],
  },
  {
    title: 'other traffic of the canary',
    of: 'full',
    patch: [replace('/canarySettings/percentTraffic', '99.5')],
    paths: ['canary_settings.0.percent_traffic'],
    notInMoto: canary,
  },
  {
    title: 'another deployment of the canary',
    of: 'full',
    patch: [replace('/canarySettings/deploymentId', 'first')],
    paths: ['canary_settings.0.deployment_id'],
    notInMoto: canary,
  },
  {
    title: 'another cache of the canary',
    of: 'full',
    patch: [replace('/canarySettings/useStageCache', 'false')],
    paths: ['canary_settings.0.use_stage_cache'],
    notInMoto: canary,
  },
  {
    title: 'a changed override of the canary',
    of: 'full',
    patch: [replace('/canarySettings/stageVariableOverrides/LOG_LEVEL', 'x')],
    paths: ['canary_settings.0.stage_variable_overrides.LOG_LEVEL'],
    notInMoto: canary,
  },
  {
    title: 'an override of the canary taken away',
    of: 'full',
    patch: [remove('/canarySettings/stageVariableOverrides/LOG_LEVEL')],
    paths: ['canary_settings.0.stage_variable_overrides.LOG_LEVEL'],
    notInMoto: canary,
  },
  {
    title: 'an added override of the canary',
    of: 'full',
    patch: [replace('/canarySettings/stageVariableOverrides/DEBUG', 'x')],
    paths: ['canary_settings.0.stage_variable_overrides.DEBUG'],
    notInMoto: canary,
  },
  {
    title: 'a canary taken away',
    of: 'full',
    patch: [remove('/canarySettings')],
    paths: [
      'canary_settings.0.deployment_id',
      'canary_settings.0.percent_traffic',
      'canary_settings.0.stage_variable_overrides.LOG_LEVEL',
      'canary_settings.0.use_stage_cache',
    ],
    notInMoto: canary,
  },
  {
    title: 'an added canary',
    of: 'bare',
    patch: [
      replace('/canarySettings/deploymentId', 'second'),
      replace('/canarySettings/stageVariableOverrides/DEBUG', 'x'),
    ],
    paths: [
      'canary_settings.0.deployment_id',
      'canary_settings.0.percent_traffic',
      'canary_settings.0.stage_variable_overrides.DEBUG',
      'canary_settings.0.use_stage_cache',
    ],
    notInMoto: canary,
  },
  { title: 'a changed tag', of: 'full', tags: { set: { Team: 'x' } }, paths: ['tags.Team'] },
  { title: 'a tag taken away', of: 'full', tags: { unset: ['Team'] }, paths: ['tags.Team'] },
  { title: 'a nasty tag taken away', of: 'full', tags: { unset: [nasty] }, paths: [`tags.${nasty}`] },
  { title: 'an added tag', of: 'bare', tags: { set: { [nasty]: nasty } }, paths: [`tags.${nasty}`] },
  { title: 'another web ACL', of: 'full', webAcl: 'other', paths: ['web_acl_arn'] },
  { title: 'a web ACL taken off', of: 'full', webAcl: null, paths: ['web_acl_arn'] },
];

/** Each field of method settings: its name in a state, its place in the API, and two values of it. */
export const methodFields = [
  ['metrics_enabled', 'metrics/enabled', true, false],
  ['logging_level', 'logging/loglevel', 'INFO', 'ERROR'],
  ['data_trace_enabled', 'logging/dataTrace', false, true],
  ['throttling_burst_limit', 'throttling/burstLimit', 50, 10],
  ['throttling_rate_limit', 'throttling/rateLimit', 12.5, 3],
  ['caching_enabled', 'caching/enabled', true, false],
  ['cache_ttl_in_seconds', 'caching/ttlInSeconds', 60, 300],
  ['cache_data_encrypted', 'caching/dataEncrypted', true, false],
  ['require_authorization_for_cache_control', 'caching/requireAuthorizationForCacheControl', true, false],
  [
    'unauthorized_cache_control_header_strategy',
    'caching/unauthorizedCacheControlHeaderStrategy',
    'FAIL_WITH_403',
    'SUCCEED_WITH_RESPONSE_HEADER',
  ],
] as const;

import type { Arguments, Place } from './place.ts';
import type { Random } from './random.ts';

/** What the API Gateway behind Terraform is able to keep. */
export interface Abilities {
  readonly canary: boolean;
  readonly documentationVersion: boolean;
  readonly clientCertificate: boolean;
  /** Method paths with more than the one slash before the method. */
  readonly nestedPaths: boolean;
  /** Method settings whose cache is not encrypted before it is asked for, as in AWS. */
  readonly unencryptedCache: boolean;
}

const jsonLogFormat = '{"requestId":"$context.requestId","status":"$context.status","ip":"$context.identity.sourceIp"}';

export const logFormats = [
  jsonLogFormat,
  '$context.requestId',
  '$context.identity.sourceIp - - [$context.requestTime] "$context.httpMethod" $context.status',
  '<request id="$context.requestId"/>\n',
] as const;

export const cacheSizes = ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237'] as const;

const texts = [
  '',
  'plain',
  'Übersicht ✓ 日本',
  ' blanks around ',
  'two\nlines',
  `\${not} %{a} template`,
  'a "quoted" \\ text',
] as const;
const names = [
  'plain',
  'UPPER',
  'with_underscore',
  'with.dot',
  'with-dash',
  'with blank',
  'tilde~2',
  'ключ',
  '%',
  'length',
  'constructor',
  '0',
] as const;
const values = [
  '',
  'value',
  'Value',
  ' ',
  'https://example.com/?a=1&b=2',
  'ünï',
  'null',
  '0',
  `\${x}`,
  '{"json": true}',
] as const;
const tagNames = [
  'Team',
  'team',
  'cost:center',
  'a/b',
  'Größe',
  'AWS:like',
  'stage_name',
  'with blank',
  'length',
] as const;

/** @returns the arguments of a stage, each of them there or not, set or empty */
export function stageArguments(random: Random, place: Place, stageName: string, abilities: Abilities): Arguments {
  const deployment = () => random.pick(place.deploymentIds);
  return {
    rest_api_id: place.restApiId,
    stage_name: stageName,
    deployment_id: deployment(),
    ...sometimes(random, 'description', () => random.pick([null, ...texts])),
    ...(abilities.documentationVersion &&
      sometimes(random, 'documentation_version', () => random.pick([null, '', '1.0', 'v2 ', '2026-11-24']))),
    ...(abilities.clientCertificate &&
      sometimes(random, 'client_certificate_id', () => random.pick([null, '', 'a1b2c3', 'A1B2C3']))),
    ...sometimes(random, 'xray_tracing_enabled', () => random.pick([null, true, false])),
    ...sometimes(random, 'variables', () => random.pick([null, {}, map(random, names), map(random, names)])),
    ...sometimes(random, 'tags', () => random.pick([null, {}, map(random, tagNames), tagsLikeDefault(random)])),
    ...(random.chance(0.4) && { access_log_settings: accessLogSettings(random, place) }),
    ...(abilities.canary && random.chance(0.4) && { canary_settings: canarySettings(random, deployment()) }),
    ...cache(random),
  };
}

/** Tags that every stage gets from the provider's own configuration. */
export const defaultTags = { Owner: 'platform', 'cost:center': '42' } as const;

function tagsLikeDefault(random: Random): Record<string, string> {
  return random.pick([
    { ...defaultTags },
    { Owner: defaultTags.Owner, ...map(random, tagNames) },
    { Owner: 'someone else' },
  ]);
}

function accessLogSettings(random: Random, { region }: Place): Arguments {
  return { destination_arn: random.pick(logDestinations(region)), format: random.pick(logFormats) };
}

export function logDestinations(region: string): readonly [string, ...string[]] {
  const group = `arn:aws:logs:${region}:123456789012:log-group`;
  const stream = `arn:aws:firehose:${region}:123456789012:deliverystream`;
  return [
    `${group}:/aws/apigateway/orders`,
    `${group}:/aws/apigateway/orders:*`,
    `${group}:access-logs`,
    `${stream}/amazon-apigateway-access`,
  ];
}

function canarySettings(random: Random, deploymentId: string): Arguments {
  return {
    deployment_id: deploymentId,
    ...sometimes(random, 'percent_traffic', () => random.pick([null, 0, 0.5, 12.25, 33.3, 100])),
    ...sometimes(random, 'use_stage_cache', () => random.pick([null, true, false])),
    ...sometimes(random, 'stage_variable_overrides', () => random.pick([null, {}, map(random, names)])),
  };
}

/** A size is configured with a cache that is on only: the provider waits for a cluster of that size. */
function cache(random: Random): Arguments {
  if (random.chance(0.4)) return { cache_cluster_enabled: true, cache_cluster_size: random.pick(cacheSizes) };
  return sometimes(random, 'cache_cluster_enabled', () => random.pick([null, false]));
}

function map(random: Random, keys: readonly [string, ...string[]]): Record<string, string> {
  const size = 1 + random.below(3);
  return Object.fromEntries(Array.from({ length: size }, () => [random.pick(keys), random.pick(values)]));
}

export function sometimes(random: Random, name: string, value: () => unknown): Arguments {
  return random.chance(0.6) ? { [name]: value() } : {};
}

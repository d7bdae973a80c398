// Terraform's JSON syntax for resources: either with arguments as they are, or with arguments out of a collection.
import type { Arguments } from './place.ts';

/** A nested block of a resource and the arguments in it. */
interface Block {
  readonly name: string;
  readonly fields: readonly string[];
}

/** What can stand in the body of a resource. */
interface Body {
  readonly fields: readonly string[];
  readonly blocks: readonly Block[];
}

export const bodies: Readonly<Record<'aws_api_gateway_stage' | 'aws_api_gateway_method_settings', Body>> = {
  aws_api_gateway_stage: {
    fields: [
      'rest_api_id',
      'stage_name',
      'deployment_id',
      'description',
      'documentation_version',
      'client_certificate_id',
      'xray_tracing_enabled',
      'variables',
      'tags',
      'cache_cluster_enabled',
      'cache_cluster_size',
    ],
    blocks: [
      { name: 'access_log_settings', fields: ['destination_arn', 'format'] },
      {
        name: 'canary_settings',
        fields: ['deployment_id', 'percent_traffic', 'use_stage_cache', 'stage_variable_overrides'],
      },
    ],
  },
  aws_api_gateway_method_settings: {
    fields: ['rest_api_id', 'stage_name', 'method_path'],
    blocks: [
      {
        name: 'settings',
        fields: [
          'metrics_enabled',
          'logging_level',
          'data_trace_enabled',
          'throttling_burst_limit',
          'throttling_rate_limit',
          'caching_enabled',
          'cache_ttl_in_seconds',
          'cache_data_encrypted',
          'require_authorization_for_cache_control',
          'unauthorized_cache_control_header_strategy',
        ],
      },
    ],
  },
};

/** @returns the value as Terraform reads it from JSON, where `${` and `%{` would begin a template */
export function literal(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(/[$%](?=\{)/g, '$&$&');
  if (Array.isArray(value)) return value.map(literal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [literal(name), literal(member)]));
}

/** @returns the JSON text that stands for an expression */
export function expression(code: string): string {
  return `\${${code}}`;
}

/** @returns the body of one resource for each key of a collection */
export function keyedResource(type: keyof typeof bodies, collection: string): Arguments {
  return { for_each: expression(collection), ...bodyFrom(type, 'each.value') };
}

/** @returns the body of one resource for each element of a list */
export function numberedResource(type: keyof typeof bodies, list: string): Arguments {
  return { count: expression(`length(${list})`), ...bodyFrom(type, `${list}[count.index]`) };
}

function bodyFrom(type: keyof typeof bodies, source: string): Arguments {
  const { fields, blocks } = bodies[type];
  return {
    ...argumentsFrom(fields, source),
    dynamic: Object.fromEntries(
      blocks.map(({ name, fields: inBlock }) => [
        name,
        [{ for_each: expression(`try([${source}.${name}], [])`), content: argumentsFrom(inBlock, `${name}.value`) }],
      ]),
    ),
  };
}

function argumentsFrom(fields: readonly string[], source: string): Arguments {
  return Object.fromEntries(fields.map((field) => [field, expression(`try(${source}.${field}, null)`)]));
}

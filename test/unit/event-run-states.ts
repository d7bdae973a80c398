import { resource, stageAttributes, stateText } from './terraform/state-builder.ts';

export const account = '123456789012';

/** @returns a stage, as a state has it */
export function stageIn(restApiId: string, stageName: string, attributes: Readonly<Record<string, unknown>> = {}) {
  const place = {
    arn: `arn:aws:apigateway:eu-west-1::/restapis/${restApiId}/stages/${stageName}`,
    execution_arn: `arn:aws:execute-api:eu-west-1:${account}:${restApiId}/${stageName}`,
    rest_api_id: restApiId,
    stage_name: stageName,
  };
  return instanceOf('aws_api_gateway_stage', `${restApiId}_${stageName}`, {
    ...stageAttributes,
    variables: {},
    web_acl_arn: '',
    ...place,
    ...attributes,
  });
}

/** @returns method settings of all methods, as a state has them */
const settings = {
  metrics_enabled: false,
  logging_level: '',
  data_trace_enabled: false,
  throttling_burst_limit: 0,
  throttling_rate_limit: 0,
  caching_enabled: false,
  cache_ttl_in_seconds: 0,
  cache_data_encrypted: false,
  require_authorization_for_cache_control: false,
  unauthorized_cache_control_header_strategy: '',
};

export function settingsIn(restApiId: string, stageName: string) {
  const attributes = {
    id: `${restApiId}-${stageName}-*/*`,
    rest_api_id: restApiId,
    stage_name: stageName,
    method_path: '*/*',
    settings: [settings],
  };
  return instanceOf('aws_api_gateway_method_settings', `${restApiId}_${stageName}`, attributes);
}

export function instanceOf(type: string, name: string, attributes: Readonly<Record<string, unknown>>) {
  return resource({ type, name, instances: [{ schema_version: 0, attributes, sensitive_attributes: [] }] });
}

export function stateOf(...resources: readonly ReturnType<typeof resource>[]): string {
  return stateText({ resources });
}

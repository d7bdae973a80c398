import { readFileSync } from 'node:fs';

/** Attributes of the stage that the built states hold, as provider 5 writes them. */
export const stageAttributes = {
  arn: 'arn:aws:apigateway:eu-west-1::/restapis/nz6fqhy5dm/stages/prod',
  execution_arn: 'arn:aws:execute-api:eu-west-1:123456789012:nz6fqhy5dm/prod',
  rest_api_id: 'nz6fqhy5dm',
  stage_name: 'prod',
  variables: { LOG_LEVEL: 'info' },
};

/** The one resource type that the tests ask for. */
export const stageType = new Set(['aws_api_gateway_stage']);

interface Json {
  readonly [key: string]: unknown;
}

/** An instance as Terraform writes it; what is given comes on top, and `undefined` takes a key away. */
export function instance(given: Json = {}): Json {
  return { schema_version: 0, attributes: stageAttributes, sensitive_attributes: [], private: 'bnVsbA==', ...given };
}

/** The resource `aws_api_gateway_stage.this` with one instance, less or more what is given. */
export function resource(given: Json = {}): Json {
  return {
    mode: 'managed',
    type: 'aws_api_gateway_stage',
    name: 'this',
    provider: 'provider["registry.terraform.io/hashicorp/aws"]',
    instances: [instance()],
    ...given,
  };
}

/** The text of a state with one stage, less or more what is given. */
export function stateText(given: Json = {}): string {
  return JSON.stringify({
    version: 4,
    terraform_version: '1.11.4',
    serial: 7,
    lineage: '3dfedeb7-0b90-e56a-660f-61535c4c4ae8',
    outputs: {},
    resources: [resource()],
    check_results: null,
    ...given,
  });
}

/** The text of a state whose only stage has one instance with what is given. */
export function instanceText(given: Json): string {
  return stateText({ resources: [resource({ instances: [instance(given)] })] });
}

/** A file below test/fixtures, as it stands there. */
export function fixture(path: string): string {
  return readFileSync(new URL(`../../fixtures/${path}`, import.meta.url), 'utf8');
}

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type { LocalApiGateway } from '@stagedrift/local-aws/api-gateway';
import { defaultAccount } from '@stagedrift/local-aws/credential-scope';

/** Where the stages of the made-up states are. */
export const region = 'eu-west-1';

/** @returns a stage as Terraform records it */
export function stageResource(restApiId: string, stageName: string, name: string, account = defaultAccount): object {
  const attributes = {
    access_log_settings: [],
    arn: `arn:aws:apigateway:${region}::/restapis/${restApiId}/stages/${stageName}`,
    cache_cluster_enabled: false,
    cache_cluster_size: '',
    canary_settings: [],
    client_certificate_id: '',
    deployment_id: 'first1',
    description: stageName,
    documentation_version: '',
    execution_arn: `arn:aws:execute-api:${region}:${account}:${restApiId}/${stageName}`,
    id: `ags-${restApiId}-${stageName}`,
    invoke_url: `https://${restApiId}.execute-api.${region}.amazonaws.com/${stageName}`,
    rest_api_id: restApiId,
    stage_name: stageName,
    tags: {},
    tags_all: {},
    variables: {},
    web_acl_arn: '',
    xray_tracing_enabled: false,
  };
  return resource('aws_api_gateway_stage', name, attributes, ['aws_api_gateway_deployment.this']);
}

/** @returns one of the many resources of a large state that no stage has anything to do with */
function recordResource(index: number): object {
  const name = `host${index}.example.com`;
  const tags = { team: 'platform', 'cost-center': 'c-12345', 'managed-by': 'terraform' };
  const attributes = {
    alias: [],
    allow_overwrite: null,
    fqdn: name,
    health_check_id: '',
    id: `Z0123456789_${name}_A`,
    multivalue_answer_routing_policy: false,
    name,
    records: [`10.0.${index % 256}.1`, `10.0.${index % 256}.2`],
    set_identifier: '',
    ttl: 300,
    type: 'A',
    zone_id: 'Z0123456789',
    // What other types have more of, such as policies.
    comment: 'x'.repeat(700),
    tags,
    tags_all: tags,
  };
  return resource('aws_route53_record', `host${index}`, attributes, ['aws_route53_zone.main']);
}

function resource(type: string, name: string, attributes: object, dependencies: readonly string[]): object {
  const instance = { schema_version: 0, attributes, sensitive_attributes: [], private: 'bnVsbA==', dependencies };
  return {
    mode: 'managed',
    type,
    name,
    provider: 'provider["registry.terraform.io/hashicorp/aws"]',
    instances: [instance],
  };
}

/** @returns the text around the resources of a state */
export function envelope(): { readonly before: string; readonly after: string } {
  const before = `{\n  "version": 4,\n  "terraform_version": "1.11.4",\n  "serial": 7,\n  "lineage": "3dfedeb7-0b90-e56a-660f-61535c4c4ae8",\n  "outputs": {},\n  "resources": [\n`;
  return { before, after: '\n  ],\n  "check_results": null\n}\n' };
}

/** @returns JSON as Terraform indents a resource */
export function indented(value: object): string {
  return JSON.stringify(value, null, 2).replaceAll(/^/gm, '    ');
}

/** One resource in so many is a stage. */
const share = 50;

/** Writes a state of a size, and makes its stages live. @returns how many resources and stages it has */
export async function writeLargeState(path: string, mebibytes: number, apiGateway: LocalApiGateway | null) {
  const file = createWriteStream(path);
  const { before, after } = envelope();
  let [bytes, resources, stages] = [0, 0, 0];
  const write = async (text: string) => {
    bytes += text.length;
    if (!file.write(text)) await once(file, 'drain');
  };
  await write(before);
  while (bytes < mebibytes * 1024 * 1024) {
    const restApiId = `api${String(stages).padStart(7, '0')}`;
    const isStage = resources % share === 0;
    if (isStage) {
      makeLive(apiGateway, restApiId, ['prod']);
      stages += 1;
    }
    const made = isStage ? stageResource(restApiId, 'prod', `stage${stages}`) : recordResource(resources);
    await write(`${resources === 0 ? '' : ',\n'}${indented(made)}`);
    resources += 1;
  }
  await write(after);
  file.end();
  await finished(file);
  return { resources, stages };
}

/** Makes stages live as the states have them. */
export function makeLive(
  apiGateway: LocalApiGateway | null,
  restApiId: string,
  stageNames: readonly string[],
  account = defaultAccount,
): void {
  apiGateway?.seedRestApi({
    account,
    region,
    restApiId,
    deploymentIds: ['first1'],
    stages: stageNames.map((stageName) => ({ stageName, deploymentId: 'first1', description: stageName })),
  });
}

import type { StatedStageId } from '../../model/stage-id.ts';
import { hclComment, hclString } from '../../terraform/hcl-string.ts';

/**
 * Takes a stage that nobody manages into a configuration. What else is set on it, the next plan shows.
 * @param deploymentId `''` where it is not known
 */
export function adoptStage({ accountId, region, apiId, stageName }: StatedStageId, deploymentId: string): string {
  const name = identifier(String(stageName));
  return [
    hclComment(`to the provider of ${region} in account ${accountId}`),
    'import {',
    `  to = aws_api_gateway_stage.${name}`,
    `  id = ${hclString(`${apiId}/${stageName}`)}`,
    '}',
    '',
    '# or leave this block out and have it written: terraform plan -generate-config-out=stage.tf',
    `resource "aws_api_gateway_stage" "${name}" {`,
    `  rest_api_id   = ${hclString(String(apiId))}`,
    `  stage_name    = ${hclString(String(stageName))}`,
    deploymentId === ''
      ? '  deployment_id = "" # FILL IN: AWS did not say which deployment it has'
      : `  deployment_id = ${hclString(deploymentId)}`,
    '}',
  ].join('\n');
}

/** A name as Terraform takes it for a resource; a stage may be called otherwise. */
function identifier(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9_-]/g, '_');
  return /^[A-Za-z_]/.test(safe) ? safe : `stage_${safe}`;
}

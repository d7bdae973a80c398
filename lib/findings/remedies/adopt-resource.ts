import type { StatedStageId } from '../../model/stage-id.ts';
import { parseAddress } from '../../terraform/address.ts';
import { hclComment, hclString } from '../../terraform/hcl-string.ts';
import { shellQuoted } from './shell.ts';

/**
 * Takes a stage that nobody manages into a configuration. What else is set on it, the next plan shows.
 * @param deploymentId `''` where it is not known
 */
export function adoptStage({ accountId, region, restApiId, stageName }: StatedStageId, deploymentId: string): string {
  const name = identifier(String(stageName));
  return [
    hclComment(`to the provider of ${region} in account ${accountId}`),
    'import {',
    `  to = aws_api_gateway_stage.${name}`,
    `  id = ${hclString(`${restApiId}/${stageName}`)}`,
    '}',
    '',
    '# or leave this block out and have it written: terraform plan -generate-config-out=stage.tf',
    `resource "aws_api_gateway_stage" "${name}" {`,
    `  rest_api_id   = ${hclString(String(restApiId))}`,
    `  stage_name    = ${hclString(String(stageName))}`,
    deploymentId === ''
      ? '  deployment_id = "" # FILL IN: AWS did not say which deployment it has'
      : `  deployment_id = ${hclString(deploymentId)}`,
    '}',
  ].join('\n');
}

/** A `removed` block speaks of a resource with all its instances: for one of them there is `terraform state rm` alone. */
export function adoptDeletion(address: string): string | null {
  const parsed = parseAddress(address);
  if (parsed === null) return null;
  if (parsed.hasKey) {
    return [
      '# take it out of the configuration (its key out of count or for_each), then run',
      `# terraform state rm ${shellQuoted(address)}`,
    ].join('\n');
  }
  return [
    '# Terraform 1.7 and later: instead of its resource block',
    'removed {',
    `  from = ${address}`,
    '  lifecycle {',
    '    destroy = false',
    '  }',
    '}',
  ].join('\n');
}

/** A name as Terraform takes it for a resource; a stage may be called otherwise. */
function identifier(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9_-]/g, '_');
  return /^[A-Za-z_]/.test(safe) ? safe : `stage_${safe}`;
}

import { arnIn, parseArn } from '../../model/arn.ts';
import { accountIdForm, inForm, nameForm, regionForm, type StatedStageId } from '../../model/stage-id.ts';
import type { FamilyDefinition, StageInArn } from '../api-family.ts';
import type { Question } from '../live.ts';
import { adoptStage } from './adopt-stage.ts';

/** REST APIs: `aws_api_gateway_*` in Terraform, and version 1 of API Gateway's API. */
export const restApi: FamilyDefinition = {
  family: 'REST',
  label: 'REST API',
  typePrefix: 'aws_api_gateway_',
  apiType: 'aws_api_gateway_rest_api',
  stageType: 'aws_api_gateway_stage',
  deploymentType: 'aws_api_gateway_deployment',
  apiIdMember: 'restApiId',
  statedStageId,
  parseStageArn,
  adoptStage,
};

/**
 * Reads where the stage of an instance lives. Account: from `execution_arn`, the only attribute that has it. Region:
 * `region` (provider 6 and later), else `arn`, else `execution_arn`.
 */
export function statedStageId(attributes: ReadonlyMap<string, unknown>): StatedStageId {
  const executionArn = parseArn(attributes.get('execution_arn'));
  const arn = parseArn(attributes.get('arn'));
  return {
    family: 'REST',
    accountId: inForm(executionArn?.accountId, accountIdForm),
    region: inForm(attributes.get('region') || arn?.region || executionArn?.region, regionForm),
    apiId: inForm(attributes.get('rest_api_id'), nameForm),
    stageName: inForm(attributes.get('stage_name'), nameForm),
  };
}

/** @returns the attribute that keeps the stage from being identified, with what to do about it, or `null` if all is known */
export function missingPart(id: StatedStageId): string | null {
  if (id.apiId === null) return 'the state has no valid rest_api_id for it';
  if (id.stageName === null) return 'the state has no valid stage_name for it';
  if (id.accountId === null) {
    return 'the state does not name its account: execution_arn names none. A provider with skip_requesting_account_id never writes it: take that setting out, and apply';
  }
  if (id.region === null) {
    return 'the state does not name its region: region and arn are missing or malformed; "terraform apply -refresh-only" writes them again';
  }
  return null;
}

function parseStageArn(value: unknown): StageInArn | null {
  const arn = parseArn(value);
  const [, apiId, stageName] = /^\/restapis\/([^/]+)\/stages\/([^/]+)$/.exec(arn?.resource ?? '') ?? [];
  if (arn?.service !== 'apigateway' || apiId === undefined || stageName === undefined) return null;
  return { family: 'REST', region: arn.region, apiId, stageName };
}

/** The ARN of a stage, as calls about its tags and its web ACL want it. */
export function stageArn({ region, id }: Pick<Question<'STAGE'>, 'region' | 'id'>): string {
  return arnIn(region, 'apigateway', '', `/restapis/${id.apiId}/stages/${id.stageName}`);
}

import { parseArn } from '../../model/arn.ts';
import type { StatedStageId } from '../../model/stage-id.ts';
import type { ManagedInstance } from '../../terraform/state-file.ts';
import { awsCommand } from '../aws-cli.ts';
import type { Revert } from '../revert.ts';
import { type StageDirectory, stageIdFromNeighbours } from '../stage-directory.ts';
import { restApi, stageArn, statedStageId } from './family.ts';

export const webAclAssociationType = 'aws_wafv2_web_acl_association';

/**
 * A web ACL is attached by a resource of its own, after the stage was written to the state. The stage's `web_acl_arn`
 * then differs until the next refresh, although all is as Terraform made it.
 * @param stageArn as the state has it
 * @returns whether an association in the states attaches this very web ACL to the stage
 */
export function isAssociated(webAclArn: string, stageArn: unknown, stages: StageDirectory): boolean {
  if (typeof stageArn !== 'string' || stageArn === '') return false;
  return stages
    .where(webAclAssociationType, 'resource_arn', stageArn)
    .some(({ attributes }) => attributes.get('web_acl_arn') === webAclArn);
}

/** @returns the stage that an association is about, as far as the states tell; `null` where it is about something else */
export function associatedStage(association: ManagedInstance, stages: StageDirectory): StatedStageId | null {
  const arn = association.attributes.get('resource_arn');
  const stage = restApi.parseStageArn(arn);
  if (stage === null) return null;
  const attributes = new Map([
    ['arn', arn],
    ['rest_api_id', stage.apiId],
    ['stage_name', stage.stageName],
  ]);
  return stageIdFromNeighbours(statedStageId(attributes), stages);
}

/** Web ACLs of WAF Classic, which has an API of its own and is at its end, are left alone. */
export const revertAssociation: Revert<'STAGE'> = {
  command({ expected, actual }, about) {
    if ([expected, actual].some((arn) => parseArn(arn)?.service === 'waf-regional')) return null;
    const { region } = about;
    const stage = { 'resource-arn': stageArn(about) };
    if (expected === null) return awsCommand('wafv2', 'disassociate-web-acl', { region, ...stage });
    return awsCommand('wafv2', 'associate-web-acl', { region, 'web-acl-arn': String(expected), ...stage });
  },
  apiPaths: () => [webAclPath],
};

/** No call of API Gateway has this path; WAF's are told as if they had it. */
export const webAclPath = '/webAclArn';

import type { StatedStageId } from '../../model/stage-id.ts';
import type { ManagedInstance } from '../../terraform/state-file.ts';
import { text } from '../attribute-type.ts';
import { homeInArn } from '../companion.ts';
import { resourceType } from '../resource-type.ts';
import { type StageDirectory, stageIdFromNeighbours } from '../stage-directory.ts';
import { restApi, statedStageId } from './family.ts';
import { locateStage } from './stage.ts';
import { attachWebAcl, firewallManagerNotes, webAclAssociationType, webAclPath } from './web-acl.ts';

/** `aws_wafv2_web_acl_association` of a stage. The answer about the stage has its web ACL, so it takes no call of its own. */
export const webAclAssociation = resourceType<'STAGE'>({
  type: webAclAssociationType,
  locate(association, stages) {
    const id = associatedStage(association, stages);
    return id === null ? null : locateStage(id);
  },
  part: (live) =>
    live.webAclArn === ''
      ? { kind: 'NOT_FOUND', reason: 'no web ACL is attached to the stage' }
      : { kind: 'FOUND', live },
  settings: [
    {
      name: 'web_acl_arn',
      type: text,
      actual: (live) => live.webAclArn,
      revert: { ...attachWebAcl, apiPaths: () => [''] },
    },
  ],
  notCompared: ['id', 'region', 'resource_arn', 'timeouts'],
  apiPlace: () => webAclPath,
  explanation: { questions: () => [], notes: firewallManagerNotes },
});

/** @returns the stage that an association is about, as far as the states tell; `null` where it is about something else */
function associatedStage(association: ManagedInstance, stages: StageDirectory): StatedStageId | null {
  const arn = association.attributes.get('resource_arn');
  const stage = restApi.parseStageArn(arn);
  if (stage === null) return null;
  const attributes = new Map([
    ['arn', arn],
    ['rest_api_id', stage.apiId],
    ['stage_name', stage.stageName],
  ]);
  const id = stageIdFromNeighbours(statedStageId(attributes), stages);
  // A web ACL guards what is in its own account.
  return { ...id, accountId: id.accountId ?? homeInArn(association.attributes.get('web_acl_arn')).accountId };
}

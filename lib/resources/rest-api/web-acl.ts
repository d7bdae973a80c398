import { parseArn } from '../../model/arn.ts';
import type { ManagedInstance } from '../../terraform/state-file.ts';
import { awsCommand } from '../aws-cli.ts';
import { textOf } from '../companion.ts';
import type { Question } from '../live.ts';
import type { Around } from '../resource-type.ts';
import type { Revert } from '../revert.ts';
import { isBelowAny } from '../setting.ts';
import type { InstanceInState } from '../stage-directory.ts';
import type { Verdict } from '../verdict.ts';
import { stageArn } from './family.ts';

export const webAclAssociationType = 'aws_wafv2_web_acl_association';

const setting = 'web_acl_arn';

/**
 * Terraform computes the `web_acl_arn` of a stage: it is no wish. What is expected is what an association of the states
 * attaches. One in another state never hides a difference from what the stage's own state has.
 * @returns the stage with the web ACL that is expected of it
 */
export function withAssociatedWebAcl(
  stage: ManagedInstance,
  about: Question<'STAGE'>,
  around: Around,
): ManagedInstance {
  const [association] = expectedAssociations(stage, about, around);
  if (association === undefined) return stage;
  const { attributes, sensitivePaths } = association.instance;
  return {
    ...stage,
    attributes: new Map([...stage.attributes, [setting, attributes.get(setting)]]),
    sensitivePaths: isBelowAny([setting], sensitivePaths) ? [...stage.sensitivePaths, [setting]] : stage.sensitivePaths,
  };
}

function expectedAssociations(
  { attributes }: ManagedInstance,
  about: Question<'STAGE'>,
  around: Around,
): readonly InstanceInState[] {
  const all = associationsOf(about, around);
  const own = all.filter(({ state }) => state === around.state);
  if (own.length > 0) return own;
  return textOf(attributes, setting) === '' ? all : [];
}

/** Associations of a stage that name a web ACL. */
function associationsOf(about: Question<'STAGE'>, { stages }: Around): readonly InstanceInState[] {
  return stages
    .where(webAclAssociationType, 'resource_arn', stageArn(about))
    .filter(({ instance }) => textOf(instance.attributes, setting) !== '');
}

/** @returns which other state has an association of the stage, and what an ACL of Firewall Manager means */
export function webAclNotes(verdict: Verdict, about: Question<'STAGE'>, around: Around): readonly string[] {
  const all = associationsOf(about, around);
  const isOwn = all.some(({ state }) => state === around.state);
  const elsewhere = isOwn
    ? []
    : all.map(({ state, instance }) => `${instance.address} in ${state} attaches its web ACL.`);
  return [...elsewhere, ...firewallManagerNotes(verdict)];
}

/** Firewall Manager attaches its own web ACL again if anyone attaches another one. */
export function firewallManagerNotes(verdict: Verdict): readonly string[] {
  const differences = verdict.status === 'MODIFIED' ? verdict.differences : [];
  const isManaged = differences.some(({ path, actual }) => path[0] === setting && isOfFirewallManager(actual));
  return isManaged ? ['AWS Firewall Manager attached the live web ACL: change its policy, or adopt the web ACL.'] : [];
}

/** Source: the names that Firewall Manager gives to the web ACLs it makes. */
function isOfFirewallManager(webAclArn: unknown): boolean {
  return /^regional\/webacl\/FMManagedWebACL/i.test(parseArn(webAclArn)?.resource ?? '');
}

/**
 * Attaches the expected web ACL. Nothing takes one off: an empty attribute is no wish. Web ACLs of WAF Classic, which has
 * an API of its own and is at its end, are left alone, and so are those that Firewall Manager would attach again.
 */
export const attachWebAcl: Revert<'STAGE'> = {
  command({ expected, actual }, about) {
    if ([expected, actual].some((arn) => parseArn(arn)?.service === 'waf-regional')) return null;
    if (expected === null || isOfFirewallManager(actual)) return null;
    return awsCommand('wafv2', 'associate-web-acl', {
      region: about.region,
      'web-acl-arn': String(expected),
      'resource-arn': stageArn(about),
    });
  },
  apiPaths: () => [webAclPath],
};

/** No call of API Gateway has this path; those of WAF count as if they had it. */
export const webAclPath = '/webAclArn';

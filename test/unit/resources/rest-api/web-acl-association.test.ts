import { describe, expect, it } from '@jest/globals';
import { createLookupResults } from '../../../../lib/resources/live.ts';
import { checkedTypes } from '../../../../lib/resources/registry.ts';
import { createStageDirectory } from '../../../../lib/resources/stage-directory.ts';
import type { Verdict } from '../../../../lib/resources/verdict.ts';
import type { ManagedInstance } from '../../../../lib/terraform/state-file.ts';
import { liveStage } from '../../live-stage-builder.ts';
import { answering, inState, instanceOf, judge, ownState, stageArn, stageInstance, stageQuestion } from '../placing.ts';

const acl = 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/orders/1';
const otherAcl = 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/other/2';
const managedAcl = 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/FMManagedWebACLV2-edge-1700000000000/3';
const otherState = 's3://acme-tf/waf/terraform.tfstate';

function association(attributes: object = {}): ManagedInstance {
  return instanceOf('aws_wafv2_web_acl_association', {
    id: `${acl},${stageArn}`,
    resource_arn: stageArn,
    web_acl_arn: acl,
    ...attributes,
  });
}

const inSync: Verdict = { status: 'IN_SYNC' };

function drift(expected: string | null, actual: string | null): Verdict {
  const differenceType = expected === null ? 'ADD' : actual === null ? 'REMOVE' : 'NOT_EQUAL';
  return { status: 'MODIFIED', differences: [{ path: ['web_acl_arn'], differenceType, expected, actual }] };
}

/** What is said of a stage whose state has a web ACL, of which associations are in its own state and in another one. */
function stageWith(
  stated: unknown,
  live: string,
  { own = [], other = [] }: { own?: readonly ManagedInstance[]; other?: readonly ManagedInstance[] },
) {
  const stage = stageInstance({ web_acl_arn: stated });
  const stages = createStageDirectory([...inState(ownState, stage, ...own), ...inState(otherState, ...other)]);
  const placed = checkedTypes.get(stage.type)?.place(stage, { stages, state: ownState });
  if (placed == null) throw new Error('the stage was not placed');
  const verdict = placed.judge(answering(stageQuestion, { kind: 'FOUND', live: liveStage({ webAclArn: live }) }));
  const notes = placed.notes(verdict, createLookupResults().answers);
  return { verdict, notes, sensitivePaths: placed.sensitivePaths };
}

describe('the web ACL of a stage that its own state associates', () => {
  it.each(['', null, acl, otherAcl])('is expected, whatever the stage itself has: %j', (stated) => {
    const own = [association()];
    expect(stageWith(stated, acl, { own })).toMatchObject({ verdict: inSync, notes: [] });
    expect(stageWith(stated, '', { own }).verdict).toEqual(drift(acl, null));
    expect(stageWith(stated, otherAcl, { own }).verdict).toEqual(drift(acl, otherAcl));
  });

  it('counts more than one that another state associates', () => {
    const both = { own: [association()], other: [association({ web_acl_arn: otherAcl })] };
    expect(stageWith('', acl, both).verdict).toEqual(inSync);
    expect(stageWith('', otherAcl, both).verdict).toEqual(drift(acl, otherAcl));
  });

  it('is hidden where the association has it as sensitive', () => {
    const own = [{ ...association(), sensitivePaths: [['web_acl_arn']] }];
    expect(stageWith('', '', { own }).sensitivePaths).toEqual([['web_acl_arn']]);
  });
});

describe('the web ACL of a stage that another state associates', () => {
  const other = [association()];
  const note = `aws_wafv2_web_acl_association.this in ${otherState} attaches its web ACL.`;

  it('is expected where the stage itself has none, and its source is noted', () => {
    expect(stageWith('', acl, { other })).toMatchObject({ verdict: inSync, notes: [note] });
    expect(stageWith('', '', { other })).toMatchObject({ verdict: drift(acl, null), notes: [note] });
    expect(stageWith('', otherAcl, { other }).verdict).toEqual(drift(acl, otherAcl));
  });

  it('hides no difference from what the stage itself has', () => {
    expect(stageWith(otherAcl, acl, { other })).toMatchObject({ verdict: drift(otherAcl, acl), notes: [note] });
    expect(stageWith(otherAcl, otherAcl, { other }).verdict).toEqual(inSync);
  });
});

describe('the web ACL of a stage', () => {
  it.each<[string, readonly ManagedInstance[]]>([
    ['no association is in the states', []],
    ['the association is of another stage', [association({ resource_arn: stageArn.replace('prod', 'dev') })]],
    [
      'the association is of the same stage in another region',
      [association({ resource_arn: stageArn.replace('eu', 'us') })],
    ],
    ['the association names no stage', [association({ resource_arn: '' })]],
    ['the association names no web ACL', [association({ web_acl_arn: null })]],
  ])('is drift that was attached where %s', (_, own) => {
    expect(stageWith('', acl, { own }).verdict).toEqual(drift(null, acl));
    expect(stageWith(acl, '', { own }).verdict).toEqual(drift(acl, null));
  });

  it('that Firewall Manager attached is drift with a note on whose it is', () => {
    expect(stageWith('', managedAcl, { own: [association()] })).toEqual({
      verdict: drift(acl, managedAcl),
      notes: ['AWS Firewall Manager attached the live web ACL: change its policy, or adopt the web ACL.'],
      sensitivePaths: [],
    });
  });
});

describe('an association of a web ACL with a stage', () => {
  const live = (webAclArn: string) => ({ kind: 'FOUND', live: liveStage({ webAclArn }) }) as const;

  it.each<[string, Verdict]>([
    [acl, inSync],
    [otherAcl, drift(acl, otherAcl)],
    ['', { status: 'DELETED', reason: 'no web ACL is attached to the stage' }],
  ])('is judged by what the stage has: %j', (webAclArn, verdict) => {
    expect(judge(association(), live(webAclArn), stageInstance())).toEqual(verdict);
  });

  it('is gone with its stage', () => {
    const gone = { kind: 'NOT_FOUND', reason: 'there is no such stage' } as const;
    expect(judge(association(), gone, stageInstance())).toMatchObject({ status: 'DELETED' });
  });

  it('is in the account of its web ACL, where no state has the stage', () => {
    expect(judge(association(), live(acl))).toEqual(inSync);
  });

  it.each(['arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/x/1', '', null])(
    'with anything else is no concern: %j',
    (resource_arn) => {
      const elsewhere = association({ resource_arn });
      const stages = createStageDirectory(inState(ownState, elsewhere));
      expect(checkedTypes.get(elsewhere.type)?.place(elsewhere, { stages, state: ownState })).toBeNull();
    },
  );
});

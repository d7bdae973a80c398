import { describe, expect, it } from '@jest/globals';
import { isAssociated } from '../../../../lib/resources/rest-api/web-acl-association.ts';
import type { Verdict } from '../../../../lib/resources/verdict.ts';
import type { ManagedInstance } from '../../../../lib/terraform/state-file.ts';
import { liveStage } from '../../live-stage-builder.ts';
import { directoryOf, instanceOf, judge, stageArn, stageInstance } from '../placing.ts';

const acl = 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/orders/1';
const otherAcl = 'arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/other/2';

function association(attributes: object = {}): ManagedInstance {
  return instanceOf('aws_wafv2_web_acl_association', {
    id: `${acl},${stageArn}`,
    resource_arn: stageArn,
    web_acl_arn: acl,
    ...attributes,
  });
}

function verdict(inState: unknown, live: string, ...neighbours: readonly ManagedInstance[]): Verdict {
  return judge(
    stageInstance({ web_acl_arn: inState }),
    { kind: 'FOUND', live: liveStage({ webAclArn: live }) },
    ...neighbours,
  );
}

function drift(
  differenceType: 'ADD' | 'REMOVE' | 'NOT_EQUAL',
  expected: string | null,
  actual: string | null,
): Verdict {
  return { status: 'MODIFIED', differences: [{ path: ['web_acl_arn'], differenceType, expected, actual }] };
}

describe('a web ACL that an association in the states attaches to the stage', () => {
  it.each(['', null, acl, otherAcl])('is no drift where the state of the stage has %j', (inState) => {
    expect(verdict(inState, acl, association())).toEqual({ status: 'IN_SYNC' });
  });

  it('is found among those of other stages', () => {
    const others = [
      association({ resource_arn: stageArn.replace('prod', 'dev') }),
      association({ web_acl_arn: otherAcl }),
    ];
    expect(verdict('', acl, ...others, association())).toEqual({ status: 'IN_SYNC' });
  });
});

describe('the web ACL of a stage is drift', () => {
  it.each<[string, readonly ManagedInstance[]]>([
    ['no association is in the states', []],
    ['an association attaches another one', [association({ web_acl_arn: otherAcl })]],
    ['the association is of another stage', [association({ resource_arn: stageArn.replace('prod', 'dev') })]],
    [
      'the association is of the same stage in another region',
      [association({ resource_arn: stageArn.replace('eu', 'us') })],
    ],
    ['the association tells nothing', [instanceOf('aws_wafv2_web_acl_association', {})]],
    ['the association is spelt in another case', [association({ web_acl_arn: acl.toUpperCase() })]],
  ])('that was attached where %s', (_, neighbours) => {
    expect(verdict('', acl, ...neighbours)).toEqual(drift('ADD', null, acl));
  });

  it('that is another one than state and association have', () => {
    expect(verdict(acl, otherAcl, association())).toEqual(drift('NOT_EQUAL', acl, otherAcl));
  });

  it('that is gone, though the association is in the states', () => {
    expect(verdict(acl, '', association())).toEqual(drift('REMOVE', acl, null));
  });
});

describe('a stage without an ARN in its state', () => {
  it.each([undefined, null, ''])('has no association: %j', (arn) => {
    const nameless = association({ resource_arn: arn });
    expect(isAssociated(acl, arn, directoryOf(nameless))).toBe(false);
  });
});

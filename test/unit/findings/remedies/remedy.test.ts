import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { assess } from '../../../../lib/findings/assess.ts';
import type { ShownDifference } from '../../../../lib/findings/masking.ts';
import { remediesOf } from '../../../../lib/findings/remedies/remedy.ts';
import { noRules } from '../../../../lib/findings/rules/rules.ts';
import type { Leaf, Path } from '../../../../lib/model/comparison.ts';
import type { CheckedResource, Verdict } from '../../../../lib/resources/verdict.ts';
import type { ManagedInstance } from '../../../../lib/terraform/state-file.ts';
import { wordsOf } from '../../../run-aws-command.ts';
import { anyText } from '../../any-text.ts';
import { place, stageInstance } from '../../resources/placing.ts';

const address = 'aws_api_gateway_stage.this';
const apply = `terraform apply -target='${address}'`;

function checkedStage(verdict: Verdict, instance: ManagedInstance = stageInstance()): CheckedResource {
  const stated = { ...place(instance), address, type: instance.type, state: 's3://acme-tf/x' };
  return { ...stated, verdict, stageChangedAt: null, notes: [] };
}

function shown(path: Path, expected: Leaf | null, actual: Leaf | null, masked = false): ShownDifference {
  return { path, differenceType: 'NOT_EQUAL', expected, actual, masked };
}

function restore(difference: ShownDifference, instance?: ManagedInstance): readonly string[] {
  return remediesOf(checkedStage({ status: 'MODIFIED', differences: [difference] }, instance), difference).restore;
}

describe('a difference', () => {
  it('is reverted by Terraform, or by the one AWS call for it', () => {
    expect(restore(shown(['variables', 'LOG_LEVEL'], 'info', 'debug'))).toEqual([
      apply,
      `aws apigateway update-stage --region eu-west-1 --rest-api-id abcdefghij --stage-name prod --patch-operations '[{"op":"replace","path":"/variables/LOG_LEVEL","value":"info"}]'`,
    ]);
  });

  it('of a web ACL is not reverted by Terraform, which only reads it from the stage', () => {
    expect(restore(shown(['web_acl_arn'], 'arn:aws:wafv2:x', null))).toEqual([
      expect.stringMatching(/^aws wafv2 associate-web-acl /),
    ]);
    expect(restore(shown(['web_acl_arn'], null, 'arn:aws:wafv2:x'))).toEqual([]);
  });

  it('that is hidden is reverted by Terraform alone', () => {
    expect(restore(shown(['variables', 'LOG_LEVEL'], '(masked)', '(masked)', true))).toEqual([apply]);
  });

  it('that is hidden and was only added is taken away without its value', () => {
    expect(restore(shown(['variables', 'LOG_LEVEL'], null, '(masked)', true))).toEqual([
      apply,
      expect.stringContaining('[{"op":"remove","path":"/variables/LOG_LEVEL"}]'),
    ]);
  });

  it.each([
    ['by its look', [], 'password=hunter2'],
    ['by the state', [['access_log_settings', 0, 'format']], 'hunter2'],
  ])(
    'of a block that is gone is reverted by Terraform alone where another part of it is hidden %s',
    (_, paths, format) => {
      const state = stageInstance({ access_log_settings: [{ destination_arn: 'arn:x', format }] });
      const lost = shown(['access_log_settings', 0, 'destination_arn'], 'arn:x', null);
      expect(restore(lost, { ...state, sensitivePaths: paths })).toEqual([apply]);
    },
  );

  it('is reverted by what a shell reads as the very patch, whatever its key and value are', () => {
    const keys = anyText({ minLength: 1 });
    fc.assert(
      fc.property(keys, anyText(), (key, value) => {
        const [, command = ''] = restore(shown(['variables', key], value, null));
        const path = `/variables/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        expect(command).toMatch(/^[\p{L}\p{M}\p{N}\p{P}\p{S} ]*$/u);
        expect(JSON.parse(wordsOf(command).at(-1) ?? '')).toEqual([{ op: 'replace', path, value }]);
      }),
    );
  });

  it('has no secret in any of its remedies, wherever it stands', () => {
    const secret = 'hunter2-AKIAABCDEFGHIJKLMNOP';
    const state = stageInstance({
      variables: { A: secret },
      description: secret,
      cache_cluster_size: secret,
      cache_cluster_enabled: true,
      canary_settings: [{ deployment_id: secret, stage_variable_overrides: { A: secret } }],
    });
    const differences = (
      [
        [['variables', 'A'], secret, 'x'],
        [['variables', 'B'], null, secret],
        [['description'], secret, null],
        [['cache_cluster_enabled'], true, false],
        [['canary_settings', 0, 'deployment_id'], secret, null],
        [['canary_settings', 0, 'stage_variable_overrides', 'A'], secret, null],
      ] as const
    ).map(([path, expected, actual]) => ({ path, differenceType: 'NOT_EQUAL' as const, expected, actual }));
    const resource = checkedStage({ status: 'MODIFIED', differences }, state);
    const policy = { rules: { ...noRules, show: ['*'] }, hashKey: null, warnings: [] };
    const findings = assess(resource, policy, new Date(0));

    expect(findings).toHaveLength(differences.length);
    expect(JSON.stringify(findings)).not.toContain(secret);
  });
});

describe('a resource as a whole', () => {
  it('that is gone is made again by Terraform, or forgotten', () => {
    const { restore, adopt } = remediesOf(checkedStage({ status: 'DELETED', reason: 'gone' }), null);
    expect(restore).toEqual([apply]);
    expect(adopt).toContain(`removed {\n  from = ${address}\n`);
  });

  it('that nobody manages is taken over, and never deleted', () => {
    const verdict = { status: 'UNMANAGED', reason: 'x', deploymentId: 'd1' } as const;
    const { restore, adopt } = remediesOf({ ...checkedStage(verdict), state: null }, null);
    expect(restore).toEqual([]);
    expect(adopt).toContain('to = aws_api_gateway_stage.prod');
  });

  it('that could not be checked has no remedy', () => {
    expect(remediesOf(checkedStage({ status: 'NOT_CHECKED', reason: 'denied' }), null)).toEqual({
      restore: [],
      adopt: null,
    });
  });

  it.each(['a\u001b[2J', 'a\nb', 'a\u202eb'])(
    'with the address %j, which a terminal would obey, has no command',
    (name) => {
      const resource = { ...checkedStage({ status: 'DELETED', reason: 'gone' }), address: name };
      expect(remediesOf(resource, null)).toEqual({ restore: [], adopt: null });
    },
  );

  it('with a quote in its address is still one word of a shell', () => {
    const keyed = `${address}["it's"]`;
    const { restore } = remediesOf({ ...checkedStage({ status: 'DELETED', reason: 'gone' }), address: keyed }, null);
    expect(wordsOf(restore[0] ?? '')).toEqual(['terraform', 'apply', `-target=${keyed}`]);
  });
});
